# What this machine has for its GPUs: the driver and the CUDA it serves, the GPUs, the toolkits; and what to build with. Sourced by
# run.sh; it looks, and changes nothing.

oldest_capability=$(sed -n 's/^set(GPUPEAK_OLDEST_CAPABILITY \(.*\))/\1/p' "$root/cmake/cuda_architectures.cmake")
oldest_toolkit=12.4
machine=${GPUPEAK_MACHINE_ROOT:-}  # tests: a folder that stands for /

# nvidia_smi <arguments>: what it prints. It hangs where a GPU is sick.
nvidia_smi() {
  local program
  program=$(command -v nvidia-smi) || program=$machine/usr/lib/wsl/lib/nvidia-smi
  [ -x "$program" ] && timeout 20 "$program" "$@" 2> /dev/null
}

has_driver() { [ -e "$machine/proc/driver/nvidia/version" ] || [ -e "$machine/usr/lib/wsl/lib/libcuda.so.1" ]; }

# driver_version: as in 550.54.14; nothing where it is not known. On WSL the driver is that of Windows.
driver_version() {
  local version
  version=$(grep -m 1 NVRM "$machine/proc/driver/nvidia/version" 2> /dev/null | grep -oE '[0-9]{3,}\.[0-9.]+' | head -n 1) ||
    version=$(nvidia_smi --query-gpu=driver_version --format=csv,noheader | grep -oE '^[0-9]{3,}\.[0-9.]+' | head -n 1) || true
  echo "$version"
}

# served_cuda: the newest major version of CUDA that the driver serves; nothing where it is not known. nvidia-smi knows of cuda-compat
# too; else it follows from the driver's version (CUDA Toolkit release notes, minimum driver for minor version compatibility).
served_cuda() {
  local said driver
  said=$(nvidia_smi | grep -v 'ERR!' | grep -oE 'CUDA [A-Za-z ]*Version: *[0-9]+' | grep -oE '[0-9]+$' | head -n 1) || true
  if [ -n "$said" ]; then echo "$said"; return; fi
  driver=$(driver_version)
  if [ -z "$driver" ]; then return; fi
  if version_at_least "$driver" 580; then echo 13; elif version_at_least "$driver" 525; then echo 12; else echo 11; fi
}

# gpu_capabilities: the compute capabilities of the GPUs, each once, one a line; nothing where nvidia-smi tells of none.
gpu_capabilities() { nvidia_smi --query-gpu=compute_cap --format=csv,noheader | grep -oE '^[0-9]+\.[0-9]+' | sort -uV || true; }

gpu_on_the_bus() {
  local device
  for device in "$machine"/sys/bus/pci/devices/*; do
    if [ "$(cat "$device/vendor" 2> /dev/null)" = 0x10de ] && [[ $(cat "$device/class" 2> /dev/null) = 0x03* ]]; then return; fi
  done
  return 1
}

# toolkits: the nvcc of each CUDA Toolkit here, one a line: what the user named, what is on the path, then the usual places, newest first.
toolkits() {
  local -A seen=()
  local nvcc real
  {
    printf '%s/bin/nvcc\n' "${CUDA_HOME:-}" "${CUDA_PATH:-}"
    command -v nvcc || true
    echo "$machine/usr/local/cuda/bin/nvcc"
    printf '%s\n' "$machine"/usr/local/cuda-*/bin/nvcc | sort -rV
    printf '%s/bin/nvcc\n' "$machine/opt/cuda" "${CONDA_PREFIX:-}"
  } | while read -r nvcc; do
    if [ "$nvcc" = /bin/nvcc ] || ! [ -x "$nvcc" ]; then continue; fi  # /bin/nvcc: of a variable that is not set
    real=$(readlink -f "$nvcc")
    if [ -z "${seen[$real]:-}" ]; then echo "$nvcc"; fi
    seen[$real]=1
  done
}

# refusal <nvcc> <served CUDA> <capabilities>: why it cannot compile what runs here; nothing where it can. Within a major version each
# toolkit runs on each driver.
refusal() {
  local version known capability said
  version=$("$1" --version 2> /dev/null | sed -n 's/.*release \([0-9]*\.[0-9]*\).*/\1/p')
  if [ -z "$version" ]; then
    echo "$1 does not tell its version"
  elif ! version_at_least "$version" $oldest_toolkit; then
    echo "$1 is of CUDA $version, older than $oldest_toolkit"
  elif [ -n "$2" ] && [ "${version%%.*}" -gt "$2" ]; then
    echo "$1 is of CUDA $version, newer than the driver serves"
  elif ! said=$("$1" -std=c++20 -ccbin "${CXX:-c++}" -x cu -E /dev/null 2>&1 > /dev/null); then
    echo "$1 does not work with ${CXX:-c++} ($(grep -m 1 error <<< "$said" || tail -n 1 <<< "$said"))"
  else
    known=$("$1" --list-gpu-arch 2> /dev/null) || true
    for capability in $3; do
      if version_at_least "$capability" $oldest_capability && ! grep -qx "compute_${capability/./}" <<< "$known"; then
        echo "$1 is of CUDA $version, which does not know compute capability $capability"
        return
      fi
    done
  fi
}

# choose_toolkit <served CUDA> <capabilities>: sets `nvcc` to the first that serves here (empty: none), and `refused` to why others do not.
choose_toolkit() {
  local candidate why
  nvcc='' refused=''
  while read -r candidate; do
    why=$(refusal "$candidate" "$1" "$2")
    if [ -z "$why" ]; then nvcc=$candidate; return; fi
    refused+=${refused:+; }$why
  done < <(toolkits)
}

# too_old_driver <served CUDA>: what helps where the driver serves no CUDA 13, which is all that wheels bring a compiler for.
too_old_driver() {
  local driver
  driver=$(driver_version)
  printf 'the NVIDIA driver%s is too old for CUDA 13: install driver 580 or newer, or ' "${driver:+ $driver}"
  if [ "$1" -lt 12 ]; then printf 'driver 525 or newer and '; fi
  printf 'a CUDA Toolkit %s to 12.9, or cuda-compat for CUDA 13 on a data-centre card' $oldest_toolkit
}

# plan_cuda <served CUDA> <capabilities>: sets `nvcc` to the compiler for this machine's GPUs (empty: none), `wheels` to 1 where NVIDIA's
# wheels are to be fetched, and `told` to a sentence that the user should read, or nothing.
plan_cuda() {
  local served=$1 capabilities=$2 newest refused
  nvcc='' wheels=0 told=''
  if ! has_driver; then
    if gpu_on_the_bus; then told="there is an NVIDIA GPU, but no driver is loaded: install NVIDIA's driver, 580 or newer"; fi
    return
  fi
  newest=$(tail -n 1 <<< "$capabilities")
  if [ -n "$newest" ] && ! version_at_least "$newest" $oldest_capability; then
    told="the GPU has compute capability $newest; gpupeak has kernels from $oldest_capability on"
    return
  fi
  choose_toolkit "$served" "$capabilities"
  if [ -n "$nvcc" ]; then
    told=${refused:+$refused: building with $nvcc}
  elif [ -z "$served" ]; then
    told="the NVIDIA driver does not tell its version (nvidia-smi): install a CUDA Toolkit, or see scripts/run.sh --cuda wheels"
  elif [ "$served" -lt 13 ]; then
    told=$(too_old_driver "$served")${refused:+ ($refused)}
  else
    wheels=1 told=${refused:+$refused: taking NVIDIA\'s wheels}
  fi
}
