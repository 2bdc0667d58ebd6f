// Clock, power and temperature over the run: what the machine did while it was measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "reporters/case_groups.h"
#include "reporters/charts/charts.h"
#include "reporters/figures.h"
#include "reporters/svg/drawing.h"

namespace gpupeak {
namespace {

constexpr size_t most_cases = 300;
constexpr double left = 62, right = picture_width - 12, panel = 92, gap = 46;

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

struct Panel {
  std::string_view title, unit;
  Reading (*of)(const Measurement&);
  std::string (*text)(double);
};
constexpr Panel panels[] = {
    {"core clock", "Hz", clock_of, [](double v) { return text(Hertz(v)); }},
    {"power", "W", power_of, [](double v) { return fmt::format("{:.0f} W", v); }},
    {"temperature", "°C", temperature_of, [](double v) { return fmt::format("{:.0f} °C", v); }},
};

bool usable(const Reading& r) { return r.value && std::isfinite(*r.value) && *r.value > 0; }

void draw_panel(svg::Drawing& drawing, double top, size_t index, const Panel& p, const Cases& cases) {
  std::vector<double> values, places;
  for (const Measurement* m : cases) {
    const Reading r = p.of(*m);
    if (!usable(r)) continue;
    for (const std::optional<double>& v : {r.value, r.low, r.high})
      if (v) values.push_back(*v);
  }
  const auto last = static_cast<double>(cases.size() - 1);
  const svg::Scale x{0, std::max(last, 1.0), left + 4, right - 4, false};
  svg::Scale y = svg::linear_over(values, top + panel, top, false);
  const std::string unit(p.unit);
  svg::draw_axes(drawing, {.scale = {x.low, x.high, left, right, false}, .title = {}, .ticks = 1},
                 {y, std::string(p.title), [&](double v) { return svg::si(v, unit); }, false, 4});
  std::vector<svg::Point> line;
  for (size_t i = 0; i < cases.size(); ++i) {
    const Reading r = p.of(*cases[i]);
    if (!usable(r)) continue;
    const double at = x.at(static_cast<double>(i));
    if (r.low || r.high)
      drawing.line({at, y.at(r.low.value_or(*r.value))}, {at, y.at(r.high.value_or(*r.value))}, "axis");
    line.push_back({at, y.at(*r.value)});
  }
  for (size_t i = 0, k = 0; i < cases.size(); ++i)
    if (const Reading r = p.of(*cases[i]); usable(r))
      drawing.mark(line[k++], index, fmt::format("{}. {}: {}", i + 1, cases[i]->id.id(), p.text(*r.value)), 2.2);
}

Picture picture_of(const Report& report, int device, const Cases& all) {
  const Cases cases = thinned(all, most_cases);
  Picture picture{.columns = {"no.", "case"}};
  std::vector<const Panel*> shown;
  for (const Panel& p : panels)
    if (std::ranges::any_of(cases, [&](const Measurement* m) { return usable(p.of(*m)); })) shown.push_back(&p);
  svg::Drawing drawing;
  double top = 26;
  for (const Panel* p : shown) {
    draw_panel(drawing, top, static_cast<size_t>(p - panels), *p, cases);
    picture.columns.emplace_back(p->title);
    top += panel + gap;
  }
  drawing.text({right, top - gap + 18}, "cases in the order they were measured", "faint small", svg::Anchor::end);
  for (size_t i = 0; i < cases.size(); ++i) {
    FigureRow row{{std::to_string(i + 1), static_cast<double>(i + 1)}, cases[i]->id.id()};
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
  picture.summary = fmt::format("{}{} in each of {} cases, in their order; lines reach from the least to the most.",
                                what, where, cases.size());
  if (cases.size() < all.size()) picture.note = fmt::format("{} of {} cases, evenly chosen", cases.size(), all.size());
  picture.height = top - gap + 26;
  picture.body = drawing.body();
  return picture;
}

std::vector<Picture> draw(const Report& report) {
  std::vector<Picture> drawn;
  for (size_t device = 0; device < report.devices.size(); ++device) {
    Cases cases;
    for (const Measurement& m : report.measurements)
      if (m.device == static_cast<int>(device) && has_time(m.outcome) &&
          std::ranges::any_of(panels, [&](const Panel& p) { return usable(p.of(m)); }))
        cases.push_back(&m);
    if (cases.size() > 1) drawn.push_back(picture_of(report, static_cast<int>(device), cases));
  }
  return drawn;
}

}  // namespace

extern constinit const Chart condition_chart{
    .name = "conditions", .summary = "clock, power and temperature over the run", .draw = draw};

}  // namespace gpupeak
