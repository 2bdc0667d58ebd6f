#!/usr/bin/env bash
# Sets up, builds and runs gpupeak. Arguments go to the binary; without any it measures this machine (preset quick) and writes
# its report files to gpupeak-report/.
#
#   scripts/run.sh [--cuda auto|all|wheels|off] [ARGUMENTS OF gpupeak]
#
# auto: for the GPUs that are in the machine, with a CUDA Toolkit that the driver serves where there is one, with NVIDIA's wheels
# (scripts/cuda_wheels.sh) where there is only a driver that serves them; else for the host, with a word on what would help. all: for the
# host first, kernels for every GPU after the results.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/scripts/cuda_machine.sh"

cuda=auto
if [ "${1:-}" = --cuda ]; then
  cuda=${2:-}
  shift $(($# < 2 ? $# : 2))
fi
case $cuda in
  auto | all | wheels | off) ;;
  *) say "scripts/run.sh: --cuda takes auto, all, wheels or off, not '$cuda'"; exit 2 ;;
esac

scripts/setup.sh  # the compiler too, with which a toolkit has to work
nvcc='' wheels=0 told='' served='' capabilities=''
if [ $cuda != off ]; then served=$(served_cuda) capabilities=$(gpu_capabilities); fi
case $cuda in
  auto) plan_cuda "$served" "$capabilities" ;;
  all) choose_toolkit "$served" "$capabilities" ;;
  wheels)
    wheels=1
    if [ "${served:-13}" -lt 13 ]; then say "scripts/run.sh --cuda wheels: $(too_old_driver "$served")"; exit 2; fi ;;
esac
if [ -n "$told" ]; then say "$told$([ -n "$nvcc" ] || [ $wheels = 1 ] || echo '. Building for the host alone')"; fi

if [ $wheels = 1 ]; then
  scripts/cuda_wheels.sh
  export CUDA_HOME=$root/build/cuda  # where the program looks for cuBLAS
  nvcc=$CUDA_HOME/bin/nvcc
fi
host=(-DGPUPEAK_CUDA=OFF) later=()
options=("${host[@]}")
if [ $cuda = all ] || [ -n "$nvcc" ]; then
  gpus=(--fresh "-DGPUPEAK_CUDA=$([ $cuda = auto ] && echo AUTO || echo ON)" ${nvcc:+"-DGPUPEAK_NVCC=$nvcc"})
  if [ $cuda != all ] && [ -n "$capabilities" ]; then
    options=("${gpus[@]}" -DGPUPEAK_CUDA_ARCHITECTURES=native)
  elif [ $cuda != auto ] || has_driver; then
    later=("${gpus[@]}" -DGPUPEAK_CUDA_ARCHITECTURES=all)
    # What has its kernels keeps them.
    if [ "$(cat build/release/configured_with 2> /dev/null)" = "release ${later[*]}" ]; then options=("${later[@]}") later=(); fi
  fi
fi
if [ $cuda = auto ] && ! has_driver && [ -n "$(toolkits)" ]; then
  say "no GPU answers here: building for the host (kernels for every GPU as well: scripts/run.sh --cuda all)"
fi
configure release "${options[@]}"
sed -n 's/^-- CUDA: //p' build/release/configure.log >&2 || true  # which GPUs were left out
build release --target gpupeak

if [ $# = 0 ]; then set -- run --preset quick; fi
gpupeak=$root/build/release/gpupeak
if [ ${#later[@]} = 0 ]; then cd "$caller" && exec "$gpupeak" "$@"; fi
code=0
(cd "$caller" && exec "$gpupeak" "$@") || code=$?
configure release "${later[@]}"
build release --target gpupeak
say "build/release/gpupeak has kernels for GPUs now"
exit $code
