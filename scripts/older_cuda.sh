#!/usr/bin/env bash
# Whether the sources compile with CUDA 12 too, whose nvcc is not to be had here: NVIDIA's wheels of 12.4 hold headers, ptxas and
# libdevice. g++ reads the host code with the headers of 12.4 and 12.9; clang and that ptxas make cubins for 9.0 of every kernel, or fail.
# Files of cuBLAS are left out, as its headers come with 360 MB. Brings 30 MB of wheels to build/older_cuda, once. Exit 77, with the
# reason, where the wheels or the compiler cannot be had.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
folder=build/older_cuda

skip() { say "skipped: $*"; exit 77; }

# bring <version> <package>...: their files in build/older_cuda/<version>.
bring() {
  local version=$1 at=$folder/$1 package headers wheels=()
  shift
  if [ -d "$at" ]; then return; fi
  rm -rf "$at.partial"
  mkdir -p "$folder"
  for package in "$@"; do wheels+=("nvidia-cuda-$package-cu12==$version.*"); done
  python3 -m pip install --disable-pip-version-check --no-deps --target "$at.partial" "${wheels[@]}" > "$folder/pip.log" 2>&1 ||
    skip "NVIDIA's wheels of CUDA $version cannot be had: $(grep -i error "$folder/pip.log" | tail -n 1)"
  mkdir "$at.partial/include"
  for headers in "$at.partial"/nvidia/*/include; do cp -r "$headers/." "$at.partial/include"; done
  if [ -d "$at.partial/nvidia/cuda_nvcc" ]; then mv "$at.partial"/nvidia/cuda_nvcc/{bin,nvvm} "$at.partial"; fi
  rm -rf "$at.partial/nvidia"
  mv "$at.partial" "$at"
}
bring 12.4 nvcc runtime cccl
bring 12.9 runtime  # what is below crt/ of its headers is that of 12.4: the wheel that has it is 40 MB of compiler

for clang in clang++-19 clang++-20 clang++-21 clang++ ''; do
  if [ -z "$clang" ]; then skip 'clang 19 or newer is missing, which compiles kernels with the headers of CUDA 12 (apt-get install clang-19)'; fi
  if version_at_least "$("$clang" -dumpversion 2> /dev/null || echo 0)" 19; then break; fi
done
export folder clang

# What is compiled: the sources of a layer as one, that are read once, after a line that the headers are those of this version.
host_code() {
  local version=$1 layer=$2 file=$folder/$2-$1.cpp
  shift 2
  { printf '#include <cuda_runtime_api.h>\nstatic_assert(CUDART_VERSION == %s0);\n' "${version/./0}"; printf '#include "%s"\n' "$@"; } > "$file"
  c++ -std=c++20 -fsyntax-only -I. '-DGPUPEAK_BUILT_FOR="90a-real"' -isystem "$folder/$version/include" -isystem "$folder/12.4/include" "$file" ||
    { say "the host code of $layer does not compile with the headers of CUDA $version"; return 1; }
}

# kernels <name> <file>...: clang emits constants that are seen from outside though no kernel reads them, tables of functions too, which
# ptxas refuses: so nothing is, once the headers are read. It lacks __ldcg.
kernels() {
  local file=$folder/$1
  shift
  {
    printf '#include <cuda_runtime_api.h>\nstatic_assert(CUDART_VERSION == 12040);\n'
    echo 'template <class T> __device__ T __ldcg(const T* at) { return *at; }'
    cat "$@" | grep '^#include'
    echo '#define extern static'
    printf '#include "%s"\n' "$@"
  } > "$file.cu"
  "$clang" -x cuda --cuda-device-only --cuda-gpu-arch=sm_90a --cuda-path="$folder/12.4" -std=c++20 -O1 -I. \
    -isystem "$folder/12.4/include" -Wno-unknown-cuda-version -Wno-pass-failed -c -o "$file.cubin" "$file.cu" > "$file.log" 2>&1 &&
    readelf -SW "$file.cubin" 2> /dev/null | grep -q '\.text\._Z' ||
    { tail -n 40 "$file.log" >&2; say "the kernels of $* do not compile with CUDA 12.4"; return 1; }
}
export -f kernels say

mapfile -t device < <(grep -LE '#include.*cublas' device/cuda/*.cpp)
mapfile -t kernels < <(grep -LE '#include.*cublas' kernels/*/cuda/*.cpp)
code=0
for version in 12.4 12.9; do
  host_code $version device "${device[@]}" cli/run/cuda_backend.cpp || code=1
  host_code $version kernels "${kernels[@]}" kernels/families_cuda.cpp || code=1
done

# One unit for each folder, and one for each file with dynamic shared memory, as cmake/layers.cmake has it.
{
  for at in device/cuda kernels/*/cuda; do
    files=$(grep -L 'dynamic_shared<' "$at"/*.cu 2> /dev/null) || true  # its status says something else
    if [ -n "$files" ]; then echo "$(tr / - <<< "$at")" $files; fi
  done
  grep -l 'dynamic_shared<' kernels/*/cuda/*.cu | while read -r file; do echo "$(tr / - <<< "$file") $file"; done
} | xargs -P "$(nproc)" -L 1 bash -c 'kernels "$@"' kernels || code=1
exit $code
