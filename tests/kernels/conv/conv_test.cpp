// The contract of convolutions: sizes, counts, and an oracle that is held against hand-computed sums and against what
// the three directions must have in common.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/conv/data.h"
#include "kernels/conv/oracle.h"
#include "tests/support/conv_problems.h"
#include "tests/support/fake_device.h"
#include "tests/support/print_conv.h"

namespace gpupeak::conv {
namespace {

using testing::awkward;
using testing::drawn;
using testing::FakeDevice;

// 3x3 image 1..9, filter (1 2; 3 4).
constexpr Problem small{.h = 3, .w = 3, .r = 2, .s = 2};
const std::vector<float> image{1, 2, 3, 4, 5, 6, 7, 8, 9}, filter{1, 2, 3, 4};

std::vector<double> all_sums(const Problem& problem, const Inputs& inputs) {
  std::vector<double> sums;
  for (int64_t i = 0; i < shape_of_result(problem).size(); ++i) sums.push_back(sum_at(problem, inputs, i).exact);
  return sums;
}

TEST(ConvOracle, ForwardIsWhatOneComputesByHand) {
  EXPECT_EQ(all_sums(small, {.x = image, .w = filter, .y = {}}), (std::vector<double>{37, 47, 67, 77}));
}

TEST(ConvOracle, PaddingIsZerosAndAStrideLeavesPositionsOut) {
  Problem padded = small;
  padded.pad = 1, padded.stride = 2;
  EXPECT_EQ(all_sums(padded, {.x = image, .w = filter, .y = {}}), (std::vector<double>{4, 18, 36, 77}));
}

TEST(ConvOracle, DilationSpreadsTheTaps) {
  Problem dilated = small;
  dilated.dilation = 2;
  EXPECT_EQ(all_sums(dilated, {.x = image, .w = filter, .y = {}}), (std::vector<double>{1 + 6 + 21 + 36}));
}

TEST(ConvOracle, GradientsAreWhatOneComputesByHand) {
  const std::vector<float> ones{1, 1, 1, 1};
  Problem data = small, of_filter = small;
  data.direction = Direction::backward_data, of_filter.direction = Direction::backward_filter;
  EXPECT_EQ(all_sums(data, {.x = {}, .w = filter, .y = ones}), (std::vector<double>{1, 3, 2, 4, 10, 6, 3, 7, 4}));
  EXPECT_EQ(all_sums(of_filter, {.x = image, .w = {}, .y = ones}), (std::vector<double>{12, 16, 24, 28}));
}

TEST(ConvOracle, GroupsSeeOnlyTheirOwnChannels) {
  const Problem depthwise{.h = 1, .w = 2, .c = 2, .k = 2, .groups = 2};
  const std::vector<float> x{1, 10, 2, 20}, w{3, 5};
  EXPECT_EQ(all_sums(depthwise, {.x = x, .w = w, .y = {}}), (std::vector<double>{3, 50, 6, 100}));
}

TEST(ConvOracle, LayoutsHoldTheSameNumbersElsewhere) {
  const Problem last{.h = 2, .w = 2, .c = 2, .k = 1};
  Problem first = last;
  first.layout = Layout::nchw;
  const std::vector<float> w{1, 100}, x_last{1, 5, 2, 6, 3, 7, 4, 8}, x_first{1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(all_sums(last, {.x = x_last, .w = w, .y = {}}), all_sums(first, {.x = x_first, .w = w, .y = {}}));
}

double dot(const std::vector<double>& a, const std::vector<float>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * static_cast<double>(b[i]);
  return sum;
}

// <conv(x, w), y> = <x, backward_data(y, w)> = <w, backward_filter(x, y)>.
TEST(ConvOracle, TheDirectionsAreEachOthersAdjoints) {
  for (Problem p : awkward()) {
    const std::vector<float> x = drawn(shape_of_x(p), 1), w = drawn(shape_of_w(p), 2), y = drawn(shape_of_y(p), 3);
    const double forward = dot(all_sums(p, {.x = x, .w = w, .y = {}}), y);
    p.direction = Direction::backward_data;
    EXPECT_NEAR(dot(all_sums(p, {.x = {}, .w = w, .y = y}), x), forward, 1e-9) << ::testing::PrintToString(p);
    p.direction = Direction::backward_filter;
    EXPECT_NEAR(dot(all_sums(p, {.x = x, .w = {}, .y = y}), w), forward, 1e-9) << ::testing::PrintToString(p);
    EXPECT_GT(std::abs(forward), 1e-6);
  }
}

TEST(ConvOracle, EveryPlaceIsFoundAgain) {
  for (const Layout layout : {Layout::nhwc, Layout::nchw}) {
    const Shape shape{3, 4, 5, 6, layout};
    for (int64_t i = 0; i < shape.size(); ++i) {
      const Place at = place_of(shape, i);
      EXPECT_EQ(shape.at(at.item, at.row, at.column, at.channel), i);
    }
  }
}

TEST(ConvOracle, SamplesHaveTheCornersAndStayInside) {
  const Shape shape{4, 56, 56, 64, Layout::nhwc};
  const std::vector<int64_t> at = sampled(shape, 200, 7);
  EXPECT_EQ(at.front(), 0);
  EXPECT_EQ(at.back(), shape.size() - 1);
  EXPECT_GE(at.size(), 150u);
  EXPECT_NE(std::ranges::find(at, shape.at(3, 0, 55, 63)), at.end());
}

TEST(Conv, CountsTheDefinitionAndWhatIsRequired) {
  Problem p{.n = 2, .h = 5, .w = 4, .c = 3, .k = 7, .r = 3, .s = 3, .pad = 1};
  EXPECT_EQ(nominal(p).value, 2.0 * 2 * 5 * 4 * 7 * 9 * 3);
  EXPECT_EQ(required(p).value, 2.0 * 2 * 7 * 3 * (3 * 5 - 2) * (3 * 4 - 2));
  p.pad = 0;
  EXPECT_EQ(required(p).value, nominal(p).value);
}

TEST(Conv, RequiresWhatTheOracleMultiplies) {
  for (Problem p : awkward())
    for (const DirectionRow& direction : directions) {
      p.direction = direction.id;
      const std::vector<float> x = drawn(shape_of_x(p), 1), w = drawn(shape_of_w(p), 2), y = drawn(shape_of_y(p), 3);
      double products = 0;
      for (int64_t i = 0; i < shape_of_result(p).size(); ++i)
        products += static_cast<double>(sum_at(p, {.x = x, .w = w, .y = y}, i).products);
      EXPECT_EQ(required(p).value, 2 * products) << ::testing::PrintToString(p);
    }
}

TEST(Conv, MovesEachTensorOnce) {
  Problem p{.h = 4, .w = 4, .c = 2, .k = 3};
  EXPECT_EQ(working_set(p).value, 4.0 * (32 + 6 + 48));
  p.dtype = DType::bf16;
  EXPECT_EQ(working_set(p).value, 2.0 * (32 + 6) + 4 * 48);
  p.direction = Direction::backward_filter;
  EXPECT_EQ(working_set(p).value, 2.0 * (32 + 48) + 4 * 6);
  const DeviceInfo device = testing::fake_device_info();
  EXPECT_EQ(total_flops(work(p, device, Cache::hot)).value, required(p).value);
  EXPECT_EQ(total_bytes(work(p, device, Cache::cold)).value, working_set(p).value);
}

TEST(Conv, WhatIsNoneIsSaidWithARemedy) {
  const auto says = [](const Problem& p, const char* what) {
    const auto why = why_none(p);
    ASSERT_TRUE(why);
    EXPECT_NE(why->find(what), std::string::npos) << *why;
    EXPECT_NE(why->find("try"), std::string::npos) << *why;
  };
  says({.h = 2, .w = 9, .r = 3}, "the output is empty");
  says({.h = 4, .w = 4, .r = 3, .dilation = 2}, "the output is empty");
  says({.h = 0}, "height of 0");
  says({.pad = -1}, "padding of -1");
  says({.stride = 0}, "stride of 0");
  says({.c = 6, .k = 4, .groups = 4}, "do not divide");
  says({.n = int64_t{1} << 40}, "batch of");
  says({.n = int64_t{1} << 30, .h = 1 << 20, .w = 1 << 20}, "more elements than can be addressed");
  says({.dtype = DType::i8}, "i8");
  EXPECT_FALSE(why_none({.h = 1, .w = 1, .r = 3, .s = 3, .pad = 1}));
}

TEST(Conv, APieceIsAProblemOfTheSameKindAndNeverMore) {
  for (Problem p : awkward()) {
    p.n = 8;
    const Problem small_one = piece(p);
    EXPECT_FALSE(why_none(small_one)) << ::testing::PrintToString(small_one);
    EXPECT_LE(nominal(small_one).value, nominal(p).value);
    EXPECT_EQ(is_depthwise(small_one), is_depthwise(p));
  }
}

// A launch that computes what the oracle says, element by element, for faults to be planted into.
void compute(const Problem& p, const Operands& operands) {
  const auto values = [](const void* at, const Shape& shape) {
    return std::span(static_cast<const float*>(at), static_cast<size_t>(shape.size()));
  };
  const Inputs inputs{.x = values(operands.x, shape_of_x(p)),
                      .w = values(operands.w, shape_of_w(p)),
                      .y = values(operands.y, shape_of_y(p))};
  auto* const out = static_cast<float*>(p.direction == Direction::forward         ? operands.y
                                        : p.direction == Direction::backward_data ? operands.x
                                                                                  : operands.w);
  for (int64_t i = 0; i < shape_of_result(p).size(); ++i) out[i] = static_cast<float>(sum_at(p, inputs, i).exact);
}

TEST(ConvData, RightResultsPassAndEveryPlantedFaultIsSeen) {
  for (Problem p : awkward())
    for (const DirectionRow& direction : directions) {
      p.direction = direction.id;
      FakeDevice device;
      Data data(device, p, 1, DataKind::random, 5);
      const Operands operands = data.operands(0);
      EXPECT_FALSE(data.check().ok) << "poisoned";
      compute(p, operands);
      EXPECT_TRUE(data.check().ok) << ::testing::PrintToString(p) << data.check().where;

      auto* const out = static_cast<float*>(direction.result == "y"   ? operands.y
                                            : direction.result == "x" ? operands.x
                                                                      : operands.w);
      auto* const in = static_cast<float*>(direction.result == "y" ? operands.x : operands.y);
      const int64_t size = shape_of_result(p).size();
      const auto planted = [&](float& victim, float value, const char* where) {
        const float right = std::exchange(victim, value);
        const Check check = data.check();
        EXPECT_FALSE(check.ok) << ::testing::PrintToString(p);
        EXPECT_NE(check.where.find(where), std::string::npos) << check.where;
        victim = right;
      };
      planted(out[size - 1], out[size - 1] + 0.01F, std::string(direction.result).append("[").c_str());
      planted(out[0], NAN, "[0,0,0,0]");
      planted(out[size / 2], INFINITY, "[");
      planted(out[size], 1, "a store outside");
      planted(out[-1], 1, "a store outside");
      planted(in[0], in[0] / 2, "was overwritten");
      EXPECT_TRUE(data.check().ok);
      data.reset(1);
      EXPECT_FALSE(data.check().ok) << "stale";
    }
}

// More multiply-adds than are spent on comparing one by one.
TEST(ConvData, OneWrongElementIsSeenInALargeResult) {
  const Problem large{.n = 2, .h = 58, .w = 58, .c = 24, .k = 48, .r = 3, .s = 3, .pad = 1};
  FakeDevice device;
  Data data(device, large, 1, DataKind::random, 5);
  compute(large, data.operands(0));
  const Check right = data.check();
  EXPECT_TRUE(right.ok) << right.where;
  EXPECT_LT(right.compared, shape_of_y(large).size());
  float& victim = static_cast<float*>(data.operands(0).y)[77777];
  for (const float wrong : {victim + 0.5F, NAN, INFINITY}) {
    const float is = std::exchange(victim, wrong);
    const Check check = data.check();
    EXPECT_FALSE(check.ok);
    EXPECT_NE(check.where.find("the signed sum of y[0,27,54,15..17]"), std::string::npos) << check.where;
    victim = is;
  }
  EXPECT_TRUE(data.check().ok);
}

TEST(ConvData, RefusesWhatIsNoConvolution) {
  FakeDevice device;
  EXPECT_THROW(Data(device, {.h = 1, .w = 1, .r = 3}, 1, DataKind::random, 1), std::invalid_argument);
  EXPECT_THROW(Data(device, small, 0, DataKind::random, 1), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak::conv
