// What follows the tables of the console report: what is derived from several cases or of their parts, what became of
// the cases, how to read the tables.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/gaps/peer_matrix.h"
#include "analysis/gaps/plateaus.h"
#include "analysis/gaps/start_cost.h"
#include "core/format.h"
#include "core/text.h"
#include "method/metrics.h"
#include "reporters/report/console.h"
#include "reporters/report/figures.h"
#include "reporters/text/table.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

// One block per curve: where it stands still is a level of the memory hierarchy.
void write_plateaus(const Report& report, std::ostream& out, const Style& style) {
  const std::vector<Plateau> found = plateaus(report);
  if (found.empty()) return;
  out << '\n' << inked("Plateaus over size", Ink::strong, style) << '\n';
  std::string_view curve;
  for (const Plateau& plateau : found) {
    if (plateau.curve != curve) write_wrapped(out, "  ", shown(plateau.curve, style), style, Ink::faint);
    curve = plateau.curve;
    write_wrapped(out, "    ", shown(text(plateau), style), style);
  }
}

void write_start_costs(const Report& report, std::ostream& out, const Style& style) {
  const std::vector<StartCost> found = start_costs(report);
  if (found.empty()) return;
  out << '\n' << inked("Time of a launch over its size", Ink::strong, style) << '\n';
  for (const StartCost& cost : found) write_wrapped(out, "  ", shown(cost.curve + ": " + text(cost), style), style);
}

// Rows send, columns receive, in one unit.
void write_peers(const Report& report, std::ostream& out, const Style& style) {
  for (const PeerMatrix& matrix : peer_matrices(report)) {
    std::vector<double> rates;
    for (const auto& row : matrix.rates)
      for (const auto& rate : row)
        if (rate) rates.push_back(rate->value);
    const std::optional<RateUnit> unit = common_unit(rates, MetricUnit::bytes_per_second);
    Table table;
    table.columns.push_back({unit ? unit->name + " from" : std::string("from"), Align::left, true});
    for (const int to : matrix.devices) table.columns.push_back({fmt::format("to {}", to)});
    for (size_t from = 0; from < matrix.devices.size(); ++from) {
      table.rows.push_back({Cell{{{std::to_string(matrix.devices[from])}}}});
      for (const auto& rate : matrix.rates[from])
        table.rows.back().push_back({{{!rate  ? std::string(glyphs(style).dash)
                                       : unit ? three_digits(rate->value / unit->factor)
                                              : text(*rate),
                                       Ink::plain}}});
    }
    out << '\n' << inked("Between devices", Ink::strong, style) << '\n';
    write_wrapped(out, "  ", shown(matrix.copies, style), style, Ink::faint);
    write_table(out, table, style);
  }
}

// What each part of a launch took, of those that have parts.
void write_phases(const Report& report, std::ostream& out, const Style& style) {
  bool first = true;
  for (const Measurement& m : report.measurements) {
    if (!has_time(m.outcome) || m.phases.empty()) continue;
    if (first) out << '\n' << inked("Phases, timed apart", Ink::strong, style) << '\n';
    first = false;
    write_wrapped(out, "  ", shown(m.id.id(), style), style, Ink::faint);
    std::string line;
    for (const PhaseTime& phase : m.phases)
      line += fmt::format("{}{} {} ({})", line.empty() ? "" : ", ", phase.name, text(phase.median),
                          share(phase.median / total(m.phases)));
    write_wrapped(out, "    ", shown(line, style), style);
  }
}

