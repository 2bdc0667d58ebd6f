#include "kernels/common/cuda/kernel_set.h"

#include "kernels/atomics/cuda/ladder.h"
#include "kernels/chase/cuda/ladder.h"
#include "kernels/dot/cuda/ladder.h"
#include "kernels/fma/cuda/ladder.h"
#include "kernels/gather/cuda/ladder.h"
#include "kernels/launch/cuda/ladder.h"
#include "kernels/matmul/cuda/ladder.h"
#include "kernels/pages/cuda/ladder.h"
#include "kernels/shared/cuda/ladder.h"
#include "kernels/stream/cuda/ladder.h"
#include "kernels/transfer/cuda/ladder.h"

namespace gpupeak::kernels {

const KernelSet& cuda_kernels() {
  static const KernelSet kernels{
      .fma = cuda::fma_ladder(),
      .dot = cuda::dot_ladder(),
      .stream = cuda::stream_ladder(),
      .gather = cuda::gather_ladder(),
      .pages = cuda::pages_ladder(),
      .chase = cuda::chase_ladder(),
      .launch = cuda::launch_ladder(),
      .shared = cuda::shared_ladder(),
      .atomics = cuda::atomics_ladder(),
      .transfer = cuda::transfer_ladder(),
      .roofline = {},
      .matmul = cuda::matmul_ladder(),
      .conv = {},
      .optimizer = {},
      .training = {},
  };
  return kernels;
}

}  // namespace gpupeak::kernels
