// What rungs of `pages` leave behind, on a GPU of the double that nobody else uses.
#include "kernels/pages/cuda/regions.h"

#include "kernels/families.h"
#include "kernels/pages/pages.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

using pages::Op;

class GpuRegionsOf : public OnDouble {};

TEST_F(GpuRegionsOf, FreeMemoryIsBackWhenARungIsDone) {
  const Bytes before = gpu().free_memory();
  for (const pages::Rung* rung : kernels::cuda_kernels().of<pages::Rung>()) {
    pages::Data data(gpu(), *rung, {Op::allocate, 1}, 3);
    data.arm(2);
    data.launch()(gpu().queue());
  }
  gpu().queue().wait();
  EXPECT_EQ(gpu().free_memory(), before);
}

TEST_F(GpuRegionsOf, ADriverWithoutPoolsLeavesMallocAlone) {
  cuda_double::Scenario machine;
  machine.gpus[0].pools = false;
  cuda_double::play(machine);
  EXPECT_FALSE(kernels::cuda_kernels().of<pages::Rung>().front()->refuses(gpu().info(), {}));
  EXPECT_NE(
      kernels::cuda_kernels().of<pages::Rung>().back()->refuses(gpu().info(), {}).value_or("").find("rung=malloc"),
      std::string::npos);
}

}  // namespace
}  // namespace gpupeak::cuda
