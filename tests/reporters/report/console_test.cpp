#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "core/utf8.h"
#include "reporters/reporters.h"
#include "reporters/text/text.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"

namespace gpupeak {
namespace {

using testing::example_report;
using testing::is_golden;

std::string console(const Report& report, const Style& style = {}) {
  std::ostringstream out;
  reporter_named("console")->write(report, out, style);
  return out.str();
}

std::vector<std::string> console_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string without_colour(const std::string& text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      plain += text[i];
  }
  return plain;
}

TEST(Console, LooksAsItDidWhenAPersonLookedAtIt) { EXPECT_TRUE(is_golden("console.txt", console(example_report()))); }

TEST(Console, ShowsWhatThePhasesOfALaunchTook) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].phases = {{"load", {}, Seconds(1e-3), 5}, {"forward", {}, Seconds(3e-3), 5}};
  EXPECT_NE(console(report).find("load 1.000 ms (25.0 %), forward 3.000 ms (75.0 %)"), std::string::npos)
      << console(report);
}

TEST(Console, ShowsWhatRequestsTookAndTheMemoryOfModels) {
  Report report = example_report();
  report.measurements.resize(1);
  Measurement& m = report.measurements[0];
  m.work.samples = 8;
  m.work.working_set = mib(3);
  m.memory_growth = mib(4);
  m.latencies = Latencies{.count = 600,
                          .p50 = Seconds(1e-3),
                          .max = Seconds(9e-3),
                          .p95 = Seconds(2e-3),
                          .p99 = Seconds(3e-3),
                          .p99_doubles_at = 250.0};
  const std::string text = console(report, {.width = 140});
  EXPECT_NE(
      text.find("p50 1.000 ms, p95 2.000 ms, p99 3.000 ms, longest 9.000 ms, p99 doubles at 2.00 ksample/s; of 600"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("grew by 4 MiB, working set 3 MiB"), std::string::npos) << text;
  m.latencies->p99.reset();
  EXPECT_EQ(console(report).find(", p99 3"), std::string::npos);
}

TEST(Console, DegradesToAscii) {
  const std::string text = console(example_report(), {.unicode = false});
  EXPECT_TRUE(is_golden("console_ascii.txt", text));
  for (const char c : text) ASSERT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << static_cast<int>(c);
}

TEST(Console, AddsOnlyInkWithColour) {
  const std::string coloured = console(example_report(), {.color = true});
  EXPECT_TRUE(is_golden("console_colour.txt", coloured));
  EXPECT_EQ(without_colour(coloured), console(example_report()));
}

TEST(Console, StacksItsRowsOnANarrowPage) {
  EXPECT_TRUE(is_golden("console_narrow.txt", console(example_report(), {.width = 60})));
}

TEST(Console, FitsEveryWidthFrom50OnAndLeavesNoSpacesAtTheEndOfALine) {
  for (const bool unicode : {true, false})
    for (int width = 50; width <= 140; ++width)
      for (const std::string& line : console_lines(console(example_report(), {.width = width, .unicode = unicode}))) {
        ASSERT_LE(columns(line), static_cast<size_t>(width)) << line;
        ASSERT_FALSE(line.ends_with(' ')) << width << ": " << line;
      }
}

TEST(Console, SurvivesAbsurdWidths) {
  for (const int width : {std::numeric_limits<int>::min(), -1, 0, 1, std::numeric_limits<int>::max()})
    EXPECT_TRUE(contains(console(example_report(), {.width = width}), "throughput")) << width;
}

TEST(Console, SaysThatAnEmptyReportHasNothing) {
  const std::string text = console(Report{});
  EXPECT_TRUE(contains(text, "gpupeak of unknown version"));
  EXPECT_TRUE(contains(text, "no device is described"));
  EXPECT_TRUE(contains(text, "0 cases"));
}

TEST(Console, RendersCasesOfADeviceThatTheReportDoesNotDescribe) {
  for (const int device : {0, 7, -1}) {
    Report report = example_report();
    report.devices.clear();
    for (Measurement& m : report.measurements) m.device = device;
    EXPECT_TRUE(contains(console(report), "no rate of dram is known: the report does not describe the device"));
  }
}

TEST(Console, NumbersTheDevicesWhenThereAreSeveral) {
  Report report = example_report();
  report.devices.push_back(report.devices.front());
  report.measurements.push_back(report.measurements.front());
  report.measurements.back().device = 1;
  const std::string text = console(report);
  EXPECT_TRUE(contains(text, "device 1: Köln"));
  EXPECT_TRUE(contains(text, "throughput · f32 · device 0"));
  EXPECT_TRUE(contains(text, "throughput · f32 · units 1 · rung scalar · device 1"));
}

TEST(Console, FoldsAxesThatDoNotVaryIntoTheCaption) {
  EXPECT_TRUE(contains(console(example_report()), "\nmatmul · f32 · cache hot\n"));
}

TEST(Console, SaysOnceWhatBindsAllRowsWhereThePageIsTooNarrowForAColumn) {
  Report report = example_report();
  std::erase_if(report.measurements, [](const Measurement& m) { return m.outcome != Outcome::measured || !m.rated; });
  ASSERT_FALSE(report.measurements.empty());
  const Measurement first = report.measurements.front();
  report.measurements = {first, first};
  report.measurements[1].id.set("rung", "another");
  const std::string bound = fmt::format("bound by {} throughout", row(first.rated->bound_by).name);
  Style narrow;
  bool folded = false;
  for (narrow.width = 50; narrow.width <= 120; ++narrow.width) folded |= contains(console(report, narrow), bound);
  EXPECT_TRUE(folded);
  narrow.width = 200;
  EXPECT_FALSE(contains(console(report, narrow), bound));
}

TEST(Console, GivesEveryOutcomeThatIsNotMeasuredItsReason) {
  const std::string text = console(example_report(), {.width = 400});
  for (const Measurement& m : example_report().measurements) {
    if (m.outcome == Outcome::measured) continue;
    EXPECT_TRUE(contains(text, m.reason)) << m.reason;
    EXPECT_TRUE(contains(text, name(m.outcome)));
  }
}

TEST(Console, NeverShowsTheTimeOfAResultThatWasWrong) {
  Report report;
  report.devices = {testing::example_device()};
  report.measurements = {testing::example_measurement("throughput", {{"rung", "x"}}, Work{}, Seconds(0.1234567))};
  report.measurements[0].outcome = Outcome::wrong;
  report.measurements[0].reason = "C[3,17]";
  const std::string text = console(report);
  EXPECT_FALSE(contains(text, "123.5"));
  EXPECT_TRUE(contains(text, "C[3,17]"));
}

TEST(Console, SaysWhyACeilingIsUnknownOnceForAllItsCases) {
  const std::string text = console(example_report(), {.width = 200});
  const std::string why = "no rate of dram is known: a virtual machine does not show";
  const size_t first = text.find(why);
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(text.find(why, first + 1), std::string::npos);
}

TEST(Console, SharesOneFootnoteBetweenNotesThatDifferInFiguresOnly) {
  Report report = example_report();
  report.measurements.resize(2);
  report.measurements[0].notes = {{NoteKind::drift, {0.018}}};
  report.measurements[1].notes = {{NoteKind::drift, {0.224}}};
  EXPECT_TRUE(
      contains(console(report),
               "¹ drift: the second half of the samples is 1.8 % slower than the first (and 1 alike with other"));
}

TEST(Console, NeutralisesEscapeSequencesInForeignText) {
  const std::string attack =
      "\x1b]0;owned\x07\x1b[2J\r\n\b\b \xc2\x9b"
      "31m \xe2\x80\xae\xff\xc0\x80 end";
  Report report = example_report();
  report.tool.version = report.run.schedule.preset = report.run.started_at = report.run.host.hostname = attack;
  DeviceInfo& device = report.devices.front();
  device.name = device.clock_source = device.driver = device.unit_name = attack;
  device.features = {attack};
  device.notes = {said(attack)};
  device.libraries = {{attack, attack, "", ""}, {attack, "", "", attack}};
  device.caches.front().name = attack;
  device.peak.unknown[Resource::dram] = device.peak.rates[Resource::fp32].derivation = attack;
  for (Measurement& m : report.measurements) {
    m.notes = {said(attack)};
    m.reason = attack;
    m.stopped_by = attack;
    m.id = Case(m.id.suite() + attack, {{attack, attack + m.id.id()}});
  }
  for (const bool unicode : {true, false}) {
    const std::string text = console(report, {.unicode = unicode});
    for (std::string_view rest = text; !rest.empty();) {
      const std::optional<char32_t> c = take_code_point(rest);
      ASSERT_TRUE(c) << "not UTF-8 before " << rest.substr(0, 40);
      ASSERT_TRUE(*c == U'\n' || (*c >= 0x20 && *c < 0x7F) || *c >= 0xA0) << static_cast<uint32_t>(*c);
      ASSERT_NE(*c, U'\u202e');
    }
    EXPECT_TRUE(contains(text, "\\x1b[2J"));
  }
}

TEST(Console, WrapsReasonsOfAThousandCharacters) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].outcome = Outcome::failed;
  for (const std::string& reason :
       {std::string(1000, 'x'), std::string(1000, ' '), "many words " + std::string(500, '-') + " and more"}) {
    report.measurements[0].reason = reason;
    for (const std::string& line : console_lines(console(report))) EXPECT_LE(columns(line), 100u);
  }
  report.measurements[0].reason = std::string(1000, 'x');
  std::string text = console(report);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  EXPECT_TRUE(contains(text, std::string(1000, 'x'))) << "nothing may be cut off";
}

TEST(Console, WritesNoNanOrInfinityWhateverTheFigures) {
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 0.0, -1.0, 1e-320, 1e308}) {
    Report report = example_report();
    DeviceInfo& device = report.devices.front();
    device.memory = Bytes(bad);
    device.rated_clock = Hertz(bad);
    device.peak.rates[Resource::fp32].per_second = bad;
    for (Measurement& m : report.measurements) {
      if (!m.stats) continue;
      m.clock = Hertz(bad);
      m.stats->median = m.stats->median_interval->low = m.stats->median_interval->high = bad;
      for (Sample& s : m.samples) s.time = Seconds(bad);
    }
    std::string text = console(report);
    for (const std::string_view word : {"nan", "inf "}) EXPECT_FALSE(contains(text, word)) << bad << "\n" << text;
  }
}

TEST(Console, SaysThatAnInterruptedRunIsPartial) {
  Report report = example_report();
  report.run.state = "interrupted";
  EXPECT_TRUE(contains(console(report), "this report is partial"));
}

TEST(Console, SaysWhenTheClockOfACaseIsNotKnown) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].clock.reset();
  EXPECT_TRUE(contains(console(report), "ceiling at the rated clock"));
}

}  // namespace
}  // namespace gpupeak
