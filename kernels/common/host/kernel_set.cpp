#include "kernels/common/host/kernel_set.h"

#include "kernels/atomics/host/ladder.h"
#include "kernels/chase/host/ladder.h"
#include "kernels/conv/host/ladder.h"
#include "kernels/dot/host/ladder.h"
#include "kernels/fma/host/ladder.h"
#include "kernels/gather/host/ladder.h"
#include "kernels/launch/host/ladder.h"
#include "kernels/matmul/host/ladder.h"
#include "kernels/optimizer/host/ladder.h"
#include "kernels/pages/host/ladder.h"
#include "kernels/roofline/host/ladder.h"
#include "kernels/stream/host/ladder.h"
#include "kernels/training/host/ladder.h"

namespace gpupeak::kernels {

const KernelSet& host_kernels() {
  static const KernelSet kernels{
      .fma = host::fma_ladder(),
      .dot = host::dot_ladder(),
      .stream = host::stream_ladder(),
      .gather = host::gather_ladder(),
      .pages = host::pages_ladder(),
      .chase = host::chase_ladder(),
      .launch = host::launch_ladder(),
      .shared = {},
      .atomics = host::atomics_ladder(),
      .transfer = {},
      .roofline = host::roofline_ladder(),
      .matmul = host::matmul_ladder(),
      .conv = host::conv_ladder(),
      .optimizer = host::optimizer_ladder(),
      .training = host::training_ladder(),
  };
  return kernels;
}

}  // namespace gpupeak::kernels
