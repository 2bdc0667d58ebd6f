#!/usr/bin/env bash
# NVIDIA's compiler, headers and cuBLAS by pip, in build/cuda: for machines that have a driver and no CUDA Toolkit. Needs no root,
# touches nothing outside the build tree, and does nothing when they are there. About 600 MB are fetched.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The first of CUDA 13, which every driver that speaks CUDA 13 runs (CUDA compatibility: minor versions).
wheels=('nvidia-cuda-nvcc==13.0.*' 'nvidia-cuda-crt==13.0.*' 'nvidia-nvvm==13.0.*' 'nvidia-cuda-runtime==13.0.*'
        'nvidia-cuda-cccl==13.0.*' 'nvidia-cublas==13.0.*')

if [ -x build/cuda/bin/nvcc ]; then exit 0; fi
if ! need_pip "NVIDIA's compiler"; then
  say "or install the CUDA Toolkit (https://developer.nvidia.com/cuda-downloads), or run: scripts/run.sh --cuda off"
  exit 2
fi
say "installing: NVIDIA's compiler and cuBLAS in build/cuda (600 MB, once) ..."
# Under another name until all of it is there: what was cut short is thrown away by the next run.
rm -rf build/cuda.partial
quietly build/cuda.log build/tools/bin/pip install --disable-pip-version-check --no-deps --target build/cuda.partial "${wheels[@]}"
prefix=build/cuda.partial/nvidia/cu13
ln -s lib "$prefix/lib64"  # where nvcc looks
rm -rf build/cuda
mv "$prefix" build/cuda
rm -rf build/cuda.partial
