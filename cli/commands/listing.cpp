#include "cli/commands/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "core/text.h"
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
  if (!(time < Seconds(1e9))) return "decades";
  const auto seconds = static_cast<int64_t>(std::ceil(time.value));
  if (time < Seconds(9.95)) return fmt::format("{:.1f} s", time.value);
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

std::vector<Cell> schedule_table_row(const std::string& title, size_t cases, const ExpectedTime& time) {
  return {Cell{{{title}}}, Cell{{{fmt::format("{}", cases)}}}, Cell{{{duration(time.about)}}},
          Cell{{{duration(time.longest)}}}};
}

// Of all processes: each is started, opens its device and, where libraries are used, looks at them, which takes about
// as long once more. A budget is that of all together.
ExpectedTime of_processes(ExpectedTime one, const Plan& plan) {
  const double processes = plan.processes;
  const ExpectedTime opening{
      .about = 2 * plan.opening, .at_most = 2 * plan.opening, .longest = longest_stretch * 2 * plan.opening};
  if (plan.schedule.budget) {
    one.longest += opening.longest;
    return one;
  }
  one += opening;
  return {.about = processes * one.about, .at_most = processes * one.at_most, .longest = processes * one.longest};
}

}  // namespace

void print_schedule(const Plan& plan, bool with_ids, std::ostream& out, const Style& style) {
  const Schedule& schedule = plan.schedule;
  const DeviceInfo& device = plan.rank.device.info();
  UpkeepRates rates = measure_upkeep_rates(plan.rank.device);
  rates.share = share_of_cores();
  const auto time_of = [&](const Schedule& part) { return expected_time(part, plan.suites, plan.rank, rates); };
  Table table{{{.title = "suite", .align = Align::left, .key = true},
               {.title = "cases"},
               {.title = "likely"},
               {.title = "longest"}},
              {}};
  std::vector<std::string> names;
  for (const ScheduledCase& scheduled : schedule.cases)
    if (std::find(names.begin(), names.end(), scheduled.id.suite()) == names.end())
      names.push_back(scheduled.id.suite());
  for (const std::string& name : names) {
    const Schedule part = only(schedule, name);
    table.rows.push_back(schedule_table_row(name, part.cases.size(), time_of(part)));
  }
  const ExpectedTime total = of_processes(time_of(schedule), plan);
  table.rows.push_back(schedule_table_row(plan.processes > 1 ? fmt::format("total of {}", plan.processes) : "total",
                                          schedule.cases.size(), total));

  write_wrapped(out, "",
                shown(fmt::format("Plan: preset {}, seed {}, {} data{}, on {} ({})", schedule.preset, schedule.seed,
                                  name(schedule.data), schedule.order == Order::random ? ", random order" : "",
                                  device.name, device.backend),
                      style),
                style);
  out << '\n';
  write_table(out, table, style);
  write_wrapped(
      out, "",
      fmt::format("Likely: where samples repeat within {:g} %, launches take {:g} times their ceiling, and "
                  "this process gets {:.0f} % of the cores, as it does now. Longest: where every case uses up "
                  "its time, its operands and oracle take {:g} times as long and its launches {:g} times.",
                  100 * schedule.stop.precision, ceilings_of_a_launch, 100 * rates.share, longest_stretch,
                  longest_launch_stretch),
      style);
  if (plan.processes > 1)
    write_wrapped(out, "", fmt::format("The total is that of {}.", count_of(plan.processes, "process")), style);
  if (schedule.budget)
    write_wrapped(out, "",
                  fmt::format("The budget of {} ends it with the case at hand; what does not fit is left out.",
                              duration(*schedule.budget)),
                  style);
  if (with_ids)
    write_wrapped(
        out, "",
        fmt::format("Where every case uses up its time, but nothing takes longer than it does now: {}. Operands "
                    "and verification are reckoned with {} of this host, {:.2g} random numbers and "
                    "{:.2g} multiply-adds per second on each, {} to the device and {} back.",
                    duration(total.at_most), count_of(rates.cores, "thread"), rates.generated_per_s,
                    rates.multiplied_per_s, text(rates.to_device), text(rates.to_host)),
        style);
  if (with_ids) out << '\n';
  if (with_ids)
    for (const ScheduledCase& scheduled : schedule.cases) out << scheduled.id.id() << '\n';
}

}  // namespace gpupeak::cli
