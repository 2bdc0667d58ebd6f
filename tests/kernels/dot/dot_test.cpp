#include "kernels/dot/dot.h"

#include <gtest/gtest.h>

#include "core/small_float.h"
#include "tests/support/fake_device.h"

namespace gpupeak::dot {
namespace {

using gpupeak::testing::FakeDevice;

// Three sums of four elements; element e is the dot product of groups e of a and b.
int grouped(int element, int p) { return 2 * element + p; }
Shape small_shape(const Problem& problem) { return {problem.dependent ? 1 : 3, 4, 2, 8, 8, grouped, grouped}; }
Resource resource(DType) { return Resource::bf16; }
bool takes(DType) { return true; }
constexpr Rung small{.name = "small",
                     .idea = "",
                     .resource = resource,
                     .takes = takes,
                     .shape = small_shape,
                     .refuses = nullptr,
                     .bind = nullptr};

// In the plainest words, with `missing` of the steps left out.
template <class T, class Sum>
void add_all(const Problem& problem, const Operands& operands, int64_t missing = 0) {
  const Shape shape = small_shape(problem);
  for (int unit = 0; unit < problem.units; ++unit) {
    const T* a = static_cast<const T*>(operands.a) + unit * shape.a_elements;
    const T* b = static_cast<const T*>(operands.b) + unit * shape.b_elements;
    for (int at = 0; at < shape.sums * shape.elements; ++at) {
      const int index = unit * shape.sums * shape.elements + at, e = at % shape.elements;
      Sum sum = static_cast<const Sum*>(operands.in)[index];
      for (int64_t step = 0; step < problem.steps - missing; ++step)
        for (int p = 0; p < shape.depth; ++p)
          sum += static_cast<Sum>(static_cast<double>(a[2 * e + p]) * static_cast<double>(b[2 * e + p]));
      static_cast<Sum*>(operands.out)[index] = sum;
    }
  }
}

template <class T, class Sum>
Check check_after(DType dtype, int64_t steps, int64_t missing, DataKind kind = DataKind::random) {
  FakeDevice device;
  const Problem problem{dtype, 2, steps};
  Data data(device, problem, small, kind, 5);
  data.reset(0);
  add_all<T, Sum>(problem, data.operands(), missing);
  return data.check();
}

TEST(Dot, IsExactUpToTheMostStepsAndSeesOneMissing) {
  for (const int64_t steps : {int64_t{1}, int64_t{100}, most_steps(DType::bf16, Sums::usual, 2)}) {
    const Check right = check_after<BFloat16, float>(DType::bf16, steps, 0);
    EXPECT_TRUE(right.ok) << steps << " " << right.where;
    EXPECT_EQ(right.compared, 2 * 3 * 4);
    EXPECT_FALSE((check_after<BFloat16, float>(DType::bf16, steps, 1).ok)) << steps;
  }
  for (const int64_t steps : {int64_t{1}, int64_t{100}, int64_t{20000}}) {
    EXPECT_TRUE((check_after<int8_t, int32_t>(DType::i8, steps, 0).ok)) << steps;
    EXPECT_FALSE((check_after<int8_t, int32_t>(DType::i8, steps, 1).ok)) << steps;
  }
}

TEST(Dot, LeavesNoStepToBeDoneSingly) {
  Rung eight = small;
  eight.unrolled = 8;
  EXPECT_EQ(whole_steps(eight, 63), 56);
  EXPECT_EQ(whole_steps(eight, 64), 64);
  EXPECT_EQ(whole_steps(eight, 5), 5);
  EXPECT_EQ(whole_steps(small, 63), 63);
}

TEST(Dot, AcceptsZerosAndOnes) {
  for (const DataKind kind : {DataKind::zeros, DataKind::ones}) {
    EXPECT_TRUE((check_after<BFloat16, float>(DType::bf16, 50, 0, kind).ok));
    EXPECT_TRUE((check_after<int8_t, int32_t>(DType::i8, 50, 0, kind).ok));
  }
}

TEST(Dot, NeverHasANegativeElementOfA) {
  FakeDevice device;
  const Problem problem{DType::i8, 2, 1};
  Data data(device, problem, small, DataKind::random, 5);
  for (uint64_t round = 0; round < 20; ++round) {
    data.reset(round);
    for (int i = 0; i < 16; ++i) EXPECT_GE(static_cast<const int8_t*>(data.operands().a)[i], 0);
  }
}

TEST(Dot, NamesTheElementThatIsWrong) {
  FakeDevice device;
  const Problem problem{DType::i8, 2, 3};
  Data data(device, problem, small, DataKind::random, 5);
  data.reset(0);
  add_all<int8_t, int32_t>(problem, data.operands());
  static_cast<int32_t*>(data.operands().out)[12 + 4 + 3] += 1;
  EXPECT_NE(data.check().where.find("element 3 of sum 1 of unit 1"), std::string::npos) << data.check().where;
}

TEST(Dot, WorkCountsTwoFlopPerProduct) {
  const Work rate = work({DType::bf16, 2, 1000}, small);
  EXPECT_EQ(rate.amounts.at(Resource::bf16), 2.0 * 2 * 1000 * 3 * 4 * 2);
  EXPECT_EQ(rate.units, 2);
  const Work latency = work({DType::bf16, 1, 1000, true}, small);
  EXPECT_TRUE(latency.amounts.empty());
  EXPECT_EQ(latency.steps, 1000);
}

}  // namespace
}  // namespace gpupeak::dot
