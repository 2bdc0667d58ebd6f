#include "kernels/cuda/kernel_set.h"

#include "kernels/cuda/atomics/ladder.h"
#include "kernels/cuda/chase/ladder.h"
#include "kernels/cuda/dispatch/ladder.h"
#include "kernels/cuda/dot/ladder.h"
#include "kernels/cuda/fma/ladder.h"
#include "kernels/cuda/gather/ladder.h"
#include "kernels/cuda/gemm/ladder.h"
#include "kernels/cuda/pages/ladder.h"
#include "kernels/cuda/shared_memory/ladder.h"
#include "kernels/cuda/stream/ladder.h"
#include "kernels/cuda/transfer/ladder.h"

namespace gpupeak::kernels {

const KernelSet& cuda_kernels() {
  static const KernelSet kernels{
      .fma = cuda::fma_ladder(),
      .dot = cuda::dot_ladder(),
      .stream = cuda::stream_ladder(),
      .gather = cuda::gather_ladder(),
      .pages = cuda::pages_ladder(),
      .chase = cuda::chase_ladder(),
      .dispatch = cuda::dispatch_ladder(),
      .shared_memory = cuda::shared_memory_ladder(),
      .atomics = cuda::atomics_ladder(),
      .transfer = cuda::transfer_ladder(),
      .intensity = {},
      .gemm = cuda::gemm_ladder(),
      .conv = {},
      .optimizer = {},
      .training = {},
  };
  return kernels;
}

}  // namespace gpupeak::kernels
