#include "reporters/report/suite_cells.h"

#include <fmt/format.h>

#include "analysis/summary/reliability.h"
#include "core/format.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

constexpr DeviceColumn device_columns_table[] = {
    {"clock",
     [](const Measurement& m) {
       return m.telemetry && m.telemetry->sm_clock ? std::optional(text(m.telemetry->sm_clock->median)) : std::nullopt;
     },
     [](const Telemetry& t) { return t.sm_clock.reason; }},
    {"power",
     [](const Measurement& m) {
       return m.telemetry && m.telemetry->power ? std::optional(fmt::format("{:.0f} W", m.telemetry->power->mean.value))
                                                : std::nullopt;
     },
     [](const Telemetry& t) { return t.power.reason; }},
};

std::optional<double> figure_of(const char* metric, const Measurement& m) {
  const Metric* found = metric_named(metric);
  return found ? finite_value(*found, m) : std::nullopt;
}

const std::optional<Ceiling>& ceiling_of(const Measurement& m) { return m.clocked ? m.clocked : m.rated; }

bool is_latency(const Measurement& m) {
  const Metric* metric = headline(m);
  return metric && metric->name == "latency_s";
}

}  // namespace

std::span<const DeviceColumn> device_columns() { return device_columns_table; }

bool has_cycles(const Measurement& m) { return is_latency(m) && figure_of("latency_cycles", m).has_value(); }

std::vector<int> SuiteCells::marks_at(Place place, const Measurement& m) {
  std::vector<int> marks;
  if (place == notes_at)
    for (const Note& note : m.notes) marks.push_back(notes_.number_alike(note));
  return marks;
}

Cell SuiteCells::outcome(const Measurement& m) {
  const Ink ink = m.outcome == Outcome::skipped ? Ink::caution : Ink::alarm;
  const std::string reason = m.reason.empty() ? fmt::format("{} without a reason given", name(m.outcome)) : m.reason;
  std::vector<int> marks{m.reason_kind == ReasonKind::too_slow ? notes_.number_alike("too slow", reason)
                                                               : notes_.number(reason)};
  for (const Note& note : m.notes) marks.push_back(notes_.number_alike(note));
  return figure(std::string(name(m.outcome)), ink, marks);
}

Cell SuiteCells::figure(std::string text, Ink ink, const std::vector<int>& marks) const {
  return {{{std::move(text), ink}}, style_.detail == Detail::notes ? mark(marks, style_) : std::string()};
}
Cell SuiteCells::missing(const std::vector<int>& marks) const {
  return figure(std::string(glyphs(style_).dash), Ink::plain, marks);
}
Cell SuiteCells::missing(const std::string& why) { return missing(std::vector{notes_.number(why)}); }

Cell SuiteCells::headline(const Measurement& m) {
  const Metric* metric = gpupeak::headline(m);
  std::vector<int> marks = marks_at(Place::headline, m);
  if (!metric) {
    marks.push_back(notes_.number("no rate: how much work the case does is not known"));
    return missing(marks);
  }
  const double value = *finite_value(*metric, m);
  return figure(unit ? three_digits(value / unit->factor) : shown(text_of(value, metric->unit), style_), Ink::strong,
                marks);
}

Cell SuiteCells::cycles(const Measurement& m) {
  if (!is_latency(m)) return figure("");
  const std::optional<double> cycles = figure_of("latency_cycles", m);
  return cycles ? figure(three_digits(*cycles)) : missing("no cycles: the clock during the case is not known");
}

Cell SuiteCells::precision(const Measurement& m) {
  std::vector<int> marks = marks_at(Place::precision, m);
  const std::optional<double> precision = figure_of("median_precision", m);
  if (!precision) {
    marks.push_back(notes_.number(m.stats && !m.stats->median_interval
                                      ? "no interval: of one sample the spread is unknown"
                                      : "no interval: the case has no statistics, or its time is zero"));
    return missing(marks);
  }
  const double asked = report_.run.schedule.stop.precision;
  if (is_planned(report_.run.schedule) && *precision > asked && !m.stopped_by.empty() && m.stopped_by != "precision")
    marks.push_back(notes_.number(
        fmt::format("stopped by its limit of {} before the interval was as narrow as the plan asks, {}{}",
                    m.stopped_by == "budget" ? "time" : m.stopped_by, glyphs(style_).plus_minus, percent(asked))));
  return figure(gpupeak::precision(m), Ink::plain, marks);
}

