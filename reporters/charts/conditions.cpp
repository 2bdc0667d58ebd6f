// Clock, power and temperature over the run: what the machine did while it was measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "core/text.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/svg/drawing.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

constexpr size_t most_condition_cases = 300, most_suites = 16;
constexpr double conditions_left = 62, conditions_right = picture_width - 12, panel = 92, conditions_gap = 46;

struct Reading {
  std::optional<double> value, low, high;
};

Reading clock_of(const Measurement& m) {
  if (m.telemetry && m.telemetry->sm_clock) {
    const ClockRange& c = *m.telemetry->sm_clock;
    return {c.median.value, c.min.value, c.max.value};
  }
  Reading reading;
  if (m.clock) reading.value = m.clock->value;
  for (const Sample& s : m.samples) {
    if (!s.clock || !std::isfinite(s.clock->value)) continue;
    reading.low = std::min(reading.low.value_or(s.clock->value), s.clock->value);
    reading.high = std::max(reading.high.value_or(s.clock->value), s.clock->value);
  }
  return reading;
}
Reading power_of(const Measurement& m) {
  if (!m.telemetry || !m.telemetry->power) return {};
  return {m.telemetry->power->mean.value, std::nullopt, m.telemetry->power->max.value};
}
Reading temperature_of(const Measurement& m) {
  if (!m.telemetry || !m.telemetry->temperature) return {};
  return {m.telemetry->temperature->max, m.telemetry->temperature->start, m.telemetry->temperature->max};
}

// What a reading is held against, the same for all cases.
std::optional<double> rated_clock(const DeviceInfo& device, const Cases&) {
  return device.rated_clock ? std::optional(device.rated_clock->value) : std::nullopt;
}
std::optional<double> power_limit(const DeviceInfo&, const Cases& cases) {
  std::optional<double> limit;
  for (const Measurement* m : cases)
    if (m->telemetry && m->telemetry->power_limit) limit = m->telemetry->power_limit->value;
  return limit;
}

struct Panel {
  std::string_view title, unit;
  Reading (*of)(const Measurement&);
  std::string (*text)(double);
  std::string_view bound_name = {};
  std::optional<double> (*bound)(const DeviceInfo&, const Cases&) = nullptr;
};
constexpr Panel panels[] = {
    {"core clock", "Hz", clock_of, [](double v) { return text(Hertz(v)); }, "rated", rated_clock},
    {"power", "W", power_of, [](double v) { return fmt::format("{:.0f} W", v); }, "limit", power_limit},
    {"temperature", "°C", temperature_of, [](double v) { return fmt::format("{:.0f} °C", v); }},
};

bool usable(const Reading& r) { return r.value && std::isfinite(*r.value) && *r.value > 0; }

// What all panels share: cases stand by their number in the run, of which the shown may be a part.
struct Run {
  const DeviceInfo& device;
  const Cases& cases;
  std::vector<size_t> numbers;  // from 1
  std::vector<size_t> begins;   // indices of the first case of each suite; none where they come too often to be told
  svg::Scale x;
};

// Whole numbers alone: there is no case 2.5.
std::vector<double> case_ticks(const svg::Scale& x) {
  std::vector<double> whole = svg::ticks(x, 5);
  std::erase_if(whole, [](double v) { return v != std::floor(v) || v < 1; });
  return whole;
}

void draw_panel(svg::Drawing& drawing, double top, size_t index, const Panel& p, const Run& run) {
  std::vector<double> values;
  for (const Measurement* m : run.cases) {
    const Reading r = p.of(*m);
    if (!usable(r)) continue;
    for (const std::optional<double>& v : {r.value, r.low, r.high})
      if (v) values.push_back(*v);
  }
  const double bound = p.bound ? p.bound(run.device, run.cases).value_or(0) : 0;
  const bool bounded = std::isfinite(bound) && bound > 0;
  if (bounded) values.push_back(bound);
  const svg::Scale y = svg::linear_over(values, top + panel, top, false);
  const std::string unit(p.unit);
  svg::draw_axes(drawing,
                 {.scale = {run.x.low, run.x.high, conditions_left, conditions_right, false}, .title = {}, .ticks = 1},
                 {y, std::string(p.title), [&](double v) { return svg::si(v, unit); }, false, 4});
  for (const size_t i : run.begins) {
    const double at = run.x.at(static_cast<double>(run.numbers[i]) - 0.5);
    if (i > 0) drawing.line({at, top}, {at, top + panel}, "axis dots");
  }
  for (size_t i = 0; i < run.cases.size(); ++i) {
    const Reading r = p.of(*run.cases[i]);
    if (!usable(r)) continue;
    const double at = run.x.at(static_cast<double>(run.numbers[i]));
    if (r.low || r.high)
      drawing.line({at, y.at(r.low.value_or(*r.value))}, {at, y.at(r.high.value_or(*r.value))}, "axis");
  }
  for (size_t i = 0; i < run.cases.size(); ++i)
    if (const Reading r = p.of(*run.cases[i]); usable(r))
      drawing.mark({run.x.at(static_cast<double>(run.numbers[i])), y.at(*r.value)}, index,
                   fmt::format("{}. {}: {}", run.numbers[i], run.cases[i]->id.id(), p.text(*r.value)), 2.2);
  if (!bounded) return;
  const std::string said = fmt::format("{} {}", p.bound_name, p.text(bound));
  drawing.line({conditions_left, y.at(bound)}, {conditions_right, y.at(bound)}, "limit", said);
  drawing.text({conditions_right, y.at(bound) - 4}, said, "small", svg::Anchor::end, said);
}

