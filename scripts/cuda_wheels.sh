#!/usr/bin/env bash
# NVIDIA's compiler, headers and cuBLAS by pip, in build/cuda: for machines that have a driver and no CUDA Toolkit. Needs no root,
# touches nothing outside the build tree, and does nothing when they are there. About 600 MB are fetched.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The first of CUDA 13, which every driver that speaks CUDA 13 runs (CUDA compatibility: minor versions).
wheels=('nvidia-cuda-nvcc==13.0.*' 'nvidia-cuda-crt==13.0.*' 'nvidia-nvvm==13.0.*' 'nvidia-cuda-runtime==13.0.*'
        'nvidia-cuda-cccl==13.0.*' 'nvidia-cublas==13.0.*')

if [ -x build/cuda/bin/nvcc ]; then exit 0; fi
if [ ! -x build/tools/bin/pip ]; then
  if ! python3 -c 'import ensurepip' 2> /dev/null; then
    say "python3 with the module venv is missing, which fetches NVIDIA's compiler. Install it (Debian: apt-get install python3-venv),"
    say "or install the CUDA Toolkit (https://developer.nvidia.com/cuda-downloads), or run: scripts/run.sh --cuda off"
    exit 2
  fi
  quietly build/tools.log python3 -m venv build/tools
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
