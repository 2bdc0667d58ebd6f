// Operands and results of some mebibytes, which a GPU fills and digests itself: what comes back to the host, and that
// nothing wrong slips through.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/families.h"
#include "kernels/stream/stream.h"
#include "method/suite.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak {

extern const Suite memory_suite;

namespace cuda {
namespace {

using ::testing::HasSubstr;

class LargeResults : public OnDouble {
 protected:
  // After one launch, and what `spoil` does to the arrays then.
  template <class Spoil>
  Check checked(stream::Op op, Spoil spoil) {
    const auto ladder = kernels::cuda_kernels().of<stream::Rung>();
    const auto rung = std::ranges::find(ladder, "vectors", &stream::Rung::name);
    const stream::Problem problem{.op = op, .count = count, .units = 4};
    stream::Data data(gpu(), problem, 1, DataKind::random, 7);
    data.reset(0);
    const stream::Operands operands = data.operands(0);
    (*rung)->bind(gpu(), problem, operands)(gpu().queue());
    gpu().queue().wait();
    spoil(operands);
    const uint64_t before = cuda_double::bytes_to_host();
    const Check check = data.check();
    copied = static_cast<double>(cuda_double::bytes_to_host() - before);
    return check;
  }

  static constexpr int64_t count = (1 << 18) + 3;  // 2 MiB an array
  double copied = 0;
};

TEST_F(LargeResults, AreDigestedOnTheGpuAndLookedAtInPart) {
  for (const stream::Op op :
       {stream::Op::write, stream::Op::copy, stream::Op::scale, stream::Op::add, stream::Op::triad}) {
    const Check check = checked(op, [](const stream::Operands&) {});
    EXPECT_TRUE(check.ok) << stream::row(op).name << ": " << check.where;
    EXPECT_EQ(check.compared, count);
    EXPECT_LT(copied, 1.1 * (1 << 20)) << stream::row(op).name;
  }
  EXPECT_EQ(checked(stream::Op::init, [](const stream::Operands&) {}).compared, 3 * count);
  EXPECT_TRUE(checked(stream::Op::read, [](const stream::Operands&) {}).ok);
  EXPECT_TRUE(checked(stream::Op::dot, [](const stream::Operands&) {}).ok);
}

TEST_F(LargeResults, AreNamedWhereTheyAreWrong) {
  for (const int64_t at : {int64_t{0}, int64_t{123456}, count - 1}) {
    const Check check = checked(stream::Op::triad, [&](const stream::Operands& o) { o.a[at] += 0x1p-20; });
    EXPECT_FALSE(check.ok);
    EXPECT_THAT(check.where, HasSubstr(fmt::format("a[{}] is", at)));
  }
  const Check two = checked(stream::Op::copy, [](const stream::Operands& o) { o.a[0] = o.a[count - 1] = 2; });
  EXPECT_FALSE(two.ok);
  EXPECT_EQ(two.compared, count) << "all of them by the host";
  EXPECT_FALSE(checked(stream::Op::copy, [](const stream::Operands& o) { std::swap(o.a[3], o.a[9]); }).ok);
  EXPECT_FALSE(checked(stream::Op::copy, [](const stream::Operands& o) { o.a[7] = std::nan(""); }).ok);
  EXPECT_THAT(checked(stream::Op::add, [](const stream::Operands& o) { o.c[count - 1] = 1; }).where,
              HasSubstr("the input 'c' was overwritten"));
  EXPECT_THAT(checked(stream::Op::write, [](const stream::Operands& o) { o.a[count] = 3; }).where,
              HasSubstr("a store outside 'a'"));
}

// One thread that waits for memory at each hop walks a short way, twice; what it must not meet in a cache again is
// evicted by all others.
TEST_F(LargeResults, OfAChaseAreOfFewHops) {
  Case id("memory");
  for (const auto& [axis, value] : {std::pair{"op", "chase"}, {"cores", "one"}, {"rung", "pointer_chase"}})
    id.set(axis, value);
  const auto trial_of = [&](const char* size) {
    id.set("size", size);
    return std::get<Trial>(
        memory_suite.prepare({{gpu(), kernels::cuda_kernels()}, Cache::hot, DataKind::random, 7, mib(512)}, id));
  };
  const Trial beyond = trial_of("8MiB");  // of a second level of 1 MiB
  EXPECT_EQ(beyond.work.steps, 8192);
  EXPECT_EQ(beyond.launches.size(), 16u);
  EXPECT_EQ(beyond.most_launches, 16);
  ASSERT_TRUE(beyond.arm);
  ASSERT_TRUE(gpu().bulk());  // which is tried here
  const int64_t before = cuda_double::launches();
  beyond.arm(1);
  EXPECT_EQ(cuda_double::launches() - before, 1) << "which reads three times the cache";
  // A first-level cache is empty when a launch begins: what fills it must be few of all hops.
  const Trial first = trial_of("32KiB");
  EXPECT_GE(first.work.steps, 512 * (32 << 10) / 64);
  const Trial within = trial_of("512KiB");
  EXPECT_FALSE(within.arm);
  EXPECT_EQ(within.most_launches, 0);
}

}  // namespace
}  // namespace cuda
}  // namespace gpupeak
