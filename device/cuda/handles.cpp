#include "device/cuda/handles.h"

#include <fmt/format.h>

#include <cstdint>

#include "core/format.h"

namespace gpupeak::cuda {
namespace {
constexpr size_t alignment = 4096;
}

Seconds between(const Event& start, const Event& end) {
  float milliseconds = 0;
  check(cudaEventElapsedTime(&milliseconds, start.get(), end.get()));
  return Seconds(1e-3 * static_cast<double>(milliseconds));
}

Graph::Graph(cudaStream_t stream, const std::function<void()>& work) {
  check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal));
  cudaGraph_t recorded = nullptr;
  try {
    work();
  } catch (...) {
    cudaStreamEndCapture(stream, &recorded);
    cudaGraphDestroy(recorded);
    throw;
  }
  check(cudaStreamEndCapture(stream, &recorded));
  const cudaError_t error = cudaGraphInstantiate(&graph_, recorded, 0);
  cudaGraphDestroy(recorded);
  check(error);
}

DeviceMemory::DeviceMemory(size_t size) : size_(size) {
  const cudaError_t error = cudaMalloc(&allocation_, size + alignment);
  if (error == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total));
    throw OutOfMemory(fmt::format("out of device memory (needs {}, {} of {} free)",
                                  text(Bytes(static_cast<double>(size))), text(Bytes(static_cast<double>(free))),
                                  text(Bytes(static_cast<double>(total)))));
  }
  check(error);
  const auto address = reinterpret_cast<uintptr_t>(allocation_);
  aligned_ = static_cast<std::byte*>(allocation_) + (alignment - address % alignment) % alignment;
}

}  // namespace gpupeak::cuda
