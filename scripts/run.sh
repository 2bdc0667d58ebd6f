#!/usr/bin/env bash
# Sets up, builds and runs gpupeak. Arguments go to the binary; without any it measures this machine (preset quick) and writes
# its report files to gpupeak-report/.
#
#   scripts/run.sh [--cuda auto|all|wheels|off] [ARGUMENTS OF gpupeak]
#
# auto: for the GPUs that are in the machine, with the CUDA Toolkit where there is one, with NVIDIA's wheels (scripts/cuda_wheels.sh)
# where there is only a driver; where no GPU answers, for the host. all: for the host first, kernels for every GPU after the results.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

cuda=auto
if [ "${1:-}" = --cuda ]; then
  cuda=${2:-}
  shift $(($# < 2 ? $# : 2))
fi
has_driver() { [ -e /proc/driver/nvidia/version ] || [ -e /usr/lib/wsl/lib/libcuda.so.1 ]; }
has_toolkit() {
  command -v nvcc > /dev/null && return
  local home
  for home in "${CUDA_HOME:-}" "${CUDA_PATH:-}" /usr/local/cuda /opt/cuda; do
    if [ -n "$home" ] && [ -x "$home/bin/nvcc" ]; then return; fi
  done
  return 1
}
case $cuda in
  auto) if has_driver && ! has_toolkit; then cuda=wheels; fi ;;
  all | wheels | off) ;;
  *) say "scripts/run.sh: --cuda takes auto, all, wheels or off, not '$cuda'"; exit 2 ;;
esac

options=()
scripts/setup.sh
if [ "$cuda" = wheels ]; then
  scripts/cuda_wheels.sh
  export CUDA_HOME=$root/build/cuda  # where the program looks for cuBLAS
  options+=(--fresh -DGPUPEAK_CUDA=ON "-DGPUPEAK_NVCC=$CUDA_HOME/bin/nvcc")
fi
gpu_answers() { command -v nvidia-smi > /dev/null && nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2> /dev/null | grep -q '^[0-9]'; }
later=()
if [ "$cuda" = off ]; then
  options=(-DGPUPEAK_CUDA=OFF)
elif [ "$cuda" != all ] && gpu_answers; then
  if [ "$cuda" = auto ]; then options=(-DGPUPEAK_CUDA=AUTO); fi  # not what an earlier run was told
  options+=(-DGPUPEAK_CUDA_ARCHITECTURES=native)
elif [ "$cuda" = all ] || has_driver; then
  later=("${options[@]}" -DGPUPEAK_CUDA=ON -DGPUPEAK_CUDA_ARCHITECTURES=all)
  # What has its kernels keeps them.
  if [ "$(cat build/release/configured_with 2> /dev/null)" = "release ${later[*]}" ]; then options=("${later[@]}") later=(); else options=(-DGPUPEAK_CUDA=OFF); fi
else
  options=(-DGPUPEAK_CUDA=OFF)
  if has_toolkit; then say "no GPU answers here: building for the host (kernels for every GPU as well: scripts/run.sh --cuda all)"; fi
fi
configure release "${options[@]}"
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
