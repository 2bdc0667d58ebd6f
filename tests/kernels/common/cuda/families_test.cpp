#include "kernels/families.h"

#include <gtest/gtest.h>

#include <array>

#include "kernels/atomics/atomics.h"
#include "kernels/chase/chase.h"
#include "kernels/dot/dot.h"
#include "kernels/fma/fma.h"
#include "kernels/gather/gather.h"
#include "kernels/launch/launch.h"
#include "kernels/matmul/matmul.h"
#include "kernels/pages/pages.h"
#include "kernels/shared/shared.h"
#include "kernels/stream/stream.h"
#include "kernels/transfer/transfer.h"

namespace gpupeak::cuda {
namespace {

// Tests go over ladders: over an empty one they would prove nothing.
TEST(CudaFamilies, GpusHaveARungOfEveryFamilyThatHasAFolderForThem) {
  const auto rungs = []<class... Rung>(kernels::Ladders gpu, Rung...) { return std::array{gpu.of<Rung>().size()...}; };
  for (const size_t count :
       rungs(kernels::cuda_kernels(), atomics::Rung{}, chase::Rung{}, dot::Rung{}, fma::Rung{}, gather::Rung{},
             launch::Rung{}, matmul::Rung{}, pages::Rung{}, shared::Rung{}, stream::Rung{}, transfer::Rung{}))
    EXPECT_GE(count, 1u);
}

}  // namespace
}  // namespace gpupeak::cuda
