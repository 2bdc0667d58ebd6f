// The roofline (Williams, Waterman, Patterson, CACM 52(4), 2009): every ceiling of a device and each kernel as a point.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/format.h"
#include "reporters/case_groups.h"
#include "reporters/charts/charts.h"
#include "reporters/figures.h"
#include "reporters/svg/drawing.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

constexpr double left = 46, right = picture_width - 10, top = 26, bottom = 300;
constexpr size_t most_points = 24;

struct Kernel {
  const Measurement* m;
  double intensity, rate;  // flop per byte that moves, flop per second
};

struct Roof {
  Resource resource;
  double rate;  // flop/s or byte/s
  std::string origin;
};

// Of each ladder the fastest rung that does arithmetic on bytes that move.
std::vector<Kernel> kernels_of(const Report& report, int device) {
  std::map<std::string, Kernel> best;
  std::vector<std::string> order;
  for (const Measurement& m : report.measurements) {
    if (m.device != device || m.outcome != Outcome::measured) continue;
    const std::optional<double> rate = finite_value(*metric_named("flop_rate_flops_per_s"), m);
    const double bytes = total_bytes(m.work).value, flops = total_flops(m.work).value;
    if (!rate || !(*rate > 0) || !(bytes > 0) || !std::isfinite(flops / bytes) || !(flops > 0)) continue;
    const auto [entry, is_new] = best.try_emplace(m.group, Kernel{&m, flops / bytes, *rate});
    if (is_new) order.push_back(m.group);
    if (*rate > entry->second.rate) entry->second = {&m, flops / bytes, *rate};
  }
  std::vector<Kernel> kernels;
  for (const std::string& group : order) kernels.push_back(best.at(group));
  return kernels;
}

// The fastest that this report saw traffic of the resource move, where no peak is known.
std::optional<double> seen_rate(const Report& report, int device, Resource resource) {
  std::optional<double> best;
  const int units = report.devices[static_cast<size_t>(device)].units;
  for (const Measurement& m : report.measurements) {
    if (m.device != device || m.outcome != Outcome::measured || m.work.amounts.size() != 1) continue;
    if (m.work.amounts.begin()->first != resource || (m.work.units != 0 && m.work.units != units)) continue;
    const std::optional<double> rate = finite_value(*metric_named("bandwidth_bytes_per_s"), m);
    if (rate && *rate > 0 && (!best || *rate > *best)) best = rate;
  }
  return best;
}

// Those that the kernels are charged with.
std::vector<Roof> roofs_of(const Report& report, int device, const std::vector<Kernel>& kernels) {
  std::set<Resource> used;
  for (const Kernel& kernel : kernels)
    for (const auto& [resource, amount] : kernel.m->work.amounts) used.insert(resource);
  std::vector<Roof> roofs;
  const DeviceInfo& info = report.devices[static_cast<size_t>(device)];
  for (const Resource resource : used) {
    const auto known = info.peak.rates.find(resource);
    if (known != info.peak.rates.end() && std::isfinite(known->second.per_second) && known->second.per_second > 0)
      roofs.push_back({resource, known->second.per_second, std::string(name(known->second.source))});
    else if (const auto seen = row(resource).unit == Unit::byte ? seen_rate(report, device, resource) : std::nullopt)
      roofs.push_back({resource, *seen, "best measured"});
  }
  return roofs;
}

std::string rate_text(const Roof& roof) {
  return row(roof.resource).unit == Unit::flop ? text(FlopsPerSecond(roof.rate)) : text(BytesPerSecond(roof.rate));
}

// Rectangles that are taken, so that labels do not cover one another.
class Places {
 public:
  // The first of the candidates that covers nothing, or the first.
  svg::Point free(const std::vector<svg::Point>& candidates, double width, double height) {
    for (const svg::Point& at : candidates)
      if (is_free(at, width, height)) return take(at, width, height);
    return take(candidates.front(), width, height);
  }
  svg::Point take(svg::Point at, double width, double height) {
    taken_.push_back({at, width, height});
    return at;
  }

