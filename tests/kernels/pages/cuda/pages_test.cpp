#include "kernels/pages/pages.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

using pages::Op;

class CudaPages : public OnGpu {};

TEST_F(CudaPages, EveryRungGivesMemoryThatKeepsWhatIsWrittenAndTakesItBack) {
  for (const pages::Rung* rung : kernels::cuda_kernels().of<pages::Rung>())
    for (const Op op : {Op::allocate, Op::free}) {
      ASSERT_TRUE(rung->applies(op));
      if (rung->refuses(gpu().info(), {})) continue;
      pages::Data data(gpu(), *rung, {op, 2}, 3);
      const Launch launch = data.launch();
      for (int window = 0; window < 3; ++window) {
        data.arm(3);
        for (int i = 0; i < 3; ++i) launch(gpu().queue());
        const Check check = data.check();
        EXPECT_TRUE(check.ok) << rung->name << ": " << check.where;
        EXPECT_EQ(check.compared, 3);
      }
    }
}

TEST_F(CudaPages, WhatWasNeverAllocatedOrFreedIsSeen) {
  for (const pages::Rung* rung : kernels::cuda_kernels().of<pages::Rung>())
    for (const Op op : {Op::allocate, Op::free}) {
      if (rung->refuses(gpu().info(), {})) continue;
      pages::Data data(gpu(), *rung, {op, 1}, 3);
      data.arm(2);
      data.launch()(gpu().queue());
      EXPECT_FALSE(data.check().ok) << rung->name;
    }
}

TEST_F(CudaPages, TouchingCostsNothingOfItsOwn) {
  for (const pages::Rung* rung : kernels::cuda_kernels().of<pages::Rung>())
    EXPECT_FALSE(rung->applies(Op::touch)) << rung->name;
}

}  // namespace
}  // namespace gpupeak::cuda
