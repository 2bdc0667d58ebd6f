// The roofline (Williams, Waterman, Patterson, CACM 52(4), 2009): every ceiling of a device and each kernel as a point.
// A ceiling is a line; dashed where it is only what was measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "analysis/gaps/seen_rates.h"
#include "core/format.h"
#include "reporters/charts/charts.h"
#include "reporters/charts/roofs.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/svg/drawing.h"
#include "reporters/svg/markup.h"
#include "reporters/svg/places.h"

namespace gpupeak {
namespace {

constexpr double roofline_left = 42, roofline_right = picture_width - 10, roofline_top = 26, roofline_bottom = 330;
constexpr size_t most_roofline_points = 24;
constexpr double roofline_far_above = 8;  // times the fastest kernel: a roof further up is listed, not drawn

struct Kernel {
  const Measurement* m;
  double intensity, rate;         // flop per byte that moves, flop per second
  std::optional<double> reached;  // of its ceiling
};

// Of each ladder the fastest rung that does arithmetic on bytes that move; nearest to its ceiling first.
std::vector<Kernel> kernels_of(const Report& report, int device) {
  std::map<std::string, Kernel> best;
  std::vector<std::string> order;
  for (const Measurement& m : report.measurements) {
    if (m.device != device || m.outcome != Outcome::measured || !m.views.has(View::roofline)) continue;
    const std::optional<double> rate = finite_value(*metric_named("flop_rate_flops_per_s"), m);
    const double bytes = total_bytes(m.work).value, flops = total_flops(m.work).value;
    if (!rate || !(*rate > 0) || !(bytes > 0) || !std::isfinite(flops / bytes) || !(flops > 0)) continue;
    const auto [entry, is_new] = best.try_emplace(m.group, Kernel{&m, flops / bytes, *rate, {}});
    if (is_new) order.push_back(m.group);
    if (*rate > entry->second.rate) entry->second = {&m, flops / bytes, *rate, {}};
  }
  const SeenRates seen(report);
  std::vector<Kernel> kernels;
  for (const std::string& group : order) {
    kernels.push_back(best.at(group));
    kernels.back().reached = seen.share_of_ceiling(*kernels.back().m);
  }
  std::ranges::stable_sort(kernels, std::ranges::greater{}, [](const Kernel& k) { return k.reached.value_or(-1); });
  return kernels;
}

// One prefix for all ticks: "GFLOP/s", that of the middle unless the highest would have five digits.
struct RateAxis {
  std::string unit;
  double factor = 1;
};
RateAxis rate_axis(const svg::Scale& y) {
  const double middle = std::sqrt(y.low) * std::sqrt(y.high);
  double factor = std::pow(1000, std::clamp(std::floor(std::log10(middle) / 3), 0.0, 6.0));
  if (y.high >= 1e4 * factor && factor < 1e18) factor *= 1000;
  return {svg::si(factor, "FLOP/s").substr(2), factor};
}

size_t roofline_series(const Roof& roof) { return roof.unit == Unit::flop ? 1 : 0; }

struct RoofSegment {
  svg::Point from, to;
};

// A flat line for arithmetic; for memory rate = bandwidth x intensity, as far as the highest roof of arithmetic. None
// where it lies outside.
std::optional<RoofSegment> line_of(const Roof& roof, const svg::Scale& x, const svg::Scale& y, double highest) {
  if (roof.unit == Unit::flop) {
    if (roof.rate > y.high || roof.rate < y.low) return std::nullopt;
    return RoofSegment{{x.from, y.at(roof.rate)}, {x.to, y.at(roof.rate)}};
  }
  const double first = std::max(x.low, y.low / roof.rate);
  const double last = std::min(x.high, std::min(highest, y.high) / roof.rate);
  if (!(last > first)) return std::nullopt;
  return RoofSegment{{x.at(first), y.at(first * roof.rate)}, {x.at(last), y.at(last * roof.rate)}};
}

// Over a flat line from its right end to its left one, then under it; below a slope, then above it.
std::vector<svg::Point> places_along(const RoofSegment& line, bool flat, double width) {
  std::vector<svg::Point> found;
  constexpr int steps = 40;
  for (const bool other_side : {false, true})
    for (int i = 0; i <= steps; ++i) {
      const double share = static_cast<double>(i) / steps;
      if (flat)
        found.push_back(
            {line.to.x - width - share * (line.to.x - width - line.from.x), line.from.y + (other_side ? 12 : -4)});
      else if (share < 0.8)  // no label of a slope over the roof where it ends
        found.push_back({line.from.x + share * (line.to.x - line.from.x) + (other_side ? -8 - width : 8),
                         line.from.y + share * (line.to.y - line.from.y) + (other_side ? -3 : 10)});
    }
  return found;
}

// Around a mark, nearest first.
std::vector<svg::Point> places_around(svg::Point at, double width) {
  std::vector<svg::Point> found;
  for (const double radius : {0.0, 7.0, 14.0, 21.0, 28.0})
    for (const int eighth : {0, 4, 2, 6, 1, 7, 3, 5}) {
      const double angle = eighth * std::numbers::pi / 4, out = 6 + radius;
      const double x = at.x + out * std::cos(angle), y = at.y - out * std::sin(angle);
      const double shift = std::cos(angle) > 0.1 ? 0 : std::cos(angle) < -0.1 ? -width : -width / 2;
      found.push_back({x + shift, y + (std::sin(angle) > 0.5 ? 0 : std::sin(angle) < -0.5 ? 9 : 4)});
    }
  return found;
}

struct Axes {
  svg::Scale x, y;
  double highest = 0;  // roof of arithmetic or kernel
};

// Kernels use the height; the roofs right above them are in view, and of slopes the knees and some more.
Axes roofline_axes(const std::vector<Kernel>& kernels, const std::vector<Roof>& roofs) {
  const double fastest = std::ranges::max(kernels, {}, &Kernel::rate).rate;
  Axes axes;
  axes.highest = fastest;
  std::vector<double> intensities, rates;
  for (const Kernel& kernel : kernels) {
    intensities.insert(intensities.end(), {kernel.intensity / 1.6, kernel.intensity * 1.6});
    rates.insert(rates.end(), {kernel.rate / 1.6, kernel.rate * 1.3});
  }
  double nearest = 0;  // the lowest roof over all kernels is in view however far it is
  for (const Roof& roof : roofs)
    if (roof.unit == Unit::flop && roof.rate >= fastest && (nearest == 0 || roof.rate < nearest)) nearest = roof.rate;
  for (const Roof& roof : roofs)
    if (roof.unit == Unit::flop && (roof.rate <= roofline_far_above * fastest || roof.rate == nearest)) {
      axes.highest = std::max(axes.highest, roof.rate);
      rates.push_back(roof.rate * 1.25);
      if (roof.rate >= std::ranges::min(kernels, {}, &Kernel::rate).rate) rates.push_back(roof.rate / 1.25);
    }
  for (const Roof& roof : roofs)
    if (roof.unit == Unit::byte) intensities.push_back(axes.highest / roof.rate / 3);
  axes.x = svg::log_over(intensities, roofline_left, roofline_right),
  axes.y = svg::log_over(rates, roofline_bottom, roofline_top);
  return axes;
}

// What the list under the picture says of one line: a sign, a name, a figure.
double draw_row(svg::Drawing& drawing, double y, const std::string& sign, const std::string& name,
                const std::string& figure, const std::string& tooltip) {
  const double room = roofline_right - 32 - svg::width_of(figure, 11) - 10;
  drawing.text({26, y}, sign, "small strong", svg::Anchor::end);
  drawing.text({32, y}, svg::cut_middle(name, static_cast<size_t>(std::max(room, 60.0) / svg::width_of("x", 11))),
               "small", svg::Anchor::start, tooltip);
  drawing.text({roofline_right, y}, figure, "faint small", svg::Anchor::end);
  return 15;
}

std::vector<svg::LegendEntry> legend_of(const std::vector<Roof>& roofs) {
  std::vector<svg::LegendEntry> legend{{"kernels", 2, svg::Sign::mark}};
  for (const Unit unit : {Unit::flop, Unit::byte})
    for (const bool measured : {false, true})
      if (std::ranges::any_of(roofs, [&](const Roof& r) { return r.unit == unit && r.measured == measured; }))
        legend.push_back(
            {fmt::format("{}{}", unit == Unit::flop ? "arithmetic" : "memory", measured ? ", measured" : ""),
             unit == Unit::flop ? size_t{1} : size_t{0}, measured ? svg::Sign::dashes : svg::Sign::line});
  return legend;
}

Picture roofline_picture(const Report& report, int device, const std::vector<Kernel>& all) {
  const std::vector<Kernel> kernels = thinned(all, most_roofline_points);
  std::set<Resource> charged;
  for (const Kernel& kernel : all)
    for (const auto& [resource, amount] : kernel.m->work.amounts) charged.insert(resource);
  const std::vector<Roof> roofs = roofs_of(report, device, charged);
  const SeenRates seen(report);
  Picture picture{.columns = {"no.", "kernel or ceiling", "rate", "of ceiling", "bound by"}};
  const auto [x, y, highest] = roofline_axes(kernels, roofs);
  const RateAxis axis = rate_axis(y);

  svg::Drawing drawing;
  svg::draw_axes(
      drawing, {x, "arithmetic per byte moved, flop/byte", [](double v) { return fmt::format("{:.4g}", v); }, false, 6},
      {y, axis.unit, [&](double v) { return fmt::format("{:.4g}", v / axis.factor); }});
  svg::Places places({roofline_left, roofline_top - 8, roofline_right, roofline_bottom});
  for (const Kernel& kernel : kernels) {
    const svg::Point at{x.at(kernel.intensity), y.at(kernel.rate)};
    places.take({at.x - 5, at.y - 5, at.x + 5, at.y + 5});
  }
  for (const Roof& roof : roofs) {
    const std::optional<RoofSegment> line = line_of(roof, x, y, highest);
    if (!line) continue;
    drawing.line(line->from, line->to,
                 fmt::format("line {}{}", roof.measured ? "dashes " : "", svg::stroke_of(roofline_series(roof))),
                 fmt::format("{}, {}", label_of(roof), roof.origin));
    places.take_line(line->from, line->to);
  }

  std::vector<std::string> ids, among;
  for (const Kernel& kernel : kernels) ids.push_back(kernel.m->id.id());
  for (const Measurement& m : report.measurements)
    if (m.device == device) among.push_back(m.id.id());
  const std::vector<std::string> labels = short_ids(ids, among);
  const double legend = roofline_bottom + 48;
  picture.height = legend + svg::draw_legend(drawing, {8, legend}, picture_width - 16, legend_of(roofs)) + 2;
  svg::Drawing list;
  double height = 11;
  for (size_t i = 0; i < kernels.size(); ++i) {
    const Kernel& kernel = kernels[i];
    const svg::Point at{x.at(kernel.intensity), y.at(kernel.rate)};
    const std::string number = std::to_string(i + 1), rate = text(FlopsPerSecond(kernel.rate));
    const std::string tooltip =
        fmt::format("{}. {}: {} at {} flop/byte", number, kernel.m->id.id(), rate, three_digits(kernel.intensity));
    const double width = svg::width_of(number, 11);
    if (const std::optional<svg::Point> free = places.free(places_around(at, width), width)) {
      const svg::Point middle{free->x + width / 2, free->y - 4};
      if (std::hypot(middle.x - at.x, middle.y - at.y) > 17) drawing.line(at, middle, "axis");
      drawing.text(*free, number, "small strong", svg::Anchor::start, tooltip);
    }
    drawing.mark(at, 2, tooltip);
    height += draw_row(list, height, number, labels[i], rate, tooltip);
    const std::optional<Ceiling> ceiling =
        seen.shortest(*kernel.m, kernel.m->clocked ? kernel.m->clocked : kernel.m->rated);
    picture.rows.push_back({{number, static_cast<double>(i + 1)},
                            labels[i],
                            {rate, kernel.rate},
                            {kernel.reached ? share(*kernel.reached) : "–", kernel.reached},
                            {ceiling ? std::string(row(ceiling->bound_by).name) : "–"}});
  }
  std::map<std::string, std::string> signs;
  char letter = 'a';                // of what has no room for its name, and is listed
  std::vector<Roof> order = roofs;  // the lowest slope has the room below it
  std::ranges::stable_sort(
      order, {}, [](const Roof& r) { return r.unit == Unit::flop ? std::pair(0, -r.rate) : std::pair(1, r.rate); });
  for (const Roof& roof : order) {
    const std::optional<RoofSegment> line = line_of(roof, x, y, highest);
    const std::string label = label_of(roof);
    const auto place = [&](const std::string& text) -> std::optional<svg::Point> {
      if (!line) return std::nullopt;
      const double width = svg::width_of(text, 11);
      return places.free(places_along(*line, roof.unit == Unit::flop, width), width);
    };
    if (const std::optional<svg::Point> free = place(label)) {
      drawing.text(*free, label, "small", svg::Anchor::start, fmt::format("{}, {}", label, roof.origin));
      continue;
    }
    const std::optional<svg::Point> free = letter <= 'z' ? place("m") : std::nullopt;
    const std::string sign = free ? std::string(1, letter++) : std::string(line ? "" : "↑");
    if (free) drawing.text(*free, sign, "small strong", svg::Anchor::start, label);
    const std::string rate = rate_text(roof);
    height += draw_row(list, height, sign, label.substr(0, label.find(" " + rate)), rate,
                       fmt::format("{}, {}", label, roof.origin));
    signs[label] = sign;
  }
  for (const Roof& roof : roofs) {
    std::string names;
    for (const Resource resource : roof.resources)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", row(resource).name);
    picture.rows.push_back({{signs[label_of(roof)]},
                            {fmt::format("ceiling of {} ({})", names, roof.origin)},
                            {rate_text(roof), roof.rate},
                            {""},
                            {""}});
  }
  const std::string where = report.devices.size() > 1 ? fmt::format(" of device {}", device) : std::string();
  picture.title = fmt::format("Roofline{}: what limits each kernel", where);
  picture.about =
      "A mark is the fastest rung of a kernel: how fast it computes, over the arithmetic that it does with each byte. "
      "Under a slope it waits for that level of memory, under a flat line for the arithmetic units. Numbers begin with "
      "the kernel nearest to its ceiling.";
  if (std::ranges::any_of(roofs, &Roof::measured))
    picture.about += " Of a dashed line nothing tells the true rate: it is the best of this report, and no ceiling.";
  picture.summary =
      fmt::format("Roofline{}: {} ceilings and {} kernels, the fastest at {}.", where, roofs.size(), kernels.size(),
                  text(FlopsPerSecond(std::ranges::max(kernels, {}, &Kernel::rate).rate)));
  if (kernels.size() < all.size())
    picture.note = fmt::format("{} of {} kernels, evenly chosen", kernels.size(), all.size());
  picture.body = drawing.body();
  picture.list = list.body();
  picture.list_height = height - 11;
  return picture;
}

std::vector<Picture> draw_roofline(const Report& report) {
  std::vector<Picture> drawn;
  for (size_t device = 0; device < report.devices.size(); ++device)
    if (const std::vector<Kernel> kernels = kernels_of(report, static_cast<int>(device)); !kernels.empty())
      drawn.push_back(roofline_picture(report, static_cast<int>(device), kernels));
  return drawn;
}

}  // namespace

extern constinit const Chart roofline_chart{
    .name = "roofline", .summary = "every ceiling and each kernel, flop/s over flop/byte", .draw = draw_roofline};

}  // namespace gpupeak
