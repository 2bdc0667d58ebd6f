#include "kernels/conv/conv.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "method/suite.h"
#include "suites/conv_layers.h"
#include "tests/suites/support.h"
#include "tests/support/print_conv.h"

namespace gpupeak {

extern const Suite conv_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::wide_device;

Case conv_case(const std::string& layer, const std::string& rung = "direct", const std::string& batch = "2") {
  Case id("conv");
  id.set("dtype", "f32");
  id.set("direction", "forward");
  id.set("layer", layer);
  id.set("batch", batch);
  id.set("layout", "nhwc");
  id.set("rung", rung);
  return id;
}

TEST(ConvLayers, HaveNamesOfTheirOwnAndAreConvolutions) {
  std::vector<std::string_view> names;
  for (const ConvLayer& layer : conv_layers()) {
    EXPECT_FALSE(conv::why_none(layer.shape)) << layer.name;
    EXPECT_EQ(std::ranges::count(names, layer.name), 0) << layer.name;
    EXPECT_EQ(layer.name.find_first_of("/=,"), std::string_view::npos) << layer.name;
    names.push_back(layer.name);
  }
}

// The published sizes of these layers' products: rows of y times filters times products per element, for 32 images.
TEST(ConvLayers, AreAsLargeAsPublished) {
  const auto gigaflop = [](std::string_view name) {
    conv::Problem problem = layer_named(name).value();
    problem.n = 32;
    return conv::nominal(problem).value / 1e9;
  };
  EXPECT_NEAR(gigaflop("rn50.conv1"), 7.55, 0.005);
  EXPECT_NEAR(gigaflop("rn50.s1.3x3"), 7.40, 0.005);
  EXPECT_NEAR(gigaflop("rn50.s4.ds"), 6.58, 0.005);
  EXPECT_NEAR(gigaflop("vgg.4"), 118.4, 0.05);
  EXPECT_NEAR(gigaflop("db.incep5x5"), 7.71, 0.005);
  EXPECT_NEAR(gigaflop("db.speech2"), 20.7, 0.05);
  EXPECT_NEAR(gigaflop("mb.dw56"), 0.23, 0.005);
}

TEST(ConvLayers, CanBeWrittenOut) {
  for (const ConvLayer& layer : conv_layers()) EXPECT_EQ(layer_written(written(layer.shape)), layer.shape);
  const conv::Problem dilated = layer_written("9x8x6-4-3x2-s2-p1-d3-g2").value();
  EXPECT_EQ(dilated.h, 9);
  EXPECT_EQ(dilated.w, 8);
  EXPECT_EQ(dilated.c, 6);
  EXPECT_EQ(dilated.k, 4);
  EXPECT_EQ(dilated.r, 3);
  EXPECT_EQ(dilated.s, 2);
  EXPECT_EQ(dilated.stride, 2);
  EXPECT_EQ(dilated.pad, 1);
  EXPECT_EQ(dilated.dilation, 3);
  EXPECT_EQ(dilated.groups, 2);
  for (const char* wrong : {"", "rn50", "9x8", "9x8x6-4-3x2-s2", "9x8x6-4-3x2-s2-p1-", "9x8x6-4-3x2-s2-p1-g2-d3",
                            "9x8x6-4-3x2-s2-p-1", "99999999999999999999x8x6-4-3x2-s2-p1"})
    EXPECT_FALSE(layer_written(wrong)) << wrong;
}

TEST(ConvSuite, CountsTheArithmeticOfTheLayer) {
  FakeDevice device(wide_device());
  const Trial trial = testing::trial_of(conv_suite, target(device), conv_case("8x8x3-4-1x1-s1-p0"));
  EXPECT_EQ(total_flops(trial.work).value, 2.0 * 2 * 64 * 3 * 4);
  EXPECT_EQ(trial.launches.size(), 1u);
}

TEST(ConvSuite, TellsTheRequiredFromTheEffectiveAndTheExecuted) {
  FakeDevice device(wide_device());
  const Case id = conv_case("8x8x3-4-3x3-s1-p1", "direct", "1");
  const Work skipping = testing::trial_of(conv_suite, target(device), id).work;
  EXPECT_EQ(skipping.effective.value, 2.0 * 64 * 3 * 4 * 9);
  EXPECT_EQ(skipping.executed.value, 2.0 * 22 * 22 * 3 * 4);
  EXPECT_EQ(total_flops(skipping).value, skipping.executed.value);
  Case multiplying = id;
  multiplying.set("rung", "implicit");
  const Work zeros = testing::trial_of(conv_suite, target(device), multiplying).work;
  EXPECT_EQ(zeros.executed.value, zeros.effective.value);
  EXPECT_EQ(total_flops(zeros).value, total_flops(skipping).value);
}

// What a reader subtracts: the pair that a depthwise-separable layer is, and the layer that it takes the place of.
TEST(ConvSuite, ASeparableLayerSavesMostOfTheWork) {
  FakeDevice device(wide_device());
  const auto flops = [&](const char* layer) {
    return testing::trial_of(conv_suite, target(device), conv_case(layer)).work.effective.value;
  };
  EXPECT_NEAR((flops("mb.dw56") + flops("mb.pw56")) / flops("mb.full56"), 1.0 / 128 + 1.0 / 9, 1e-9);
  EXPECT_NEAR((flops("mb.dw14") + flops("mb.pw14")) / flops("mb.full14"), 1.0 / 512 + 1.0 / 9, 1e-9);
}

TEST(ConvSuite, ASlowRungRehearsesOnAPiece) {
  FakeDevice device(wide_device());
  const Trial trial = testing::trial_of(conv_suite, target(device), conv_case("56x56x16-16-3x3-s1-p1"));
  ASSERT_TRUE(trial.rehearsal);
  EXPECT_GT(trial.rehearsal->ratio, 10);
}

TEST(ConvSuite, SkipsWhatIsNoConvolutionOrDoesNotFit) {
  FakeDevice device(wide_device());  // 8 GiB free
  const auto reason = [&](const char* layer, const char* batch = "1") {
    return skip_of(conv_suite, target(device), conv_case(layer, "direct", batch));
  };
  EXPECT_TRUE(contains(reason("2x2x3-4-3x3-s1-p0"), "the output is empty"));
  EXPECT_TRUE(contains(reason("8x8x3-4-3x3-s1-p1-g2"), "do not divide"));
  EXPECT_TRUE(contains(reason("8x8x0-4-3x3-s1-p1"), "channels of 0"));
  EXPECT_TRUE(contains(reason("8x8x3-4-3x3-s0-p1"), "stride of 0"));
  EXPECT_TRUE(contains(reason("rn50.s1.3x3", "0"), "batch of 0"));
  EXPECT_TRUE(contains(reason("rn50.s1.3x3", "100000"), "out of memory"));
  EXPECT_TRUE(contains(reason("99999999x99999999x99999999-4-1x1-s1-p0"), "more elements than can be addressed"));
  EXPECT_TRUE(contains(reason("8x8x3-4-9223372036854775807x3-s1-p1"), "filter rows of"));
  EXPECT_TRUE(contains(skip_of(conv_suite, target(device), conv_case("digit.3x3", "dirct")), "direct"));
}

TEST(ConvSuite, ColdCasesRotateSets) {
  FakeDevice device(wide_device());  // 8 MiB of last-level cache
  const Case id = conv_case("56x56x64-8-1x1-s1-p0", "direct", "8");
  EXPECT_GT(testing::trial_of(conv_suite, target(device, Cache::cold), id).launches.size(), 3u);
}

}  // namespace
}  // namespace gpupeak
