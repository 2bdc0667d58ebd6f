#include "cli/commands/plan_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "reporters/text/table.h"

namespace gpupeak::cli {
namespace {

std::string duration(Seconds time) {
  const auto seconds = static_cast<int64_t>(std::ceil(time.value));
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

Plan only(const Plan& plan, const std::string& suite) {
  Plan part = plan;
  part.budget.reset();
  std::erase_if(part.cases, [&](const PlannedCase& planned) { return planned.id.suite() != suite; });
  return part;
}

std::vector<Cell> plan_table_row(const std::string& title, const Plan& plan) {
  return {Cell{{{title}}}, Cell{{{fmt::format("{}", plan.cases.size())}}}, Cell{{{duration(longest_time(plan))}}}};
}

}  // namespace

void print_plan(const Plan& plan, const DeviceInfo& device, bool with_ids, std::ostream& out, const Style& style) {
  Table table{{{.title = "suite", .align = Align::left, .key = true}, {.title = "cases"}, {.title = "at most"}}, {}};
  std::vector<std::string> suites;
  for (const PlannedCase& planned : plan.cases)
    if (std::find(suites.begin(), suites.end(), planned.id.suite()) == suites.end())
      suites.push_back(planned.id.suite());
  for (const std::string& suite : suites) table.rows.push_back(plan_table_row(suite, only(plan, suite)));
  table.rows.push_back(plan_table_row("total", plan));

  write_wrapped(
      out, "",
      shown(fmt::format("Plan: preset {}, seed {}, {} data{}, on {} ({})", plan.preset, plan.seed, name(plan.data),
                        plan.order == Order::random ? ", random order" : "", device.name, device.backend),
            style),
      style);
  out << '\n';
  write_table(out, table, style);
  if (plan.budget) write_wrapped(out, "", fmt::format("The budget of {} ends it.", duration(*plan.budget)), style);
  if (with_ids) out << '\n';
  if (with_ids)
    for (const PlannedCase& planned : plan.cases) out << planned.id.id() << '\n';
}

}  // namespace gpupeak::cli
