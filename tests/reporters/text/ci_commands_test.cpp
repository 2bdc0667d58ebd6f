// No text of others becomes a command of a CI server on the console, however wide it is.
#include <gtest/gtest.h>

#include <sstream>

#include "analysis/compare/compare.h"
#include "reporters/compare/comparison.h"
#include "reporters/gate/gate.h"
#include "reporters/text/text.h"
#include "tests/support/example_gate.h"
#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

// The first line that a CI server would take for a command.
std::string command_in(const std::string& text) {
  for (const std::string& line : testing::lines_of(text)) {
    const size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos && line.compare(first, 2, "::") == 0) return line;
    if (line.find("##[") != std::string::npos || line.find("##vso[") != std::string::npos) return line;
  }
  return "";
}

// The attacks on CI servers alone, so that many widths take little time.
Report attacking_report() {
  Report report = testing::hostile_report();
  std::erase_if(report.measurements, [](const Measurement& m) {
    const std::string id = m.id.id();
    return id.size() > 1000 || id.find("::") == std::string::npos;
  });
  return report;
}

TEST(CiCommands, StandNowhereOnTheConsole) {
  const Report report = attacking_report();
  const GateResult gate = testing::hostile_gate();
  const std::vector<Report> both{report, report};
  const std::vector<std::string> names{"::error::a", "b ##[error]x"};
  const CompareTable compared = compare(both[0], names[0], both[1], names[1]);
  const SideBySide beside = side_by_side(both, names, {});
  for (int width = 20; width <= 130; ++width)
    for (const bool unicode : {true, false}) {
      const Style style{.width = width, .unicode = unicode};
      const auto told = [&](const auto& write) {
        std::ostringstream out;
        write(out);
        return command_in(out.str());
      };
      ASSERT_EQ(told([&](std::ostream& out) { reporter_named("console")->write(report, out, style); }), "") << width;
      ASSERT_EQ(told([&](std::ostream& out) { write_comparisons({compared, compared}, out, style); }), "") << width;
      ASSERT_EQ(told([&](std::ostream& out) { write_side_by_side(beside, out, style); }), "") << width;
      if (width % 10 == 0) {
        ASSERT_EQ(told([&](std::ostream& out) { gate_reporter_named("console")->write(gate, out, style); }), "")
            << width;
      }
    }
}

}  // namespace
}  // namespace gpupeak