Cell SuiteCells::spread(const Measurement& m) {
  const std::optional<double> spread = figure_of("run_to_run_spread", m);
  return spread ? figure(shown(share(*spread), style_))
                : missing("no spread between runs: only one process measured the case");
}

Cell SuiteCells::time(const Measurement& m) {
  std::vector<int> marks = marks_at(Place::time, m);
  const std::optional<double> time = figure_of("median_s", m);
  if (!time) marks.push_back(notes_.number("no time: the report has no statistics for this case"));
  return figure(time ? text(Seconds(*time)) : std::string(glyphs(style_).dash), Ink::plain, marks);
}

const DeviceInfo* SuiteCells::device_of(const Measurement& m) const {
  const bool known = m.device >= 0 && static_cast<size_t>(m.device) < report_.devices.size();
  return known ? &report_.devices[static_cast<size_t>(m.device)] : nullptr;
}

bool SuiteCells::follows_clock(const Measurement& m, Resource resource) const {
  const DeviceInfo* device = device_of(m);
  if (!device) return false;
  const auto rate = device->peak.rates.find(resource);
  return rate != device->peak.rates.end() && rate->second.rated_clock.has_value();
}

// The same words whether the ceiling is unknown or only leaves it out, so that one note serves all.
std::string SuiteCells::why_unknown(const Measurement& m, Resource resource) const {
  const std::string_view name = row(resource).name;
  const DeviceInfo* device = device_of(m);
  if (!device) return fmt::format("no rate of {} is known: the report does not describe the device", name);
  const auto why = device->peak.unknown.find(resource);
  if (why == device->peak.unknown.end()) return fmt::format("no rate of {} is known", name);
  return fmt::format("no rate of {} is known: {}; a share of a ceiling without it may be too low", name,
                     why->second.text());
}

std::vector<int> SuiteCells::why_no_ceiling(const Measurement& m) {
  std::vector<int> marks;
  for (const auto& [resource, amount] : m.work.amounts) marks.push_back(notes_.number(why_unknown(m, resource)));
  if (marks.empty()) marks.push_back(notes_.number("no ceiling: the case is charged with no resource"));
  return marks;
}

Cell SuiteCells::ceiling(const Measurement& m) {
  const std::optional<Ceiling>& least = ceiling_of(m);
  const std::optional<double> efficiency = seen_.share_of_ceiling(m);
  if (!least) return missing(why_no_ceiling(m));
  if (!efficiency && !is_precise(m)) return missing("no share of a ceiling is told of a figure that is not precise");
  std::vector<int> marks;
  for (const Resource resource : least->unknown) marks.push_back(notes_.number(why_unknown(m, resource)));
  if (!efficiency)
    return marks.empty() ? missing("above twice its ceiling: caches served what memory was charged with")
                         : missing(marks);
  if (!m.clock && follows_clock(m, least->bound_by))
    marks.push_back(notes_.number("ceiling at the rated clock: the clock during the case is not known"));
  if (const auto rated = figure_of("efficiency_rated", m); rated && *rated > 1 && *efficiency <= 1)
    marks.push_back(notes_.number_alike(
        "above the rated ceiling",
        fmt::format("{} of the ceiling at the rated clock: it ran at a higher one", share(*rated))));
  return figure(shown(share(*efficiency), style_), Ink::plain, marks);
}

Cell SuiteCells::bound_by(const Measurement& m) {
  const std::string_view resource = seen_.bound_by(m);
  return figure(resource.empty() ? std::string(glyphs(style_).dash) : std::string(resource));
}

Cell SuiteCells::vendor(const Measurement& m) {
  const std::optional<double> ratio = vendors_.shown(m);
  return ratio ? figure(shown(share(*ratio), style_))
               : missing(vendors_.only_below(m)
                             ? "the only vendor library that was measured runs kernels below the processor's own"
                             : "no vendor library was measured on this case");
}

Cell SuiteCells::device(const DeviceColumn& column, const Measurement& m) {
  const std::optional<std::string> value = column.value(m);
  if (value) return figure(*value);
  return missing(m.telemetry ? fmt::format("{}: {}", column.title, column.reason(*m.telemetry))
                             : std::string("the device told nothing of itself in this case"));
}

}  // namespace gpupeak