// Over the panels, in two rows, where the cases of each suite begin.
void draw_suites(svg::Drawing& drawing, const Run& run) {
  double free_from[] = {conditions_left, conditions_left};
  for (const size_t i : run.begins) {
    const std::string& suite = run.cases[i]->id.suite();
    const std::string shown = svg::cut(suite, 16);
    const double width = svg::width_of(shown, 11);
    const double at = i == 0 ? conditions_left : run.x.at(static_cast<double>(run.numbers[i]) - 0.5);
    for (const size_t level : {0, 1}) {
      if (at < free_from[level] || at + width > picture_width) continue;
      drawing.text({at, 13.0 + 13.0 * static_cast<double>(level)}, shown, "faint small", svg::Anchor::start, suite);
      free_from[level] = at + width + 6;
      break;
    }
  }
}

Picture conditions_picture(const Report& report, int device, const Cases& all) {
  const Cases cases = thinned(all, most_condition_cases);
  Run run{report.devices[static_cast<size_t>(device)],
          cases,
          {},
          {},
          {1, static_cast<double>(all.size()), conditions_left + 4, conditions_right - 4}};
  for (size_t i = 0; i < all.size(); ++i) run.numbers.push_back(i + 1);
  run.numbers = thinned(run.numbers, most_condition_cases);
  for (size_t i = 0; i < cases.size(); ++i)
    if (i == 0 || cases[i]->id.suite() != cases[i - 1]->id.suite()) run.begins.push_back(i);
  if (run.begins.size() > most_suites) run.begins.clear();
  Picture picture{.columns = {"no.", "case"}};
  std::vector<const Panel*> shown;
  for (const Panel& p : panels)
    if (std::ranges::any_of(cases, [&](const Measurement* m) { return usable(p.of(*m)); })) shown.push_back(&p);
  svg::Drawing drawing;
  double top = run.begins.empty() ? 30 : 60;
  draw_suites(drawing, run);
  for (const Panel* p : shown) {
    draw_panel(drawing, top, static_cast<size_t>(p - panels), *p, run);
    picture.columns.emplace_back(p->title);
    top += panel + conditions_gap;
  }
  for (const double number : case_ticks(run.x))
    drawing.text({run.x.at(number), top - conditions_gap + 15}, fmt::format("{}", number), "faint small",
                 svg::Anchor::middle);
  drawing.text({conditions_right, top - conditions_gap + 30}, "cases in the order they were measured", "faint small",
               svg::Anchor::end);
  for (size_t i = 0; i < cases.size(); ++i) {
    FigureRow row{{std::to_string(run.numbers[i]), static_cast<double>(run.numbers[i])}, cases[i]->id.id()};
    for (const Panel* p : shown) {
      const Reading reading = p->of(*cases[i]);
      row.push_back(usable(reading) ? Figure{p->text(*reading.value), reading.value} : Figure{"–"});
    }
    picture.rows.push_back(std::move(row));
  }
  std::string what;
  for (const Panel* p : shown) what += fmt::format("{}{}", what.empty() ? "" : ", ", p->title);
  what[0] = static_cast<char>(what[0] - 'a' + 'A');
  const std::string where = report.devices.size() > 1 ? fmt::format(" of device {}", device) : std::string();
  picture.title = fmt::format("{}{} over the run", what, where);
  picture.summary = fmt::format("{}{} in {}, in their order; lines reach from the least to the most.", what, where,
                                count_of(cases.size(), "case"));
  if (cases.size() < all.size()) picture.note = fmt::format("{} of {} cases, evenly chosen", cases.size(), all.size());
  picture.height = top - conditions_gap + 38;
  picture.body = drawing.body();
  return picture;
}

std::vector<Picture> draw_conditions(const Report& report) {
  std::vector<Picture> drawn;
  for (size_t device = 0; device < report.devices.size(); ++device) {
    Cases cases;
    for (const Measurement& m : report.measurements)
      if (m.device == static_cast<int>(device) && has_time(m.outcome) &&
          std::ranges::any_of(panels, [&](const Panel& p) { return usable(p.of(m)); }))
        cases.push_back(&m);
    if (cases.size() > 1) drawn.push_back(conditions_picture(report, static_cast<int>(device), cases));
  }
  return drawn;
}

}  // namespace

extern constinit const Chart condition_chart{
    .name = "conditions", .summary = "clock, power and temperature over the run", .draw = draw_conditions};

}  // namespace gpupeak
