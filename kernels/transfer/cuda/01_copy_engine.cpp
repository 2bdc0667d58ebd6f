// 01 · copy engine. cudaMemcpyAsync: engines beside the SMs move the bytes, one per direction, so that both ways at
// once run on two streams. From pageable memory the driver first copies to a buffer of its own, on the calling thread.
// Limit: the link; below some hundred KiB the start of a copy.
#include <algorithm>

#include "device/cuda/check.h"
#include "device/cuda/handles.h"
#include "device/cuda/launch.h"
#include "kernels/transfer/cuda/ends.h"
#include "kernels/transfer/transfer.h"

namespace gpupeak::cuda {
namespace {

using transfer::HostMemory;
using transfer::Route;

bool reaches(int from, int to) {
  int can = 0;
  check(cudaDeviceCanAccessPeer(&can, from, to));
  return can != 0;
}

class EngineEnds : public MemoryEnds {
 public:
  EngineEnds(Device& device, const transfer::Problem& problem) : MemoryEnds(device, problem) {
    if (problem.route != Route::to_peer) return;
    direct_ = reaches(device_index(), problem.peer);
    if (!direct_) return;
    const cudaError_t error = cudaDeviceEnablePeerAccess(problem.peer, 0);
    if (error == cudaErrorPeerAccessAlreadyEnabled)
      cudaGetLastError();
    else
      check(error);
  }

  std::optional<Note> note() const override {
    if (problem().route != Route::to_peer || direct_) return std::nullopt;
    return Note{NoteKind::no_direct_access};
  }

  void copy(Queue& queue) override {
    const cudaStream_t stream = stream_of(queue);
    if (problem().route == Route::both_ways) return copy_both_ways(stream);
    if (problem().route == Route::to_peer)
      check(cudaMemcpyPeerAsync(way(0).target.get(), problem().peer, way(0).source.get(), device_index(), size(),
                                stream));
    else
      check(cudaMemcpyAsync(way(0).target.get(), way(0).source.get(), size(), kind(), stream));
  }

 private:
  cudaMemcpyKind kind() const {
    if (problem().route == Route::to_device) return cudaMemcpyHostToDevice;
    return problem().route == Route::to_host ? cudaMemcpyDeviceToHost : cudaMemcpyDeviceToDevice;
  }

  // The other stream begins with the queue's and the queue's goes on when both are done.
  void copy_both_ways(cudaStream_t stream) {
    begun_.record(stream);
    check(cudaStreamWaitEvent(back_.get(), begun_.get(), 0));
    check(cudaMemcpyAsync(way(0).target.get(), way(0).source.get(), size(), cudaMemcpyHostToDevice, stream));
    check(cudaMemcpyAsync(way(1).target.get(), way(1).source.get(), size(), cudaMemcpyDeviceToHost, back_.get()));
    done_.record(back_.get());
    check(cudaStreamWaitEvent(stream, done_.get(), 0));
  }

  bool direct_ = true;
  Stream back_;
  Event begun_, done_;
};

// A copy from or to pageable memory holds the thread that asks for it, so that two do not overlap.
bool copy_engine_applies(Route route, HostMemory host) {
  return route != Route::both_ways || host == HostMemory::pinned;
}

std::vector<int> copy_engine_peers(const DeviceInfo& device) {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess) {
    cudaGetLastError();
    return {};
  }
  std::vector<int> others;
  for (int index = 0; index < count; ++index)
    if (index != device.index) others.push_back(index);
  return others;
}

std::optional<std::string> copy_engine_refuses(const DeviceInfo& device, const transfer::Problem& problem) {
  if (!copy_engine_applies(problem.route, problem.host))
    return "pageable copies hold the calling thread, so that two do not overlap; try --set transfer.host=pinned";
  if (problem.route != Route::to_peer) return std::nullopt;
  const std::vector<int> others = copy_engine_peers(device);
  if (others.empty()) return "there is one GPU only, and a copy to a peer needs two; --set transfer.route=on_device";
  if (std::ranges::find(others, problem.peer) == others.end())
    return "no such GPU to copy to; gpupeak list devices shows those there are";
  return std::nullopt;
}

}  // namespace

extern constinit const transfer::Rung copy_engine{
    .name = "copy_engine",
    .idea = "cudaMemcpyAsync",
    .applies = copy_engine_applies,
    .refuses = copy_engine_refuses,
    .peers = copy_engine_peers,
    .make = [](Device& device, const transfer::Problem& problem) -> std::unique_ptr<transfer::Ends> {
      return std::make_unique<EngineEnds>(device, problem);
    },
};

}  // namespace gpupeak::cuda
