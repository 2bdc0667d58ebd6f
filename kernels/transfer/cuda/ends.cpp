#include "kernels/transfer/cuda/ends.h"

#include <fmt/format.h>

#include <cstdlib>
#include <new>

#include "device/cuda/check.h"
#include "device/cuda/handles.h"
#include "device/cuda/launch.h"

namespace gpupeak::cuda {
namespace {

constexpr size_t page = 4096;

Block pinned(size_t bytes) {
  void* memory = nullptr;
  check(cudaHostAlloc(&memory, bytes, cudaHostAllocMapped | cudaHostAllocPortable));
  return {static_cast<std::byte*>(memory), [](std::byte* owned) { cudaFreeHost(owned); }};
}

Block pageable(size_t bytes) {
  void* memory = std::aligned_alloc(page, (bytes + page - 1) / page * page);
  if (!memory) throw OutOfMemory(fmt::format("the host has no {} bytes of memory for a copy", bytes));
  return {static_cast<std::byte*>(memory), [](std::byte* owned) { std::free(owned); }};
}

}  // namespace

Block on_device(size_t bytes) {
  auto memory = std::make_shared<DeviceMemory>(bytes);
  return {memory, memory->bytes()};
}

Block on_peer(int peer, size_t bytes) {
  struct Current {
    int index = 0;
    Current() { check(cudaGetDevice(&index)); }
    ~Current() { cudaSetDevice(index); }
  } const current;
  check(cudaSetDevice(peer));
  return on_device(bytes);
}

Block on_host(transfer::HostMemory kind, size_t bytes) {
  return kind == transfer::HostMemory::pinned ? pinned(bytes) : pageable(bytes);
}

MemoryEnds::MemoryEnds(Device& device, const transfer::Problem& problem) : device_(device), problem_(problem) {
  const size_t source = size(), target = source + transfer::tail_bytes;
  using transfer::Route;
  if (problem.route == Route::on_device) ways_ = {{on_device(source), on_device(target)}};
  if (problem.route == Route::to_peer) ways_ = {{on_device(source), on_peer(problem.peer, target)}};
  if (problem.route == Route::to_device || problem.route == Route::both_ways)
    ways_.push_back({on_host(problem.host, source), on_device(target)});
  if (problem.route == Route::to_host || problem.route == Route::both_ways)
    ways_.push_back({on_device(source), on_host(problem.host, target)});
}

// Where the two addresses lie, the runtime sees by itself.
void MemoryEnds::copy_now(void* to, const void* from, size_t bytes) const {
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, stream_of(device_.queue())));
  device_.queue().wait();
}

void MemoryEnds::write_source(int index, int64_t offset, std::span<const std::byte> bytes) {
  copy_now(way(index).source.get() + offset, bytes.data(), bytes.size());
}
void MemoryEnds::write_target(int index, int64_t offset, std::span<const std::byte> bytes) {
  copy_now(way(index).target.get() + offset, bytes.data(), bytes.size());
}
void MemoryEnds::read_source(int index, int64_t offset, std::span<std::byte> bytes) const {
  copy_now(bytes.data(), way(index).source.get() + offset, bytes.size());
}
void MemoryEnds::read_target(int index, int64_t offset, std::span<std::byte> bytes) const {
  copy_now(bytes.data(), way(index).target.get() + offset, bytes.size());
}

}  // namespace gpupeak::cuda
