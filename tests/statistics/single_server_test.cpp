#include "statistics/single_server.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace gpupeak {
namespace {

// M/D/1: P(wait <= service) = (1 - rho) e^rho (A. Erlang, 1909), so p99 doubles where that is 0.99.
TEST(SingleServer, ConstantServiceTimesFollowErlang) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double rho = 0.5 * (low + high);
    ((1 - rho) * std::exp(rho) > 0.99 ? low : high) = rho;
  }
  const std::vector<double> constant(1, 2e-3);
  const std::optional<double> rate = SingleServer(constant, 7, 400'000).p99_doubles_at();
  ASSERT_TRUE(rate);
  EXPECT_NEAR(*rate * 2e-3, low, 0.05 * low);
}

// M/M/1: the response is exponential with rate mu - lambda, so p99 doubles at mu / 2.
TEST(SingleServer, ExponentialServiceTimesBearHalfOfWhatTheServerCan) {
  constexpr int count = 20'000;
  std::vector<double> exponential;
  for (int i = 0; i < count; ++i) exponential.push_back(-1e-3 * std::log(1 - (i + 0.5) / count));
  const std::optional<double> rate = SingleServer(exponential, 7, 400'000).p99_doubles_at();
  ASSERT_TRUE(rate);
  EXPECT_NEAR(*rate, 500, 25);
}

TEST(SingleServer, AResponseAloneIsItsServiceAndGrowsWithTheRate) {
  const std::vector<double> services{1, 2, 3};
  const SingleServer server(services, 1);
  EXPECT_EQ(server.response_p99(0), Seconds(3));
  Seconds last{0};
  for (const double rate : {0.0, 0.01, 0.1, 0.3, 0.45}) {
    EXPECT_GE(server.response_p99(rate), last);
    last = server.response_p99(rate);
  }
  EXPECT_GT(last, Seconds(3));
}

TEST(SingleServer, OneSeedGivesOneAnswer) {
  const std::vector<double> services{1e-3, 2e-3, 5e-3};
  EXPECT_EQ(SingleServer(services, 3).p99_doubles_at(), SingleServer(services, 3).p99_doubles_at());
  EXPECT_NE(SingleServer(services, 3).p99_doubles_at(), SingleServer(services, 4).p99_doubles_at());
}

TEST(SingleServer, TimesThatAreNoneAreRefused) {
  for (const double wrong : {0.0, -1.0, std::numeric_limits<double>::infinity(), std::nan("")}) {
    const std::vector<double> services{1, wrong};
    EXPECT_THROW(SingleServer(services, 1), std::invalid_argument) << wrong;
  }
  EXPECT_THROW(SingleServer({}, 1), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak
