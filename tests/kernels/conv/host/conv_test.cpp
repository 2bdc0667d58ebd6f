// Every rung of the host's `conv` ladder, the vendor's included: right on ragged shapes in all three directions, and
// wrong as soon as one fault is planted after its launch.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <thread>
#include <utility>

#include "kernels/common/host/isa.h"
#include "kernels/conv/data.h"
#include "kernels/families.h"
#include "tests/support/fake_device.h"
#include "tests/support/print_conv.h"
#include "tests/support/this_host.h"

namespace gpupeak::conv {
namespace {

using testing::launch;
using testing::this_host;

std::vector<const Rung*> rungs_for(const Problem& problem) {
  return testing::rungs_that_run(kernels::host_kernels().of<conv::Rung>(), problem,
                                 [&](const Rung& rung) { return rung.applies(problem); });
}

// Shapes that no tile divides, in every direction, layout and type.
std::vector<Problem> ragged() {
  const Problem shapes[] = {
      {},                                                                                 // 1x1 of everything
      {.h = 1, .w = 1, .c = 5, .k = 7, .r = 3, .s = 3, .pad = 1},                         // filter > image
      {.n = 3, .h = 5, .w = 4, .c = 1, .k = 7, .r = 3, .s = 3, .pad = 1},                 // one channel
      {.n = 2, .h = 9, .w = 11, .c = 3, .k = 64, .r = 7, .s = 7, .stride = 2, .pad = 3},  // first layers
      {.n = 3, .h = 8, .w = 9, .c = 5, .k = 7, .r = 3, .s = 2, .stride = 2, .pad = 1},    // stride 2
      {.n = 3, .h = 6, .w = 17, .c = 33, .k = 35, .r = 1, .s = 1},                        // 1x1
      {.n = 1, .h = 7, .w = 7, .c = 16, .k = 48, .r = 1, .s = 1, .stride = 2},            // taps left out
      {.n = 1, .h = 14, .w = 13, .c = 16, .k = 32, .r = 3, .s = 3, .pad = 1},
      {.n = 2, .h = 5, .w = 30, .c = 20, .k = 65, .r = 3, .s = 3, .pad = 1},
      {.n = 1, .h = 12, .w = 10, .c = 5, .k = 7, .r = 3, .s = 3, .pad = 2, .dilation = 2},  // dilation
      {.n = 1, .h = 12, .w = 10, .c = 4, .k = 6, .r = 2, .s = 3, .stride = 2, .pad = 3, .dilation = 3},
      {.n = 1, .h = 4, .w = 4, .c = 3, .k = 5, .r = 2, .s = 2, .pad = 3},  // pad > filter
      {.n = 1, .h = 11, .w = 6, .c = 3, .k = 4, .r = 5, .s = 1, .stride = 3},
      {.n = 2, .h = 10, .w = 10, .c = 8, .k = 12, .r = 3, .s = 3, .pad = 1, .groups = 2},  // groups
      {.n = 3, .h = 7, .w = 9, .c = 5, .k = 5, .r = 3, .s = 3, .pad = 1, .groups = 5},     // depthwise
      {.n = 2, .h = 9, .w = 33, .c = 35, .k = 35, .r = 3, .s = 3, .stride = 2, .pad = 1, .groups = 35},
      {.n = 1, .h = 12, .w = 19, .c = 64, .k = 64, .r = 5, .s = 5, .pad = 2, .groups = 64},
      {.n = 1, .h = 12, .w = 9, .c = 17, .k = 17, .r = 3, .s = 2, .pad = 2, .dilation = 2, .groups = 17},
  };
  std::vector<Problem> problems;
  for (const DType dtype : {DType::f32, DType::bf16})
    for (const Layout layout : {Layout::nhwc, Layout::nchw})
      for (const DirectionRow& direction : directions)
        for (Problem problem : shapes) {
          problem.dtype = dtype, problem.layout = layout, problem.direction = direction.id;
          problems.push_back(problem);
        }
  return problems;
}

TEST(HostConv, TheLadderGoesFromOneSumToTheVendors) {
  bool vendors = false;
  for (const Rung* rung : kernels::host_kernels().of<conv::Rung>()) {
    EXPECT_FALSE(vendors && rung->vendor.empty()) << "ours come first: " << rung->name;
    EXPECT_EQ(rung->executed == nullptr, !rung->vendor.empty()) << rung->name;
    vendors = !rung->vendor.empty();
  }
  EXPECT_EQ(kernels::host_kernels().of<conv::Rung>().front()->name, "direct");
}

TEST(HostConv, ARefusalNamesItsReason) {
  DeviceInfo bare;
  bare.name = "Bare 1";
  for (const Problem& problem : ragged())
    for (const Rung* rung : kernels::host_kernels().of<conv::Rung>()) {
      if (!rung->applies(problem)) continue;
      if (const auto reason = rung->refuses(bare, problem)) {
        EXPECT_GT(reason->size(), 15u) << rung->name << ": " << *reason;
      }
    }
}

class HostConvShapes : public ::testing::TestWithParam<Problem> {};

TEST_P(HostConvShapes, EveryRungIsRight) {
  for (const DataKind kind : {DataKind::random, DataKind::ones}) {
    Data data(this_host(), GetParam(), 1, kind, 11);
    uint64_t round = 0;
    for (const Rung* rung : rungs_for(GetParam())) {
      data.reset(++round);
      launch(*rung, GetParam(), data.operands(0));
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << rung->name << ": " << check.where;
      EXPECT_EQ(check.compared, shape_of_result(GetParam()).size());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Ragged, HostConvShapes, ::testing::ValuesIn(ragged()));

// Threads of its own, as many as asked for, on however few cores.
class ManyThreads : public host::HostQueue {
 public:
  void wait() override {}
  int cpu_of(int) const override { return 0; }
  void parallel(int workers, const std::function<void(int, int)>& work) override {
    std::vector<std::thread> threads;
    for (int worker = 0; worker < workers; ++worker) threads.emplace_back([&, worker] { work(worker, workers); });
    for (std::thread& thread : threads) thread.join();
  }
};

std::vector<Problem> large_enough_for_threads() {
  std::vector<Problem> problems;
  for (const DirectionRow& direction : directions) {
    problems.push_back({.direction = direction.id, .h = 15, .w = 29, .c = 18, .k = 40, .r = 3, .s = 3, .pad = 1});
    problems.push_back({.direction = direction.id, .n = 2, .h = 28, .w = 28, .c = 36, .k = 33});
    problems.push_back({.direction = direction.id, .h = 17, .w = 17, .c = 33, .k = 18, .r = 3, .s = 3, .stride = 2});
    problems.push_back(
        {.direction = direction.id, .h = 21, .w = 30, .c = 70, .k = 70, .r = 3, .s = 3, .pad = 1, .groups = 70});
  }
  return problems;
}

// A device of so many cores with so much of an instruction set; its launches run here.
TEST(HostConv, EveryInstructionSetIsRightWithAnyNumberOfWorkers) {
  ManyThreads queue;
  for (const std::vector<std::string>& features :
       {std::vector<std::string>{}, {"avx2", "fma"}, {"avx2", "fma", "avx512f"}}) {
    if (std::ranges::any_of(features, [](const auto& one) { return !host::has_feature(this_host().info(), one); }))
      continue;
    for (const int units : {1, 3}) {
      DeviceInfo info = testing::fake_device_info();
      info.features = features;
      info.units = units;
      testing::FakeDevice device(info);
      for (Problem problem : large_enough_for_threads())
        for (const DType dtype : {DType::f32, DType::bf16}) {
          problem.dtype = dtype;
          for (const Rung* rung : kernels::host_kernels().of<conv::Rung>()) {
            if (!rung->vendor.empty() || !rung->applies(problem) || rung->refuses(info, problem)) continue;
            Data data(device, problem, 1, DataKind::random, 3);
            rung->bind(device, problem, data.operands(0))(queue);
            const Check check = data.check();
            EXPECT_TRUE(check.ok) << rung->name << " on " << units << " with " << features.size() << " features, "
                                  << ::testing::PrintToString(problem) << ": " << check.where;
          }
        }
    }
  }
}

std::vector<Problem> attacked() {
  std::vector<Problem> problems;
  for (const DirectionRow& direction : directions)
    for (const int64_t groups : {1, 20})
      problems.push_back({.direction = direction.id,
                          .n = 3,
                          .h = 17,
                          .w = 18,
                          .c = 20,
                          .k = 20,
                          .r = 3,
                          .s = 3,
                          .pad = 1,
                          .groups = groups});
  return problems;
}

float* result_of(const Problem& problem, const Operands& operands) {
  const std::string_view name = row(problem.direction).result;
  return static_cast<float*>(name == "x" ? operands.x : name == "w" ? operands.w : operands.y);
}

TEST(HostConv, OneFaultAfterARealLaunchIsSeen) {
  for (const Problem& problem : attacked()) {
    Data data(this_host(), problem, 1, DataKind::random, 17);
    float* const out = result_of(problem, data.operands(0));
    const int64_t size = shape_of_result(problem).size();
    for (const Rung* rung : rungs_for(problem)) {
      data.reset(1);
      launch(*rung, problem, data.operands(0));
      ASSERT_TRUE(data.check().ok) << rung->name << ::testing::PrintToString(problem) << data.check().where;
      for (const int64_t at : {int64_t{0}, size / 2, size - 1})
        for (const float wrong : {out[at] + 0.05F, std::nanf(""), INFINITY}) {
          const float right = std::exchange(out[at], wrong);
          EXPECT_FALSE(data.check().ok) << rung->name;
          out[at] = right;
        }
      const float beyond = std::exchange(out[size], 1.0F);
      EXPECT_NE(data.check().where.find("a store outside"), std::string::npos) << rung->name;
      out[size] = beyond;
      EXPECT_TRUE(data.check().ok) << rung->name;
    }
  }
}

TEST(HostConv, ALaunchThatDoesNothingTheSecondTimeIsSeen) {
  for (const Problem& problem : attacked()) {
    Data data(this_host(), problem, 1, DataKind::random, 17);
    for (const Rung* rung : rungs_for(problem)) {
      data.reset(1);
      launch(*rung, problem, data.operands(0));
      ASSERT_TRUE(data.check().ok) << rung->name;
      data.reset(2);
      EXPECT_FALSE(data.check().ok) << rung->name;
    }
  }
}

TEST(HostConv, ALaunchCanBeRepeatedAndGivesTheSameBits) {
  for (const Problem& problem : attacked())
    for (const Rung* rung : rungs_for(problem)) {
      Data data(this_host(), problem, 1, DataKind::random, 11);
      const float* const out = result_of(problem, data.operands(0));
      const auto size = static_cast<size_t>(shape_of_result(problem).size());
      const Launch once = rung->bind(this_host(), problem, data.operands(0));
      const Threads threads = !rung->vendor.empty() ? Threads::vendors : Threads::ours;
      this_host().time({.sets = {&once, 1}, .threads = threads});
      const std::vector<float> first(out, out + size);
      this_host().time({.sets = {&once, 1}, .launches = 3, .threads = threads});
      EXPECT_EQ(std::memcmp(first.data(), out, size * sizeof(float)), 0) << rung->name;
      EXPECT_TRUE(data.check().ok) << rung->name;
    }
}

}  // namespace
}  // namespace gpupeak::conv