 private:
  struct Box {
    svg::Point at;  // left end of the base line
    double width, height;
  };
  bool is_free(svg::Point at, double width, double height) const {
    if (at.x < left || at.x + width > right || at.y - height < top || at.y > bottom) return false;
    return std::ranges::none_of(taken_, [&](const Box& b) {
      return at.x < b.at.x + b.width && b.at.x < at.x + width && at.y - height < b.at.y && b.at.y - b.height < at.y;
    });
  }
  std::vector<Box> taken_;
};

void draw_line(svg::Drawing& drawing, const svg::Scale& x, const svg::Scale& y, const Roof& roof, double highest) {
  const std::string tooltip = fmt::format("{}: {}, {}", row(roof.resource).name, rate_text(roof), roof.origin);
  if (row(roof.resource).unit == Unit::flop) {
    const double at = y.at(roof.rate);
    return drawing.line({x.from, at}, {x.to, at}, fmt::format("line {}", svg::stroke_of(1)), tooltip);
  }
  // rate = bandwidth × intensity, as far as the highest roof of arithmetic
  const double first = std::max(x.low, y.low / roof.rate), last = std::min(x.high, highest / roof.rate);
  if (last > first)
    drawing.line({x.at(first), y.at(first * roof.rate)}, {x.at(last), y.at(last * roof.rate)},
                 fmt::format("line {}", svg::stroke_of(0)), tooltip);
}

// Flat roofs are labelled at their right end, slopes along their lower side.
void draw_label(svg::Drawing& drawing, Places& places, const svg::Scale& x, const svg::Scale& y, const Roof& roof,
                double highest) {
  const std::string label = fmt::format("{} {}", row(roof.resource).name, rate_text(roof));
  const double width = svg::width_of(label, 11);
  std::vector<svg::Point> candidates;
  if (row(roof.resource).unit == Unit::flop) {
    const double at = y.at(roof.rate);
    for (const double from : {right - width, right - 1.6 * width, right - 2.2 * width, left + 4})
      candidates.insert(candidates.end(), {{from, at - 4}, {from, at + 12}});
  } else {
    const double first = std::max(x.low, y.low / roof.rate), last = std::min(x.high, highest / roof.rate);
    if (!(last > first)) return;
    const svg::Point from{x.at(first), y.at(first * roof.rate)}, to{x.at(last), y.at(last * roof.rate)};
    for (const double share : {0.02, 0.15, 0.3, 0.45, 0.6, 0.75})
      candidates.push_back({from.x + share * (to.x - from.x) + 8, from.y + share * (to.y - from.y) + 10});
  }
  drawing.text(places.free(candidates, width, 11), label, "small", svg::Anchor::start, label);
}

