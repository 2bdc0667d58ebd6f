#!/usr/bin/env bash
# Sets up, builds and runs gpupeak. Arguments go to the binary; without any it measures this machine (preset quick) and writes
# its report files to gpupeak-report/.
#
#   scripts/run.sh [--cuda auto|wheels|off] [ARGUMENTS OF gpupeak]
#
# auto: with the CUDA Toolkit where there is one, with NVIDIA's wheels (scripts/cuda_wheels.sh) where there is only a driver.
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
  wheels | off) ;;
  *) say "scripts/run.sh: --cuda takes auto, wheels or off, not '$cuda'"; exit 2 ;;
esac

options=()
scripts/setup.sh
if [ "$cuda" = wheels ]; then
  scripts/cuda_wheels.sh
  export CUDA_HOME=$root/build/cuda  # where the program looks for cuBLAS
  options+=(--fresh -DGPUPEAK_CUDA=ON "-DGPUPEAK_NVCC=$CUDA_HOME/bin/nvcc")
fi
if [ "$cuda" = off ]; then options+=(-DGPUPEAK_CUDA=OFF); fi
# Only for the GPUs of this machine, where it can tell them.
if [ "$cuda" != off ] && has_driver && command -v nvidia-smi > /dev/null; then options+=(-DGPUPEAK_CUDA_ARCHITECTURES=native); fi
configure release "${options[@]}"
if [ ! -x build/release/gpupeak ]; then say "building gpupeak in build/release; the first time takes some minutes ..."; fi
build release --target gpupeak

if [ $# = 0 ]; then set -- run --preset quick; fi
cd "$caller"
exec "$root/build/release/gpupeak" "$@"
