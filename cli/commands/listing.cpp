#include "cli/commands/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "reporters/text/table.h"

namespace gpupeak::cli {

void print_listing(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows,
                   std::ostream& out, const Style& style) {
  Table table;
  for (const std::string& title : titles)
    table.columns.push_back({.title = title, .align = Align::left, .key = table.columns.empty()});
  for (const std::vector<std::string>& row : rows) {
    std::vector<Cell>& cells = table.rows.emplace_back();
    for (const std::string& text : row) cells.push_back(Cell{{{shown(text, style)}}});
  }
  write_table(out, table, style);
}

void print_field(const std::string& name, const std::string& text, std::ostream& out, const Style& style) {
  if (!text.empty()) write_wrapped(out, fmt::format("{:<11} ", name), shown(text, style), style);
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

namespace {

std::string duration(Seconds time) {
  const auto seconds = static_cast<int64_t>(std::ceil(time.value));
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

Schedule only(const Schedule& schedule, const std::string& suite) {
  Schedule part = schedule;
  part.budget.reset();
  std::erase_if(part.cases, [&](const ScheduledCase& scheduled) { return scheduled.id.suite() != suite; });
  return part;
}

std::vector<Cell> schedule_table_row(const std::string& title, const Schedule& schedule) {
  return {Cell{{{title}}}, Cell{{{fmt::format("{}", schedule.cases.size())}}},
          Cell{{{duration(longest_time(schedule))}}}};
}

}  // namespace

void print_schedule(const Schedule& schedule, const DeviceInfo& device, bool with_ids, std::ostream& out,
                    const Style& style) {
  Table table{{{.title = "suite", .align = Align::left, .key = true}, {.title = "cases"}, {.title = "at most"}}, {}};
  std::vector<std::string> suites;
  for (const ScheduledCase& scheduled : schedule.cases)
    if (std::find(suites.begin(), suites.end(), scheduled.id.suite()) == suites.end())
      suites.push_back(scheduled.id.suite());
  for (const std::string& suite : suites) table.rows.push_back(schedule_table_row(suite, only(schedule, suite)));
  table.rows.push_back(schedule_table_row("total", schedule));

  write_wrapped(out, "",
                shown(fmt::format("Plan: preset {}, seed {}, {} data{}, on {} ({})", schedule.preset, schedule.seed,
                                  name(schedule.data), schedule.order == Order::random ? ", random order" : "",
                                  device.name, device.backend),
                      style),
                style);
  out << '\n';
  write_table(out, table, style);
  if (schedule.budget)
    write_wrapped(out, "", fmt::format("The budget of {} ends it.", duration(*schedule.budget)), style);
  if (with_ids) out << '\n';
  if (with_ids)
    for (const ScheduledCase& scheduled : schedule.cases) out << scheduled.id.id() << '\n';
}

}  // namespace gpupeak::cli
