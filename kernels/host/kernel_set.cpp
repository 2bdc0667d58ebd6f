#include "kernels/host/kernel_set.h"

#include "kernels/host/atomics/ladder.h"
#include "kernels/host/chase/ladder.h"
#include "kernels/host/conv/ladder.h"
#include "kernels/host/dispatch/ladder.h"
#include "kernels/host/dot/ladder.h"
#include "kernels/host/fma/ladder.h"
#include "kernels/host/gather/ladder.h"
#include "kernels/host/gemm/ladder.h"
#include "kernels/host/intensity/ladder.h"
#include "kernels/host/optimizer/ladder.h"
#include "kernels/host/pages/ladder.h"
#include "kernels/host/stream/ladder.h"
#include "kernels/host/training/ladder.h"

namespace gpupeak::kernels {

const KernelSet& host_kernels() {
  static const KernelSet kernels{
      .fma = host::fma_ladder(),
      .dot = host::dot_ladder(),
      .stream = host::stream_ladder(),
      .gather = host::gather_ladder(),
      .pages = host::pages_ladder(),
      .chase = host::chase_ladder(),
      .dispatch = host::dispatch_ladder(),
      .shared_memory = {},
      .atomics = host::atomics_ladder(),
      .transfer = {},
      .intensity = host::intensity_ladder(),
      .gemm = host::gemm_ladder(),
      .conv = host::conv_ladder(),
      .optimizer = host::optimizer_ladder(),
      .training = host::training_ladder(),
  };
  return kernels;
}

}  // namespace gpupeak::kernels
