// 03 · kept. Rung 02 with a pool that keeps all it ever had: after the first round, memory is only handed out again.
// Limit: the call itself.
#include "kernels/pages/cuda/regions.h"
#include "kernels/pages/pages.h"

namespace gpupeak::cuda {

extern constinit const pages::Rung pages_kept{
    .name = "kept",
    .idea = "cudaMallocAsync from a pool that keeps memory",
    .applies = gpu_applies,
    .refuses = [](const DeviceInfo& device, const pages::Problem&) { return no_pools(device); },
    .make = [](Device& device, const pages::Problem& problem,
               int64_t regions) { return pool_regions(device, problem, regions, Keep::everything); },
};

}  // namespace gpupeak::cuda
