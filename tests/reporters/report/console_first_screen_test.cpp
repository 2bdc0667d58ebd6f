#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "core/text.h"
#include "reporters/reporters.h"
#include "reporters/text/text.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

using testing::example_report;

std::vector<std::string> screen_lines(const Report& report, int width = 80) {
  std::ostringstream out;
  reporter_named("console")->write(report, out, {.width = width, .detail = Detail::summary});
  std::vector<std::string> lines;
  std::istringstream in(out.str());
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Every kind of work in a few variants, on so many devices.
Report screen_of_devices(int devices) {
  Report report;
  for (int device = 0; device < devices; ++device) {
    report.devices.push_back(testing::example_device());
    const auto add = [&](const std::string& suite, std::vector<std::pair<std::string, std::string>> values, Work work,
                         double time, bool vendor = false) {
      Measurement m = testing::example_measurement(suite, std::move(values), std::move(work), Seconds(time));
      m.device = device;
      m.group = m.id.id_without("rung");
      m.vendor = vendor;
      report.measurements.push_back(std::move(m));
    };
    Work flop, bytes, steps, samples;
    flop.add(Resource::fp32, FlopCount(1e9));
    bytes.add(Resource::dram, Bytes(1e8));
    steps.steps = 1e6;
    samples.samples = 128;
    samples.add(Resource::fp32, FlopCount(1e6));
    for (const char* dtype : {"f32", "f64", "tf32", "f16", "bf16", "e4m3", "i8"}) {
      add("throughput", {{"dtype", dtype}, {"rung", "widest"}}, flop, 3e-3);
      for (const char* rung : {"three_loops", "cublas"})
        add("matmul", {{"dtype", dtype}, {"m", "8192"}, {"n", "8192"}, {"k", "8192"}, {"rung", rung}}, flop, 4e-3,
            rung == std::string("cublas"));
      add("conv", {{"dtype", dtype}, {"layer", "rn50.s1.3x3"}, {"rung", "small_channels"}}, flop, 5e-3);
    }
    for (const char* model : {"mlp", "cnn"}) add("train", {{"model", model}, {"rung", "own"}}, samples, 1e-3);
    for (const char* size : {"l1", "l2", "dram"}) add("memory", {{"op", "chase"}, {"size", size}}, steps, 5e-3);
    add("memory", {{"op", "read"}, {"size", "dram"}}, bytes, 2e-3);
    for (const char* route : {"to_device", "to_host", "both_ways", "on_device"})
      add("transfer", {{"route", route}, {"host", "pageable"}, {"size", "256MiB"}}, bytes, 4e-3);
  }
  return report;
}

TEST(FirstScreen, LooksAsItDidWhenAPersonLookedAtIt) {
  std::string text;
  for (const std::string& line : screen_lines(example_report())) text += line + '\n';
  EXPECT_TRUE(testing::is_golden("first_screen.txt", text));
}

TEST(FirstScreen, FitsAScreenHoweverMuchWasMeasured) {
  constexpr size_t most_lines = 35;  // of 40: where the files are and what is next takes five
  for (const int devices : {1, 2, 4, 8})
    for (const int width : {80, 200}) {
      const std::vector<std::string> lines = screen_lines(screen_of_devices(devices), width);
      EXPECT_LE(lines.size(), most_lines) << devices << " devices\n" << fmt::format("{}", fmt::join(lines, "\n"));
      for (const std::string& line : lines) EXPECT_LE(columns(line), static_cast<size_t>(width)) << line;
    }
}

TEST(FirstScreen, SaysFirstWhatCannotBeBelieved) {
  Report report = screen_of_devices(1);
  report.measurements[3].outcome = Outcome::wrong;
  const std::vector<std::string> lines = screen_lines(report);
  ASSERT_GT(lines.size(), 4u);
  EXPECT_EQ(lines[3], "1 case computed WRONG results:");
}

TEST(FirstScreen, ShowsNoShareOfAnUnsteadyFigure) {
  Report report = screen_of_devices(1);
  for (Measurement& m : report.measurements)
    m = testing::example_measurement(m.id.suite(), m.id.values(), m.work, Seconds(m.stats->median), 1.5);
  std::string text;
  for (const std::string& line : screen_lines(report)) text += line + '\n';
  EXPECT_EQ(text.find("of ceiling:"), std::string::npos) << text;
  EXPECT_NE(text.find("Reliability low: none of"), std::string::npos) << text;
  EXPECT_EQ(text.find("What could be gained"), std::string::npos) << text;
}

TEST(FirstScreen, SaysThatNothingWasMeasured) {
  Report report = example_report();
  report.measurements.clear();
  const std::vector<std::string> lines = screen_lines(report);
  EXPECT_EQ(lines.back(), "Nothing was measured.");
}

}  // namespace
}  // namespace gpupeak
