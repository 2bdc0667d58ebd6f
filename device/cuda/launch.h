// Starts a kernel: the one place where <<<>>> would stand.
#pragma once

#include <type_traits>

#include "core/device.h"
#include "device/cuda/check.h"
#include "device/cuda/device_code.h"

namespace gpupeak::cuda {

// The stream that a queue of this backend is.
cudaStream_t stream_of(Queue&);

// What cuBLAS may use on this queue beside a product's operands: made when it is first asked for, and the same for all
// products, as those of one stream never overlap (cuBLAS, cublasSetWorkspace). Throws OutOfMemory.
inline constexpr size_t workspace_bytes = size_t{32} << 20;  // NVIDIA's recommendation for Hopper and newer
void* workspace_of(Queue&);

struct Grid {
  dim3 blocks, threads;
  size_t shared_bytes = 0;  // dynamic shared memory of a block
};

// Throws what the runtime reports. Each argument stands behind a pointer.
void start(Queue&, const Grid&, const void* kernel, void** arguments);

// Calls start(kernel, pointers) with what the runtime takes: each argument behind a pointer.
template <class Start, class... Parameters>
void with_pointers(void (*kernel)(Parameters...), const Start& start, std::type_identity_t<Parameters>... arguments) {
  announce(kernel);
  void* pointers[] = {const_cast<void*>(static_cast<const void*>(&arguments))..., nullptr};
  start(reinterpret_cast<const void*>(kernel), pointers);
}

template <class... Parameters>
void launch(Queue& queue, const Grid& grid, void (*kernel)(Parameters...),
            std::type_identity_t<Parameters>... arguments) {
  with_pointers(
      kernel, [&](const void* code, void** pointers) { start(queue, grid, code, pointers); }, arguments...);
}

// The same for what is not measured (stamps of clocks, filling and digesting memory): Device::last_shape does not tell
// of it.
template <class... Parameters>
void launch_unseen(cudaStream_t stream, const Grid& grid, void (*kernel)(Parameters...),
                   std::type_identity_t<Parameters>... arguments) {
  with_pointers(
      kernel,
      [&](const void* code, void** pointers) {
        check(cudaLaunchKernel(code, grid.blocks, grid.threads, pointers, grid.shared_bytes, stream));
      },
      arguments...);
}

// Lets a kernel use more dynamic shared memory than the 48 KiB that every one may have. Once, before its first launch.
template <class... Parameters>
void allow_shared(void (*kernel)(Parameters...), size_t bytes) {
  check(cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel), cudaFuncAttributeMaxDynamicSharedMemorySize,
                             static_cast<int>(bytes)));
}

}  // namespace gpupeak::cuda
