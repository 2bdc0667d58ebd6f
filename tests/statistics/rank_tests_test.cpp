// Held against SciPy, R and enumeration on random samples: tests/references/rank_tests.py made the file.
#include "statistics/rank_tests.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "statistics/student_t.h"

namespace gpupeak {
namespace {

struct Row {
  std::string kind;
  std::vector<double> x, y, reference;
};

std::vector<double> numbers(const std::string& text) {
  std::istringstream in(text);
  std::vector<double> values;
  for (double value; in >> value;) values.push_back(value);
  return values;
}

std::vector<Row> rows_of(const std::string& kind) {
  std::ifstream file(GPUPEAK_SOURCE_DIR "/tests/golden/rank_tests.csv");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    std::istringstream in(line);
    std::vector<std::string> cells;
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    if (cells.size() < 4 || cells[0] != kind) continue;
    Row row{cells[0], numbers(cells[1]), numbers(cells[2]), {}};
    for (size_t i = 3; i < cells.size(); ++i) row.reference.push_back(std::stod(cells[i]));
    rows.push_back(std::move(row));
  }
  return rows;
}

TEST(MannWhitney, IsScipysWithoutTiesAndEnumerationWithThem) {
  const std::vector<Row> rows = rows_of("mann_whitney");
  ASSERT_EQ(rows.size(), 550u);
  for (const Row& row : rows) {
    EXPECT_NEAR(mann_whitney_p(row.x, row.y, Tail::greater), row.reference[0], 1e-12);
    EXPECT_NEAR(mann_whitney_p(row.x, row.y, Tail::two_sided), row.reference[1], 1e-12);
  }
}

void expect_shift(const Shift& shift, const Row& row) {
  EXPECT_NEAR(shift.estimate, row.reference[0], 1e-9);
  EXPECT_NEAR(shift.interval.low, row.reference[1], 1e-9);
  EXPECT_NEAR(shift.interval.high, row.reference[2], 1e-9);
}

TEST(Shift, BetweenTwoSamplesIsRs) {
  const std::vector<Row> rows = rows_of("shift");
  ASSERT_EQ(rows.size(), 250u);
  for (const Row& row : rows) expect_shift(shift_between(row.x, row.y), row);
}

TEST(StudentT, IsScipys) {
  const std::vector<Row> rows = rows_of("student_t");
  ASSERT_EQ(rows.size(), 100u);
  for (const Row& row : rows) {
    EXPECT_NEAR(student_t_tail(row.x[0], row.y[0]), row.reference[0], 1e-12);
    if (row.reference[0] >= 0.49) continue;
    EXPECT_NEAR(student_t_quantile(row.reference[0], row.y[0]), row.x[0], 1e-6 * std::abs(row.x[0]));
  }
}

TEST(FDistribution, IsScipys) {
  const std::vector<Row> rows = rows_of("f");
  ASSERT_EQ(rows.size(), 100u);
  for (const Row& row : rows) EXPECT_NEAR(f_tail(row.x[0], row.y[0], row.y[1]), row.reference[0], 1e-12);
  EXPECT_EQ(f_tail(0, 3, 4), 1);
  EXPECT_TRUE(std::isnan(f_tail(1, 0, 4)));
}

// What the test does not reject at 1 % is inside: shifted so, the two samples are judged alike.
TEST(Shift, IsWhatTheTestDoesNotReject) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    const auto n = 5 + static_cast<size_t>(random() % 8), m = 5 + static_cast<size_t>(random() % 8);
    std::vector<double> x(n), y(m);
    for (double& v : x) v = static_cast<double>(random() >> 11) * 0x1p-53;
    for (double& v : y) v = static_cast<double>(random() >> 11) * 0x1p-53;
    const Shift shift = shift_between(x, y);
    const auto p_at = [&](double by) {
      std::vector<double> moved = y;
      for (double& v : moved) v += by;
      return mann_whitney_p(x, moved, Tail::two_sided);
    };
    constexpr double little = 1e-9;
    const bool achievable = shift.interval.confidence >= 0.99;
    if (!achievable) continue;
    EXPECT_GT(p_at(shift.interval.low + little), 0.01);
    EXPECT_GT(p_at(shift.interval.high - little), 0.01);
    EXPECT_LE(p_at(shift.interval.low - little), 0.01);
    EXPECT_LE(p_at(shift.interval.high + little), 0.01);
  }
}

