#include <gtest/gtest.h>

#include <cmath>

#include "kernels/fma/data.h"
#include "tests/support/fake_device.h"

namespace gpupeak::fma {
namespace {

using gpupeak::testing::FakeDevice;

// A rung in the plainest words: `pairs` pairs per unit, turned one after the other, `missing` of the turns left out.
template <class T>
void turn_all(const Problem& problem, const Operands& operands, int pairs, int64_t missing = 0) {
  const T* in = static_cast<const T*>(operands.in);
  T* out = static_cast<T*>(operands.out);
  const T s = static_cast<T>(turn_of(problem.dtype));
  for (int unit = 0; unit < problem.units; ++unit) {
    for (int pair = 0; pair < pairs; ++pair) {
      const int64_t at = int64_t{2} * unit * pairs + pair;
      T x = in[at], y = in[at + pairs];
      const bool two = problem.pattern == Pattern::two_sources;
      for (int64_t step = 0; step < problem.steps - missing; ++step) {
        x = std::fma(s, two ? x : y, x);
        y = std::fma(-s, two ? y : x, y);
      }
      out[at] = x;
      out[at + pairs] = y;
    }
  }
}

int seven_pairs(const Problem&) { return 7; }
bool all_types(DType) { return true; }
Resource fp32(DType) { return Resource::fp32; }
constexpr Rung seven{.name = "seven",
                     .idea = "",
                     .resource = fp32,
                     .takes = all_types,
                     .pairs = seven_pairs,
                     .refuses = nullptr,
                     .bind = nullptr};

template <class T>
Check check_after(DType dtype, int64_t steps, DataKind kind, int64_t missing,
                  Pattern pattern = Pattern::three_sources) {
  FakeDevice device;
  const Problem problem{dtype, 3, steps, 1, pattern};
  Data data(device, problem, seven, kind, 5);
  data.reset(0);
  turn_all<T>(problem, data.operands(), 7, missing);
  return data.check();
}

TEST(Fma, AcceptsWhatTheContractSays) {
  for (const int64_t steps : {0, 1, 2, 3, 1000, 65536}) {
    EXPECT_TRUE(check_after<float>(DType::f32, steps, DataKind::random, 0).ok) << steps;
    EXPECT_TRUE(check_after<double>(DType::f64, steps, DataKind::random, 0).ok) << steps;
  }
}

TEST(Fma, SeesASingleMissingTurnHoweverManyThereWere) {
  for (const int64_t steps : {1, 2, 1000, 65536}) {
    for (const DataKind kind : {DataKind::random, DataKind::ones}) {
      EXPECT_FALSE(check_after<float>(DType::f32, steps, kind, 1).ok) << steps;
      EXPECT_FALSE(check_after<double>(DType::f64, steps, kind, 1).ok) << steps;
    }
  }
}

TEST(Fma, SeesASingleTurnTooMany) {
  EXPECT_FALSE(check_after<float>(DType::f32, 65536, DataKind::random, -1).ok);
  EXPECT_FALSE(check_after<double>(DType::f64, 65536, DataKind::random, -1).ok);
}

TEST(Fma, SeesAMissingTurnOfTwoSourcesUpToTheMostSteps) {
  constexpr Pattern two = Pattern::two_sources;
  for (const int64_t missing : {-1, 0, 1}) {
    EXPECT_EQ(check_after<float>(DType::f32, most_steps(DType::f32, two), DataKind::random, missing, two).ok,
              missing == 0);
    EXPECT_EQ(check_after<double>(DType::f64, most_steps(DType::f64, two), DataKind::random, missing, two).ok,
              missing == 0);
  }
}

// 16 bits in the plainest words: every operation in double, exact but for the rounding at its end.
template <class Half>
Check check_half(int64_t steps, int64_t missing, Pattern pattern) {
  FakeDevice device;
  const Problem problem{dtype_of<Half>, 2, steps, 1, pattern};
  Data data(device, problem, seven, DataKind::random, 5);
  data.reset(0);
  const auto* in = static_cast<const Half*>(data.operands().in);
  auto* out = static_cast<Half*>(data.operands().out);
  const double s = turn_of(dtype_of<Half>);
  for (int at = 0; at < 14 + 7; at += at == 6 ? 8 : 1) {
    auto x = static_cast<double>(in[at]), y = static_cast<double>(in[at + 7]);
    for (int64_t step = 0; step < steps - missing; ++step) {
      const bool two = pattern == Pattern::two_sources;
      x = static_cast<double>(Half(x + s * (two ? x : y)));
      y = static_cast<double>(Half(y - s * (two ? y : x)));
    }
    out[at] = Half(x), out[at + 7] = Half(y);
  }
  return data.check();
}

template <class Half>
void expect_every_turn_counts() {
  for (const Pattern pattern : {Pattern::three_sources, Pattern::two_sources}) {
    const int64_t most = most_steps(dtype_of<Half>, pattern);
    EXPECT_GE(most, 8);
    for (const int64_t steps : {int64_t{1}, int64_t{7}, most}) {
      EXPECT_TRUE(check_half<Half>(steps, 0, pattern).ok) << steps << " " << check_half<Half>(steps, 0, pattern).where;
      EXPECT_FALSE(check_half<Half>(steps, 1, pattern).ok) << steps;
      EXPECT_FALSE(check_half<Half>(steps, -1, pattern).ok) << steps;
    }
  }
}

TEST(Fma, SeesAMissingTurnInSixteenBits) {
  expect_every_turn_counts<Float16>();
  expect_every_turn_counts<BFloat16>();
}

Check check_whole(int64_t steps, int64_t missing, Pattern pattern) {
  FakeDevice device;
  const Problem problem{DType::i32, 2, steps, 1, pattern};
  Data data(device, problem, seven, DataKind::random, 5);
  data.reset(0);
  const auto* in = static_cast<const uint32_t*>(data.operands().in);
  auto* out = static_cast<uint32_t*>(data.operands().out);
  const auto s = static_cast<uint32_t>(turn_of(DType::i32));
  for (int at = 0; at < 14 + 7; at += at == 6 ? 8 : 1) {
    uint32_t x = in[at], y = in[at + 7];
    for (int64_t step = 0; step < steps - missing; ++step) {
      x += s * (pattern == Pattern::two_sources ? x : y);
      y -= s * (pattern == Pattern::two_sources ? y : x);
    }
    out[at] = x, out[at + 7] = y;
  }
  return data.check();
}

TEST(Fma, IntegersTurnExactlyModulo32Bits) {
  for (const Pattern pattern : {Pattern::three_sources, Pattern::two_sources})
    for (const int64_t steps : {int64_t{1}, int64_t{1000}, most_steps(DType::i32, pattern)}) {
      EXPECT_TRUE(check_whole(steps, 0, pattern).ok) << steps << " " << check_whole(steps, 0, pattern).where;
      EXPECT_FALSE(check_whole(steps, 1, pattern).ok) << steps;
      EXPECT_FALSE(check_whole(steps, -1, pattern).ok) << steps;
    }
}

TEST(Fma, APassLeavesNoTurnsForALoopToDoSingly) {
  EXPECT_EQ(whole_steps(1, 179), 179);       // no loop of several turns
  EXPECT_EQ(whole_steps(64, 65536), 65473);  // 1 + 1023 * 64
  EXPECT_EQ(whole_steps(64, 129), 129);
  EXPECT_EQ(whole_steps(64, 192), 129);
  for (const int64_t most : {1, 19, 64, 85, 128}) {
    EXPECT_TRUE(loops_not(most, 64));
    EXPECT_EQ(whole_steps(64, most), most);
  }
  EXPECT_FALSE(loops_not(129, 64));
  EXPECT_FALSE(loops_not(1, 1));
}

TEST(Fma, ComparesEveryPairOfEveryUnit) {
  EXPECT_EQ(check_after<float>(DType::f32, 100, DataKind::random, 0).compared, 3 * 7 * 2);
}

TEST(Fma, AcceptsZerosAndOnes) {
  for (const DataKind kind : {DataKind::zeros, DataKind::ones}) {
    EXPECT_TRUE(check_after<float>(DType::f32, 1000, kind, 0).ok);
    EXPECT_TRUE(check_after<double>(DType::f64, 1000, kind, 0).ok);
  }
}

TEST(Fma, ZerosThatCameToNothingAreStillZeros) {
  FakeDevice device;
  const Problem problem{DType::f32, 1, 10};
  Data data(device, problem, seven, DataKind::zeros, 1);
  data.reset(0);
  turn_all<float>(problem, data.operands(), 7);
  static_cast<float*>(data.operands().out)[13] = 1e-30f;
  EXPECT_FALSE(data.check().ok);
}

TEST(Fma, BoundLeavesAtLeastTenTimesWhatRoundingDoes) {
  const Check check = check_after<float>(DType::f32, 65536, DataKind::random, 0);
  ASSERT_TRUE(check.ok);
  EXPECT_LT(check.worst_error, check.allowed / 10);
}

TEST(Fma, RoundsBringFreshData) {
  FakeDevice device;
  const Problem problem{DType::f64, 1, 1};
  Data data(device, problem, seven, DataKind::random, 1);
  data.reset(0);
  const double before = static_cast<const double*>(data.operands().in)[3];
  data.reset(1);
  EXPECT_NE(static_cast<const double*>(data.operands().in)[3], before);
}

TEST(Fma, NamesTheElementThatIsWrong) {
  FakeDevice device;
  const Problem problem{DType::f64, 2, 10};
  Data data(device, problem, seven, DataKind::random, 1);
  data.reset(0);
  turn_all<double>(problem, data.operands(), 7);
  static_cast<double*>(data.operands().out)[2 * 7 + 7 + 4] += 1e-9;  // unit 1, y of pair 4
  EXPECT_NE(data.check().where.find("y of pair 4 of unit 1"), std::string::npos) << data.check().where;
}

TEST(Fma, ADependentChainCountsStepsAndNoRate) {
  const Work w = work({DType::f32, 1, 1000, 2, Pattern::dependent}, seven);
  EXPECT_TRUE(w.amounts.empty());
  EXPECT_EQ(w.steps, 4000);
}

TEST(Fma, WorkCountsFourFlopPerPairAndStep) {
  const Work w = work({DType::f32, 3, 500, 2}, seven);
  EXPECT_EQ(w.amounts.at(Resource::fp32), 4.0 * 7 * 3 * 1000);
  EXPECT_EQ(w.units, 3);
}

}  // namespace
}  // namespace gpupeak::fma
