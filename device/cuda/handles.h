// Owners of the runtime's handles: what is created is destroyed, also when an exception passes.
#pragma once

#include <cuda_runtime_api.h>

#include <functional>

#include "core/device.h"
#include "device/cuda/check.h"

namespace gpupeak::cuda {

class Stream {
 public:
  Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class Event {
 public:
  Event() { check(cudaEventCreateWithFlags(&event_, cudaEventDefault)); }
  ~Event() { cudaEventDestroy(event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  void record(cudaStream_t stream) { check(cudaEventRecord(event_, stream)); }
  cudaEvent_t get() const { return event_; }

 private:
  cudaEvent_t event_ = nullptr;
};

// From one event to the other; both have happened.
Seconds between(const Event& start, const Event& end);

// Work recorded once from a stream, started again by one call.
class Graph {
 public:
  // What `work` puts on the stream is recorded and not run. Nothing else may use the stream meanwhile.
  Graph(cudaStream_t stream, const std::function<void()>& work);
  ~Graph() { cudaGraphExecDestroy(graph_); }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  void launch(cudaStream_t stream) const { check(cudaGraphLaunch(graph_, stream)); }

 private:
  cudaGraphExec_t graph_ = nullptr;
};

// Memory on the device, aligned to 4096 bytes: cudaMalloc itself promises 256.
class DeviceMemory : public Memory {
 public:
  explicit DeviceMemory(size_t size);  // throws OutOfMemory
  ~DeviceMemory() override { cudaFree(allocation_); }
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;
  void* data() override { return aligned_; }
  size_t size() const override { return size_; }
  std::byte* bytes() const { return aligned_; }

 private:
  void* allocation_ = nullptr;
  std::byte* aligned_ = nullptr;
  size_t size_;
};

}  // namespace gpupeak::cuda
