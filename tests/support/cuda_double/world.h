// The state of the machine that the double plays, which all its functions share.
#pragma once

#include <cuda_runtime_api.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tests/support/cuda_double/scenario.h"

namespace gpupeak::cuda_double {

inline constexpr double start_s = 1;

struct World {
  Scenario scenario;
  double now_s = start_s;
  int64_t launches = 0;
  uint64_t seed = 0;
  int device = 0;
  bool lost = false;
  cudaError_t lost_with = cudaErrorLaunchFailure;  // what every call answers from then on
  cudaError_t last = cudaSuccess;
  std::string wrong;
  std::map<void*, size_t> allocations;
  std::map<void*, bool> pinned;           // of the host; whether mapped
  std::set<std::pair<int, int>> peers;    // (GPU, GPU that it may reach)
  int64_t allocated = 0;                  // how often memory was asked for
  std::map<const void*, size_t> allowed;  // dynamic shared memory, by kernel
  cudaGraph_t recording = nullptr;        // of the stream that is being captured
  std::set<const void*> loaded;           // kernels that are on the GPU: each comes with the first call that names it
  int64_t pending = 0;                    // put on streams since something last waited for one
  size_t used = 0;
  uint64_t bytes_to_host = 0;
  int64_t copies_to_host = 0;
};

World& world();

inline cudaError_t answer(cudaError_t error) {
  if (error != cudaSuccess) world().last = error;
  return error;
}

// What every call that needs the GPU meets once it is gone.
inline cudaError_t present(cudaError_t error = cudaSuccess) { return answer(world().lost ? world().lost_with : error); }

// What every call meets that needs a context, which the first of them makes.
inline cudaError_t in_context() {
  const Scenario& s = world().scenario;
  if (s.taken) return answer(cudaErrorDevicesUnavailable);
  if (s.most_memory == size_t{0}) return answer(cudaErrorMemoryAllocation);
  return present();
}

inline const Gpu& gpu(int index) { return world().scenario.gpus.at(static_cast<size_t>(index)); }
inline bool known(int index) { return index >= 0 && static_cast<size_t>(index) < world().scenario.gpus.size(); }

inline size_t available() {
  const size_t all = std::min(gpu(world().device).memory, world().scenario.most_memory.value_or(SIZE_MAX));
  return all - std::min(all, world().used);
}

}  // namespace gpupeak::cuda_double