// Of skewed noise with outliers, as times have it.
TEST(Shift, CoversTheTruthAsOftenAsItSays) {
  std::mt19937_64 random(7);
  const auto uniform = [&] { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; };
  const auto noise = [&] { return -std::log(uniform()) + (uniform() < 0.05 ? 10 * uniform() : 0); };
  for (const size_t n : {size_t{5}, size_t{10}, size_t{20}}) {
    constexpr int rounds = 3000;
    int covered = 0;
    for (int round = 0; round < rounds; ++round) {
      std::vector<double> x(n), y(n);
      for (size_t i = 0; i < n; ++i) x[i] = 3 + noise(), y[i] = noise();
      const Interval interval = shift_between(x, y).interval;
      covered += interval.low <= 3 && 3 <= interval.high;
    }
    EXPECT_GE(covered, 0.985 * rounds) << n;
  }
}

TEST(RankTests, BeyondFiftyAreNormalAndNearTheExact) {
  std::vector<double> x, y;
  for (int i = 0; i < 51; ++i) x.push_back(i + (i % 7) * 0.1), y.push_back(i - 3 + (i % 5) * 0.13);
  const double large = mann_whitney_p(x, y, Tail::greater);
  const double exact = mann_whitney_p(std::span(x).first(50), std::span(y).first(50), Tail::greater);
  EXPECT_NEAR(large, exact, 0.02);
  const Shift a = shift_between(x, y), b = shift_between(std::span(x).first(50), std::span(y).first(50));
  EXPECT_NEAR(a.interval.low, b.interval.low, 0.7);
  EXPECT_NEAR(a.interval.high, b.interval.high, 0.7);
}

TEST(RankTests, RefuseNothingAndWhatIsNotFinite) {
  const std::vector<double> none, one{1}, bad{1, std::nan("")};
  EXPECT_THROW(mann_whitney_p(none, one, Tail::greater), std::invalid_argument);
  EXPECT_THROW(mann_whitney_p(one, bad, Tail::greater), std::invalid_argument);
  EXPECT_THROW(shift_between(one, none), std::invalid_argument);
}

TEST(RatioOf, FindsAnExactFactor) {
  const std::vector<double> a{2, 4, 6, 8, 10, 12, 14, 16}, b{1, 2, 3, 4, 5, 6, 7, 8};
  const Ratio ratio = ratio_of(a, b);
  EXPECT_NEAR(ratio.estimate, 2, 1e-12);
  EXPECT_LT(ratio.interval.low, 2);
  EXPECT_GT(ratio.interval.high, 2);
}

// Mann-Whitney critical values, two-sided 1 % (Mann & Whitney 1947; any table): U <= 0 at 5 v 5, 16 at 10 v 10, 105 at
// 20 v 20.
TEST(RatioOf, CutsOffTheTailsOfTheExactDistribution) {
  const struct {
    int n;
    int64_t critical;
  } rows[] = {
      {5, 0},
      {10, 16},
      {20, 105},
  };
  for (const auto& row : rows) {
    // All differences distinct: log ratio of (i, j) is i * n + j, scaled small.
    std::vector<double> a, b;
    for (int i = 0; i < row.n; ++i) {
      a.push_back(std::exp(1e-4 * (i * row.n)));
      b.push_back(std::exp(-1e-4 * i));
    }
    const Ratio ratio = ratio_of(a, b);
    EXPECT_NEAR(std::log(ratio.interval.low) / 1e-4, static_cast<double>(row.critical), 1e-6) << row.n;
    EXPECT_NEAR(std::log(ratio.interval.high) / 1e-4, static_cast<double>(row.n * row.n - 1 - row.critical), 1e-6)
        << row.n;
  }
}

TEST(RatioOf, CoversTheTruthAsOftenAsItSays) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> noise(0, 0.02);
  int covered = 0;
  for (int trial = 0; trial < 400; ++trial) {
    std::vector<double> a, b;
    for (int i = 0; i < 10; ++i) {
      a.push_back(3 * noise(random));
      b.push_back(noise(random));
    }
    const Ratio ratio = ratio_of(a, b, 0.95);
    covered += ratio.interval.low <= 3 && 3 <= ratio.interval.high;
  }
  EXPECT_GE(covered, 370);  // 95 % nominal; 3.5 standard deviations of slack
  EXPECT_LT(covered, 400);
}

TEST(RatioOf, RefusesTimesThatAreNotPositive) {
  const std::vector<double> good{1.0}, zero{0.0};
  EXPECT_THROW(ratio_of(good, zero), std::invalid_argument);
  EXPECT_THROW(ratio_of({}, good), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak
