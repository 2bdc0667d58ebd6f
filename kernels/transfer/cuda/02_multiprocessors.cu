// 02 · multiprocessors. Rung 01 leaves the SMs idle; here they copy, 16 bytes per thread, to or from pinned memory of
// the host that is mapped into their address space. For both ways every other block goes the other way. Limit: how many
// reads over the link the SMs keep under way; stores need no answer.
#include <algorithm>

#include "device/cuda/launch.h"
#include "kernels/transfer/cuda/ends.h"
#include "kernels/transfer/transfer.h"

namespace gpupeak::cuda {
namespace {

using transfer::HostMemory;
using transfer::Route;

constexpr int multiprocessors_threads = 1024;

struct Words {
  const ulonglong2* from;
  ulonglong2* to;
};

// `count` words of 8 bytes, which may be odd.
__global__ void __launch_bounds__(multiprocessors_threads, 1)
    copy_words(Words first, Words second, int64_t count, int ways) {
  const Words words = blockIdx.x % ways == 0 ? first : second;
  const int64_t block = blockIdx.x / ways;
  const int64_t blocks = (int64_t{gridDim.x} - blockIdx.x % ways + ways - 1) / ways;  // that go this way
  const int64_t step = blocks * multiprocessors_threads;
  // Loads of several steps before their first store: the compiler cannot know that the ends do not overlap.
  constexpr int under_way = 4;
  int64_t i = block * multiprocessors_threads + threadIdx.x;
  for (; i + (under_way - 1) * step < count / 2; i += under_way * step) {
    ulonglong2 loaded[under_way];
#pragma unroll
    for (int k = 0; k < under_way; ++k) loaded[k] = words.from[i + k * step];
#pragma unroll
    for (int k = 0; k < under_way; ++k) words.to[i + k * step] = loaded[k];
  }
  for (; i < count / 2; i += step) words.to[i] = words.from[i];
  if (count % 2 != 0 && block == 0 && threadIdx.x == 0)
    reinterpret_cast<unsigned long long*>(words.to)[count - 1] =
        reinterpret_cast<const unsigned long long*>(words.from)[count - 1];
}

// Where SMs see memory: of the host, the address it is mapped at.
std::byte* seen_by_device(const Block& block, bool of_host) {
  if (!of_host) return block.get();
  void* mapped = nullptr;
  check(cudaHostGetDevicePointer(&mapped, block.get(), 0));
  return static_cast<std::byte*>(mapped);
}

class MultiprocessorEnds : public MemoryEnds {
 public:
  using MemoryEnds::MemoryEnds;

  void copy(Queue& queue) override {
    const int ways = transfer::ways(problem());
    const Grid grid{.blocks = dim3(static_cast<unsigned>(std::max(problem().units, ways))),
                    .threads = multiprocessors_threads};
    const Words first = words(0, problem().route != Route::to_host);
    launch(queue, grid, copy_words, first, ways == 2 ? words(1, false) : first, problem().bytes / 8, ways);
  }

 private:
  Words words(int index, bool from_host) const {
    return {reinterpret_cast<const ulonglong2*>(seen_by_device(way(index).source, from_host)),
            reinterpret_cast<ulonglong2*>(seen_by_device(way(index).target, !from_host))};
  }
};

bool multiprocessors_applies(Route route, HostMemory host) {
  return transfer::row(route).of_host && host == HostMemory::pinned;
}

std::optional<std::string> multiprocessors_refuses(const DeviceInfo&, const transfer::Problem& problem) {
  if (multiprocessors_applies(problem.route, problem.host)) return std::nullopt;
  return "SMs reach the host's memory only where it is pinned; try --set transfer.host=pinned, or memory/op=copy "
         "for the device's own";
}

std::vector<int> multiprocessors_peers(const DeviceInfo&) { return {}; }

}  // namespace

extern constinit const transfer::Rung multiprocessors{
    .name = "multiprocessors",
    .idea = "a kernel over mapped memory",
    .applies = multiprocessors_applies,
    .refuses = multiprocessors_refuses,
    .peers = multiprocessors_peers,
    .make = [](Device& device, const transfer::Problem& problem) -> std::unique_ptr<transfer::Ends> {
      return std::make_unique<MultiprocessorEnds>(device, problem);
    },
};

}  // namespace gpupeak::cuda