// How long requests took, and what load that bears.
void write_latencies(const Report& report, std::ostream& out, const Style& style) {
  bool first = true;
  for (const Measurement& m : report.measurements) {
    if (!has_time(m.outcome) || !m.latencies) continue;
    if (first) {
      out << '\n' << inked("Single launches, each waited for", Ink::strong, style) << '\n';
      write_wrapped(out, "  ",
                    "p99 doubles at: computed from these latencies for batches that arrive at random at one server",
                    style, Ink::faint);
    }
    first = false;
    write_wrapped(out, "  ", shown(m.id.id(), style), style, Ink::faint);
    std::string line;
    for (const char* name :
         {"latency_p50_s", "latency_p95_s", "latency_p99_s", "latency_max_s", "p99_doubles_at_samples_per_s"}) {
      const Metric& metric = *metric_named(name);
      if (const auto value = finite_value(metric, m))
        line += fmt::format("{}{} {}", line.empty() ? "" : ", ", metric.title, text_of(*value, metric.unit));
    }
    write_wrapped(out, "    ", shown(fmt::format("{}; of {}", line, m.latencies->count), style), style);
  }
}

// What models took of memory, beside what was predicted.
void write_memory(const Report& report, std::ostream& out, const Style& style) {
  bool first = true;
  for (const Measurement& m : report.measurements) {
    if (!has_time(m.outcome) || !m.memory_growth || !(m.work.samples > 0)) continue;
    if (first) out << '\n' << inked("Memory of models", Ink::strong, style) << '\n';
    first = false;
    write_wrapped(out, "  ",
                  shown(fmt::format("{}: grew by {}, working set {}", m.id.id(), text(*m.memory_growth),
                                    text(m.work.working_set)),
                        style),
                  style);
  }
}

std::string counts(const Report& report) {
  std::string text = count_of(report.measurements.size(), "case");
  std::string_view separator = ": ";
  for (const Outcome outcome : outcomes) {
    const auto count = std::count_if(report.measurements.begin(), report.measurements.end(),
                                     [&](const Measurement& m) { return m.outcome == outcome; });
    if (count == 0) continue;
    text += fmt::format("{}{} {}", separator, count, name(outcome));
    separator = ", ";
  }
  return text;
}

// Time inside the timed windows, which is what the figures rest on.
std::string effort(const Report& report) {
  size_t samples = 0;
  Seconds timed;
  for (const Measurement& m : report.measurements) {
    if (!has_time(m.outcome)) continue;
    for (const Sample& s : m.samples) {
      const Seconds window = static_cast<double>(s.launches) * s.time;
      if (!std::isfinite(window.value)) continue;
      timed += window;
      ++samples;
    }
  }
  return samples == 0 || !std::isfinite(timed.value)
             ? std::string()
             : fmt::format("; {} in timed windows, {}", text(timed), count_of(samples, "sample"));
}

std::string place(const Report& report) {
  const HostFacts& host = report.run.host;
  std::string where;
  for (const std::string& fact :
       {host.hostname, host.os, host.kernel.empty() ? std::string() : "kernel " + host.kernel})
    if (!fact.empty()) where += (where.empty() ? "" : ", ") + fact;
  return where.empty() ? std::string() : fmt::format("; on {}", where);
}

bool any_with_time(const Report& report) {
  return std::any_of(report.measurements.begin(), report.measurements.end(),
                     [](const Measurement& m) { return has_time(m.outcome); });
}

}  // namespace

void write_views(const Report& report, std::ostream& out, const Style& style) {
  write_plateaus(report, out, style);
  write_start_costs(report, out, style);
  write_peers(report, out, style);
  write_phases(report, out, style);
  write_latencies(report, out, style);
  write_memory(report, out, style);
}

void write_legend(const Report& report, std::ostream& out, const Style& style) {
  out << '\n';
  write_wrapped(out, "", shown(counts(report) + effort(report) + place(report) + ".", style), style);
  if (!any_with_time(report)) return;
  const std::string_view runs =
      report.run.processes > 1 ? " Runs: largest less smallest of the processes' medians / the median of these." : "";
  write_wrapped(
      out, "",
      shown(fmt::format("±: half the 99 % interval of the median.{} Time: median of one launch. Of ceiling: the "
                        "shortest time physics allows at the clock seen / the time measured; bound by: the "
                        "resource that sets it. Of vendor: time of the best vendor library / this time.",
                        runs),
            style),
      style, Ink::faint);
}

}  // namespace gpupeak
