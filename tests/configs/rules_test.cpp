// The example of docs/gates.md, copied by whoever begins: a rule that matches no case would be an error.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/text.h"
#include "formats/gate_files.h"
#include "formats/preset.h"
#include "kernels/families.h"
#include "method/schedule.h"
#include "suites/suites.h"

namespace gpupeak {
namespace {

DeviceInfo rules_machine() {
  DeviceInfo device;
  device.backend = "host";
  device.units = 2;
  device.unit_name = "core";
  device.memory = device.free_memory = gib(8);
  device.caches = {{"l1", kib(48), 2, 1}, {"l2", mib(2), 2, 1}, {"l3", mib(105), 1, 2}};
  return device;
}

std::string example() {
  std::ifstream file(std::string(GPUPEAK_SOURCE_DIR) + "/docs/gates.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const size_t begin = page.find("```json\n") + 8;
  return page.substr(begin, page.find("```", begin) - begin);
}

TEST(RulesOfThePage, MatchCasesOfTheQuickPreset) {
  const Rules rules = read_rules(example(), "docs/gates.md");
  const Schedule schedule =
      make_schedule(embedded_preset("quick"), {}, suites(), rules_machine(), kernels::host_kernels());
  const auto expect_matched = [&](const std::string& glob) {
    EXPECT_TRUE(std::ranges::any_of(schedule.cases, [&](const ScheduledCase& c) {
      return glob_matches(glob, c.id.id());
    })) << glob;
  };
  for (const Rule& rule : rules.rules) expect_matched(rule.match);
  for (const Exception& exception : rules.exceptions) expect_matched(exception.match);
  EXPECT_EQ(rules.rules.size(), 3u);
}

}  // namespace
}  // namespace gpupeak
