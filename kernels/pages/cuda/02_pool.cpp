// 02 · pool. cudaMallocAsync and cudaFreeAsync, in the order of a stream: nothing waits for the GPU. This pool keeps
// nothing beyond the next synchronisation, so the driver still maps and unmaps. Limit: that mapping.
#include "kernels/pages/cuda/regions.h"
#include "kernels/pages/pages.h"

namespace gpupeak::cuda {

extern constinit const pages::Rung pages_pool{
    .name = "pool",
    .idea = "cudaMallocAsync from a pool that gives memory back",
    .applies = gpu_applies,
    .refuses = [](const DeviceInfo& device, const pages::Problem&) { return no_pools(device); },
    .make = [](Device& device, const pages::Problem& problem,
               int64_t regions) { return pool_regions(device, problem, regions, Keep::nothing); },
};

}  // namespace gpupeak::cuda