Picture picture_of(const Report& report, int device, const std::vector<Kernel>& all) {
  const std::vector<Kernel> kernels = thinned(all, most_points);
  const std::vector<Roof> roofs = roofs_of(report, device, kernels);
  Picture picture{.columns = {"no.", "case or ceiling", "flop/byte", "rate", "from"}};

  std::vector<double> intensities, rates;
  double highest = 0;
  for (const Kernel& kernel : kernels) {
    intensities.insert(intensities.end(), {kernel.intensity / 2, kernel.intensity * 2});
    rates.insert(rates.end(), {kernel.rate / 2, kernel.rate * 1.3});
    highest = std::max(highest, kernel.rate);
  }
  for (const Roof& roof : roofs)
    if (row(roof.resource).unit == Unit::flop) rates.push_back(roof.rate * 1.6), highest = std::max(highest, roof.rate);
  for (const Roof& roof : roofs)  // its knee in view, and some of its slope
    if (row(roof.resource).unit == Unit::byte) intensities.push_back(highest / roof.rate / 4);
  const svg::Scale x = svg::log_over(intensities, left, right), y = svg::log_over(rates, bottom, top);

  svg::Drawing drawing;
  svg::draw_axes(drawing, {x, "flop per byte that moves", [](double v) { return svg::si(v); }, false, 6},
                 {y, "flop/s", [](double v) { return svg::si(v); }});
  Places places;
  for (const Kernel& kernel : kernels) places.take({x.at(kernel.intensity) - 5, y.at(kernel.rate) + 5}, 10, 10);
  for (const Roof& roof : roofs) {
    draw_line(drawing, x, y, roof, highest);
    picture.rows.push_back(
        {{""}, {std::string(row(roof.resource).name)}, {""}, {rate_text(roof), roof.rate}, roof.origin});
  }

  std::vector<std::string> ids, among;
  for (const Kernel& kernel : kernels) ids.push_back(kernel.m->id.id());
  for (const Measurement& m : report.measurements)
    if (m.device == device) among.push_back(m.id.id());
  const std::vector<std::string> labels = short_ids(ids, among);
  double height = bottom + 50;
  for (size_t i = 0; i < kernels.size(); ++i) {
    const Kernel& kernel = kernels[i];
    const svg::Point at{x.at(kernel.intensity), y.at(kernel.rate)};
    const std::string number = std::to_string(i + 1), rate = text(FlopsPerSecond(kernel.rate));
    const std::string tooltip =
        fmt::format("{}. {}: {} at {} flop/byte", number, kernel.m->id.id(), rate, three_digits(kernel.intensity));
    drawing.mark(at, 2, tooltip);
    const double width = svg::width_of(number, 11);
    drawing.text(places.free({{at.x + 6, at.y + 4},
                              {at.x - 6 - width, at.y + 4},
                              {at.x - width / 2, at.y - 7},
                              {at.x - width / 2, at.y + 16},
                              {at.x + 7, at.y - 6},
                              {at.x + 7, at.y + 14},
                              {at.x - 7 - width, at.y - 6},
                              {at.x - 7 - width, at.y + 14}},
                             width, 10),
                 number, "small strong", svg::Anchor::start, tooltip);
    const std::string figure = fmt::format("{} · {} flop/B", rate, three_digits(kernel.intensity));
    const double room = right - 30 - svg::width_of(figure, 11) - 10;
    drawing.text({26, height}, number, "small strong", svg::Anchor::end);
    drawing.text({32, height},
                 svg::cut_middle(labels[i], static_cast<size_t>(std::max(room, 60.0) / svg::width_of("x", 11))),
                 "small", svg::Anchor::start, tooltip);
    drawing.text({right, height}, figure, "faint small", svg::Anchor::end);
    height += 15;
    picture.rows.push_back({{number, static_cast<double>(i + 1)},
                            kernel.m->id.id(),
                            {three_digits(kernel.intensity), kernel.intensity},
                            {rate, kernel.rate},
                            {"measured"}});
  }
  for (const Roof& roof : roofs) draw_label(drawing, places, x, y, roof, highest);
  const std::string where = report.devices.size() > 1 ? fmt::format(" of device {}", device) : std::string();
  picture.title = "Roofline" + where;
  picture.summary =
      fmt::format("Roofline{}: {} ceilings and {} kernels, the fastest at {}.", where, roofs.size(), kernels.size(),
                  text(FlopsPerSecond(std::ranges::max(kernels, {}, &Kernel::rate).rate)));
  if (kernels.size() < all.size())
    picture.note = fmt::format("{} of {} kernels, evenly chosen", kernels.size(), all.size());
  picture.height = height;
  picture.body = drawing.body();
  return picture;
}

std::vector<Picture> draw(const Report& report) {
  std::vector<Picture> drawn;
  for (size_t device = 0; device < report.devices.size(); ++device)
    if (const std::vector<Kernel> kernels = kernels_of(report, static_cast<int>(device)); !kernels.empty())
      drawn.push_back(picture_of(report, static_cast<int>(device), kernels));
  return drawn;
}

}  // namespace

extern constinit const Chart roofline_chart{
    .name = "roofline", .summary = "every ceiling and each kernel, flop/s over flop/byte", .draw = draw};

}  // namespace gpupeak
