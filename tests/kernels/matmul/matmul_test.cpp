// The oracle of `matmul` under attack: right products of any order pass, every planted fault is seen and its place
// named.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <utility>

#include "kernels/matmul/data.h"
#include "tests/support/fake_device.h"
#include "tests/support/print_matmul.h"

namespace gpupeak::matmul {

namespace {

using testing::FakeDevice;

constexpr Problem small{DType::f32, 33, 29, 17};     // every element is compared with its own sum
constexpr Problem large{DType::f32, 300, 300, 300};  // sampled elements, and every row with random signs

// A right product that sums in `Sum`, from the last term to the first when `backwards`.
template <class T, class Sum = T>
void multiply(const Problem& p, const Operands& operands, bool backwards = false) {
  const auto* a = static_cast<const T*>(operands.a);
  const auto* b = static_cast<const T*>(operands.b);
  auto* c = static_cast<T*>(operands.c);
  std::vector<Sum> sums(static_cast<size_t>(p.n));
  for (int64_t i = 0; i < p.m; ++i) {
    std::ranges::fill(sums, Sum(0));
    for (int64_t step = 0; step < p.k; ++step) {
      const int64_t q = backwards ? p.k - 1 - step : step;
      for (int64_t j = 0; j < p.n; ++j)
        sums[static_cast<size_t>(j)] += static_cast<Sum>(a[i * p.k + q]) * static_cast<Sum>(b[q * p.n + j]);
    }
    for (int64_t j = 0; j < p.n; ++j) c[i * p.n + j] = static_cast<T>(sums[static_cast<size_t>(j)]);
  }
}

void multiply_right(const Problem& p, const Operands& operands) {
  p.dtype == DType::f32 ? multiply<float>(p, operands) : multiply<double>(p, operands);
}

float& element(const Operands& operands, int64_t index) { return static_cast<float*>(operands.c)[index]; }

// Runs a right product, lets `fault` act, and checks.
Check checked(const Problem& problem, const std::function<void(const Operands&)>& fault) {
  FakeDevice device;
  Data data(device, problem, 1, DataKind::random, 42);
  multiply_right(problem, data.operands(0));
  fault(data.operands(0));
  return data.check();
}

class MatmulShapes : public ::testing::TestWithParam<Problem> {};

TEST_P(MatmulShapes, ARightProductPassesWhateverItsDataAndOrder) {
  for (const DataKind kind : {DataKind::random, DataKind::zeros, DataKind::ones}) {
    FakeDevice device;
    Data data(device, GetParam(), 1, kind, 3);
    for (const bool backwards : {false, true}) {
      data.reset(backwards ? 1 : 0);
      GetParam().dtype == DType::f32 ? multiply<float>(GetParam(), data.operands(0), backwards)
                                     : multiply<double>(GetParam(), data.operands(0), backwards);
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << check.where;
      EXPECT_GE(check.compared, std::min<int64_t>(GetParam().m * GetParam().n, 1000));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(F32, MatmulShapes,
                         ::testing::Values(Problem{DType::f32, 1, 1, 1}, Problem{DType::f32, 1, 129, 7},
                                           Problem{DType::f32, 127, 1, 33}, Problem{DType::f32, 33, 129, 1}, small,
                                           Problem{DType::f32, 40, 36, 1000}, Problem{DType::f32, 4, 5, 5000}, large,
                                           Problem{DType::f32, 1, 70000, 3}, Problem{DType::f32, 70000, 1, 3}));
INSTANTIATE_TEST_SUITE_P(F64, MatmulShapes,
                         ::testing::Values(Problem{DType::f64, 1, 1, 1}, Problem{DType::f64, 7, 33, 127},
                                           Problem{DType::f64, 40, 36, 1000}, Problem{DType::f64, 3, 2, 20000},
                                           Problem{DType::f64, 300, 260, 301}));

struct MatmulFault {
  const char* name;
  Problem problem;
  void (*plant)(const Operands&);
  const char* place;  // what the message must say
};

void PrintTo(const MatmulFault& fault, std::ostream* out) { *out << fault.name; }

constexpr int64_t last_small = small.m * small.n - 1, last_large = large.m * large.n - 1;
constexpr int64_t middle = 150 * large.n + 151;

void transpose_tile(const Operands& operands, int64_t stride, int64_t first, int64_t edge) {
  for (int64_t i = 0; i < edge; ++i)
    for (int64_t j = 0; j < i; ++j)
      std::swap(element(operands, first + i * stride + j), element(operands, first + j * stride + i));
}

const MatmulFault matmul_faults[] = {
    {"LastElementSmall", small, [](const Operands& o) { element(o, last_small) += 0.01f; }, "C[32,28]"},
    {"LastElementLarge", large, [](const Operands& o) { element(o, last_large) += 0.01f; }, "C[299,299]"},
    {"FirstElementLarge", large, [](const Operands& o) { element(o, 0) = -element(o, 0); }, "C[0,0]"},
    {"OneElementInTheMiddle", large, [](const Operands& o) { element(o, middle) += 0.1f; }, "C[150,151]"},
    {"OneNaNInTheMiddle", large, [](const Operands& o) { element(o, middle) = NAN; }, "C[150,151]"},
    {"OneInfinityInTheMiddle", large, [](const Operands& o) { element(o, middle) = INFINITY; }, "C[150,151]"},
    {"NegativeInfinityAtTheEnd", small, [](const Operands& o) { element(o, last_small) = -INFINITY; }, "C[32,28]"},
    {"LargestNumberInTheMiddle", large,
     [](const Operands& o) { element(o, middle) = std::numeric_limits<float>::max(); }, "C[150,151]"},
    {"TransposedTileSmall", small, [](const Operands& o) { transpose_tile(o, small.n, 8 * small.n + 16, 8); }, "C["},
    {"TransposedTileLarge", large, [](const Operands& o) { transpose_tile(o, large.n, 144 * large.n + 96, 6); },
     "C[14"},
    {"AllZero", large, [](const Operands& o) { std::memset(o.c, 0, sizeof(float) * (last_large + 1)); }, "C["},
    {"RowsSwapped", large,
     [](const Operands& o) { std::swap_ranges(&element(o, 600), &element(o, 900), &element(o, 1200)); }, "C["},
    {"ErrorsOfOppositeSign", large,
     [](const Operands& o) {
       for (int64_t j = 0; j < large.n; ++j) element(o, 77 * large.n + j) += j % 2 == 0 ? 0.2f : -0.2f;
     },
     "C[77,"},
    {"InputAOverwritten", small, [](const Operands& o) { static_cast<float*>(const_cast<void*>(o.a))[32] = 5; },
     "input A was overwritten at byte 128"},
    {"InputBOverwritten", large, [](const Operands& o) { static_cast<float*>(const_cast<void*>(o.b))[89999] = NAN; },
     "input B was overwritten at byte 359996"},
    {"StorePastTheEnd", small, [](const Operands& o) { element(o, last_small + 1) = 0; },
     "a store past the end of C at byte +0"},
    {"StorePastTheEndByALine", large, [](const Operands& o) { element(o, last_large + 17) = 1; },
     "a store past the end of C at byte +64"},
    {"StoreBeforeTheStart", large, [](const Operands& o) { element(o, -1) = 1; },
     "a store before the start of C at byte -4"},
    {"StorePastTheEndOfAnInput", small,
     [](const Operands& o) { static_cast<float*>(const_cast<void*>(o.b))[small.k * small.n] = 1; },
     "a store past the end of B at byte +0"},
};

class MatmulFaults : public ::testing::TestWithParam<MatmulFault> {};

TEST_P(MatmulFaults, AreSeenAndNamed) {
  const Check check = checked(GetParam().problem, GetParam().plant);
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find(GetParam().place), std::string::npos) << check.where;
}

INSTANTIATE_TEST_SUITE_P(Matmul, MatmulFaults, ::testing::ValuesIn(matmul_faults),
                         [](const auto& fault) { return fault.param.name; });

// A right product of any kind: sums in double, rounded once.
template <class T, class Sum>
void multiply_any(const Problem& p, const Operands& operands) {
  const Strides sa = strides_of_a(p), sb = strides_of_b(p);
  const UpdateRow update = row(p.update);
  for (int64_t item = 0; item < p.batch; ++item) {
    const T* a = static_cast<const T*>(operands.a) + item * p.m * p.k;
    const T* b = static_cast<const T*>(operands.b) + item * p.k * p.n;
    Sum* c = static_cast<Sum*>(operands.c) + item * p.m * p.n;
    for (int64_t i = 0; i < p.m; ++i)
      for (int64_t j = 0; j < p.n; ++j) {
        double sum = 0;
        for (int64_t q = 0; q < p.k; ++q)
          sum +=
              static_cast<double>(a[i * sa.row + q * sa.column]) * static_cast<double>(b[q * sb.row + j * sb.column]);
        Sum& to = c[i * p.n + j];
        to = static_cast<Sum>(update.alpha * sum + (update.beta == 0 ? 0 : update.beta * static_cast<double>(to)));
      }
  }
}
void multiply_any(const Problem& p, const Operands& operands) {
  if (p.dtype == DType::f32) multiply_any<float, float>(p, operands);
  if (p.dtype == DType::f64) multiply_any<double, double>(p, operands);
  if (p.dtype == DType::bf16) multiply_any<BFloat16, float>(p, operands);
  if (p.dtype == DType::i8) multiply_any<int8_t, int32_t>(p, operands);
}

void add_one(const Problem& p, const Operands& operands, int64_t index) {
  if (p.dtype == DType::f64) static_cast<double*>(operands.c)[index] += 1;
  if (p.dtype == DType::i8) static_cast<int32_t*>(operands.c)[index] += 1;
  if (p.dtype == DType::f32 || p.dtype == DType::bf16) static_cast<float*>(operands.c)[index] += 1;
}

TEST(MatmulVariants, AreRightAfterAnyNumberOfLaunchesAndAWrongElementIsSeen) {
  for (const DType dtype : {DType::f32, DType::f64, DType::bf16, DType::i8})
    for (const LayoutRow& layout : layouts)
      for (const UpdateRow& update : updates)
        for (const auto& [m, n, k, batch] :
             {std::array<int64_t, 4>{5, 7, 9, 1}, {5, 7, 9, 3}, {1, 33, 40, 2}, {300, 260, 40, 1}}) {
          if (dtype == DType::i8 && update.beta != 0) continue;
          const Problem problem{dtype, m, n, k, layout.id, update.id, batch};
          SCOPED_TRACE(::testing::PrintToString(problem));
          FakeDevice device;
          Data data(device, problem, 1, DataKind::random, 3);
          const Launch launch = data.counting(0, [&](Queue&) { multiply_any(problem, data.operands(0)); });
          for (int launches = 1; launches <= 4; ++launches) {
            launch(device.queue());
            const Check check = data.check();
            ASSERT_TRUE(check.ok) << launches << ": " << check.where;
          }
          for (const int64_t index : {int64_t{0}, batch * m * n / 2, batch * m * n - 1}) {
            data.reset(1);
            launch(device.queue());
            add_one(problem, data.operands(0), index);
            EXPECT_FALSE(data.check().ok) << index;
          }
        }
}

TEST(MatmulVariants, AnAccumulationThatWasNeverLaunchedOrLeftCAsItWasIsWrong) {
  FakeDevice device;
  Problem problem = small;
  problem.update = Update::accumulate;
  Data data(device, problem, 1, DataKind::random, 3);
  EXPECT_FALSE(data.check().ok);
  data.counting(0, [](Queue&) {})(device.queue());
  EXPECT_FALSE(data.check().ok);
}

TEST(MatmulData, AProductThatWasNeverLaunchedIsWrong) {
  FakeDevice device;
  Data data(device, small, 1, DataKind::random, 42);
  EXPECT_FALSE(data.check().ok);
}

TEST(MatmulData, StaleOutputIsWrongInTheNextRound) {
  FakeDevice device;
  Data data(device, small, 1, DataKind::random, 42);
  multiply_right(small, data.operands(0));
  ASSERT_TRUE(data.check().ok);
  const auto* c = static_cast<const float*>(data.operands(0).c);
  const std::vector<float> stale(c, c + small.m * small.n);
  data.reset(1);
  EXPECT_FALSE(data.check().ok);  // nothing was stored: poison
  std::ranges::copy(stale, static_cast<float*>(data.operands(0).c));
  EXPECT_FALSE(data.check().ok);  // what was right the last time: the inputs are new
}

TEST(MatmulData, PoisonIsThereAgainAfterEveryReset) {
  FakeDevice device;
  Data data(device, small, 2, DataKind::zeros, 42);
  for (const uint64_t round : {0u, 1u, 2u}) {
    data.reset(round);
    for (const int set : {0, 1}) {
      const auto* c = static_cast<const float*>(data.operands(set).c);
      EXPECT_TRUE(std::all_of(c, c + small.m * small.n, [](float x) { return std::isnan(x); }));
      multiply_right(small, data.operands(set));
    }
  }
}

TEST(MatmulData, ADamagedRedZoneIsWholeAgainAfterReset) {
  FakeDevice device;
  Data data(device, small, 1, DataKind::random, 42);
  element(data.operands(0), small.m * small.n) = 1;
  data.reset(1);
  multiply_right(small, data.operands(0));
  EXPECT_TRUE(data.check().ok);
}

TEST(MatmulData, EveryOperandSetIsItsOwnAndIsChecked) {
  FakeDevice device;
  Data data(device, small, 3, DataKind::random, 42);
  for (const int set : {0, 1, 2}) multiply_right(small, data.operands(set));
  EXPECT_NE(element(data.operands(0), 0), element(data.operands(1), 0));
  const Check right = data.check();
  EXPECT_TRUE(right.ok) << right.where;
  EXPECT_EQ(right.compared, 3 * small.m * small.n);
  element(data.operands(2), 5) += 1;
  const Check wrong = data.check();
  EXPECT_FALSE(wrong.ok);
  EXPECT_NE(wrong.where.find("C[0,5]"), std::string::npos) << wrong.where;
  EXPECT_NE(wrong.where.find("operand set 2"), std::string::npos) << wrong.where;
}

TEST(MatmulData, SizesThatAreNotPositiveOrCannotBeAddressedAreRefused) {
  FakeDevice device;
  EXPECT_THROW(Data(device, Problem{DType::f32, 0, 1, 1}, 1, DataKind::random, 1), std::invalid_argument);
  EXPECT_THROW(Data(device, Problem{DType::f32, 1, -1, 1}, 1, DataKind::random, 1), std::invalid_argument);
  EXPECT_THROW(Data(device, small, 0, DataKind::random, 1), std::invalid_argument);
  constexpr int64_t huge = int64_t{1} << 40;
  EXPECT_THROW(Data(device, Problem{DType::f64, huge, huge, huge}, 1, DataKind::random, 1), OutOfMemory);
}

// The bound must be wide enough for any right f32 sum, and narrow enough for one product of two thousand.
TEST(MatmulBound, OneDroppedProductOfATypicalSizeIsSeen) {
  constexpr Problem problem{DType::f32, 6, 6, 2048};
  for (int64_t dropped : {int64_t{0}, problem.k / 2, problem.k - 1}) {
    const Check check = checked(problem, [&](const Operands& operands) {
      // The largest product of this slice of k, over the 36 elements: 1/3 and more.
      const auto* a = static_cast<const float*>(operands.a);
      const auto* b = static_cast<const float*>(operands.b);
      float most = 0;
      int64_t at = 0;
      for (int64_t i = 0; i < problem.m; ++i)
        for (int64_t j = 0; j < problem.n; ++j)
          if (const float product = a[i * problem.k + dropped] * b[dropped * problem.n + j];
              std::abs(product) > std::abs(most)) {
            most = product;
            at = i * problem.n + j;
          }
      element(operands, at) -= most;
    });
    EXPECT_FALSE(check.ok) << dropped;
  }
}

TEST(MatmulBound, ALoopThatEndsOneProductEarlyIsSeenInLargeMatrices) {
  const Check check = checked(large, [](const Operands& operands) {
    const Problem shorter{DType::f32, large.m, large.n, large.k};
    const auto* a = static_cast<const float*>(operands.a);
    const auto* b = static_cast<const float*>(operands.b);
    for (int64_t i = 0; i < shorter.m; ++i)
      for (int64_t j = 0; j < shorter.n; ++j)
        element(operands, i * large.n + j) -= a[i * large.k + large.k - 1] * b[(large.k - 1) * large.n + j];
  });
  EXPECT_FALSE(check.ok);
}

TEST(MatmulBound, SinglePrecisionInADoublePrecisionProductIsSeen) {
  constexpr Problem problem{DType::f64, 64, 64, 64};
  const Check check = checked(problem, [&](const Operands& operands) { multiply<double, float>(problem, operands); });
  EXPECT_FALSE(check.ok);
}

// 11 significant bits, as TF32 has: what a library does that quietly lowers precision.
TEST(MatmulBound, InputsRoundedToElevenBitsAreSeen) {
  constexpr Problem problem{DType::f32, 40, 40, 256};
  const auto rounded = [](float x) {
    uint32_t bits;
    std::memcpy(&bits, &x, 4);
    bits &= 0xFFFFE000u;
    std::memcpy(&x, &bits, 4);
    return x;
  };
  const Check check = checked(problem, [&](const Operands& operands) {
    const auto* a = static_cast<const float*>(operands.a);
    const auto* b = static_cast<const float*>(operands.b);
    for (int64_t i = 0; i < problem.m; ++i)
      for (int64_t j = 0; j < problem.n; ++j) {
        double sum = 0;
        for (int64_t p = 0; p < problem.k; ++p)
          sum +=
              static_cast<double>(rounded(a[i * problem.k + p])) * static_cast<double>(rounded(b[p * problem.n + j]));
        element(operands, i * problem.n + j) = static_cast<float>(sum);
      }
  });
  EXPECT_FALSE(check.ok);
}

TEST(MatmulBound, ASingleWrongElementIsSeenWhereverItIs) {
  FakeDevice device;
  Data data(device, large, 1, DataKind::random, 42);
  multiply_right(large, data.operands(0));
  for (int64_t at = 0; at <= last_large; at += 7919) {
    float& victim = element(data.operands(0), at);
    const float right = std::exchange(victim, victim + 0.1f);
    EXPECT_FALSE(data.check().ok) << at;
    victim = right;
  }
  EXPECT_TRUE(data.check().ok);
}

}  // namespace
}  // namespace gpupeak::matmul
