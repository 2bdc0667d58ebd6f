// Bandwidth and latency over the working set, drawn alike.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "analysis/gaps/plateaus.h"
#include "core/format.h"
#include "method/metrics.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/svg/drawing.h"
#include "reporters/svg/markup.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

constexpr size_t most_curves = 6, fewest_points = 3, most_curve_points = 64;
constexpr double steep_from = 10;  // largest / smallest: what spans more is drawn on a logarithmic scale
constexpr double curves_left = 62, curves_right = picture_width - 12, curves_top = 38, curves_bottom = 256;

struct CurveLook {
  std::string title;  // "bandwidth over size": follows the suite
  std::string unit;   // "B/s": stands at the ticks
};

struct Curve {
  std::string id;  // of its cases without the size
  Cases cases;     // by working set, each once
};

std::vector<Curve> curves_of(const SuiteCases& suite, const Metric& metric, bool (*belongs)(const Measurement&)) {
  std::vector<Curve> all;
  std::map<std::string, size_t> known;
  for (const Measurement* m : suite.cases) {
    if (m->outcome != Outcome::measured || !m->views.has(View::size_curve) || !belongs(*m) || !m->id.has("size"))
      continue;
    if (!finite_value(metric, *m) || !(*finite_value(metric, *m) > 0) || !(m->work.working_set.value > 0)) continue;
    const auto [entry, is_new] = known.emplace(m->id.id_without("size"), all.size());
    if (is_new) all.push_back({entry->first, {}});
    all[entry->second].cases.push_back(m);
  }
  const auto bytes = [](const Measurement* m) { return m->work.working_set.value; };
  for (Curve& curve : all) {
    std::ranges::stable_sort(curve.cases, {}, bytes);
    const auto repeated = std::unique(curve.cases.begin(), curve.cases.end(),
                                      [&](const Measurement* a, const Measurement* b) { return bytes(a) == bytes(b); });
    curve.cases.erase(repeated, curve.cases.end());
    curve.cases = thinned(curve.cases, most_curve_points);
  }
  std::erase_if(all, [](const Curve& c) { return c.cases.size() < fewest_points; });
  return all;
}

double best_of(const Curve& curve, const Metric& metric) {
  double best = 0;
  for (const Measurement* m : curve.cases) {
    const double value = *finite_value(metric, *m), goodness = metric.better == Better::lower ? 1 / value : value;
    best = std::max(best, goodness);
  }
  return best;
}

// As many as can be told apart: of curves that differ in their rung alone the best before the next one. In the order
// given.
std::vector<Curve> telling_curves(const std::vector<Curve>& all, const Metric& metric) {
  std::vector<size_t> order(all.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](size_t i) { return best_of(all[i], metric); });
  std::map<std::string, int> met;
  std::vector<std::pair<int, size_t>> ranked;
  for (const size_t i : order) {
    Case id = all[i].cases.front()->id;
    id.set("size", "");
    ranked.emplace_back(met[id.id_without("rung")]++, i);
  }
  std::ranges::sort(ranked);
  ranked.resize(std::min(ranked.size(), most_curves));
  std::ranges::sort(ranked, {}, [](const auto& entry) { return entry.second; });
  std::vector<Curve> kept;
  for (const auto& [rank, i] : ranked) kept.push_back(all[i]);
  return kept;
}

std::vector<std::string> curves_names(const std::vector<Curve>& curves, const SuiteCases& suite) {
  Cases firsts;
  for (const Curve& curve : curves) firsts.push_back(curve.cases.front());
  return short_labels(firsts, suite.cases, "size");
}

// A faint line where each cache is full, as much of it as the launches of all curves reach.
void draw_caches(svg::Drawing& drawing, const svg::Scale& x, const DeviceInfo& device,
                 const std::vector<Curve>& curves) {
  const int units = curves.front().cases.front()->work.units;
  for (const Curve& curve : curves)
    for (const Measurement* m : curve.cases)
      if (m->work.units != units) return;
  double free_from = curves_left;  // no name over its neighbour
  for (const CacheLevel& cache : device.caches) {
    const Bytes size = reachable(cache, device, units);
    if (!(size.value > x.low) || size.value > x.high) continue;
    const std::string full = fmt::format("{} {}", cache.name, text(size));
    const double at = x.at(size.value), width = svg::width_of(cache.name, 11);
    drawing.line({at, curves_bottom}, {at, curves_top}, "axis dots", full);
    if (at - width / 2 < free_from) continue;
    free_from = at + width / 2 + 4;
    drawing.text({at, curves_top - 4}, cache.name, "faint small", svg::Anchor::middle, full);
  }
}

std::string bytes_label(double bytes) { return text(Bytes(bytes)); }

Picture curves_picture(const Report& report, const SuiteCases& suite, std::vector<Curve> curves,
                       const std::vector<Plateau>& plateaus, const Metric& metric, const CurveLook& look) {
  const size_t all = curves.size();
  curves = telling_curves(curves, metric);
  Picture picture{.suite = heading(report, suite), .columns = {"curve", "working set", std::string(metric.title)}};
  std::vector<double> sizes, values;
  for (const Curve& curve : curves)
    for (const Measurement* m : curve.cases) {
      sizes.push_back(m->work.working_set.value);
      values.push_back(*finite_value(metric, *m));
    }
  const auto [least, most] = std::ranges::minmax(values);
  const bool steep = most > steep_from * least;
  const svg::Scale x = svg::log_over(sizes, curves_left, curves_right);
  const svg::Scale y =
      steep ? svg::log_over(values, curves_bottom, curves_top) : svg::linear_over(values, curves_bottom, curves_top);
  svg::Drawing drawing;
  svg::draw_axes(drawing, {x, "working set", bytes_label, true, 6},
                 {y, {}, [&](double value) { return svg::si(value, look.unit); }});
  drawing.text({4, curves_top - 20}, fmt::format("{}{}", metric.title, steep ? ", logarithmic" : ""), "faint small");
  draw_caches(drawing, x, report.devices[static_cast<size_t>(suite.device)], curves);

  const std::vector<std::string> names = curves_names(curves, suite);
  for (size_t i = 0; i < curves.size(); ++i) {
    for (const Plateau& p : plateaus)
      if (p.curve == curves[i].id && p.device == suite.device && p.metric == &metric)
        drawing.line({x.at(p.first.value), y.at(p.value)}, {x.at(p.last.value), y.at(p.value)},
                     fmt::format("thick {}", svg::stroke_of(i)), text(p));
    std::vector<svg::Point> points;
    for (const Measurement* m : curves[i].cases)
      points.push_back({x.at(m->work.working_set.value), y.at(*finite_value(metric, *m))});
    drawing.path(points, fmt::format("line {}", svg::stroke_of(i)));
    for (size_t k = 0; k < points.size(); ++k) {
      const Measurement& m = *curves[i].cases[k];
      const Figure value{text_of(*finite_value(metric, m), metric.unit), finite_value(metric, m)};
      drawing.mark(points[k], i, fmt::format("{}: {} at {}", names[i], value.text, text(m.work.working_set)), 3.2);
      picture.rows.push_back({names[i], {text(m.work.working_set), m.work.working_set.value}, value});
    }
  }
  double height = curves_bottom + 52;
  height += svg::draw_legend(drawing, {8, height}, picture_width - 16, names);
  std::string_view last;
  for (const Plateau& p : plateaus) {
    const auto curve = std::ranges::find(curves, p.curve, &Curve::id);
    if (curve == curves.end() || p.device != suite.device || p.metric != &metric) continue;
    const auto index = static_cast<size_t>(curve - curves.begin());
    if (last != p.curve) height += 4;
    last = p.curve;
    drawing.rectangle({10, height - 6}, 14, 4, svg::fill_of(index));
    for (const std::string& part : wrapped(text(p), static_cast<size_t>((curves_right - 30) / svg::width_of("x", 11))))
      drawing.text({30, height}, part, "faint small"), height += 15;
  }
  picture.title = fmt::format("{}: {}", picture.suite, look.title);
  picture.summary =
      fmt::format("{} curves of {} over the working set, {} points from {} to {}.", curves.size(), metric.title,
                  picture.rows.size(), text_of(least, metric.unit), text_of(most, metric.unit));
  if (curves.size() < all)
    picture.note = fmt::format("{} of {} curves, the best rung of each first", curves.size(), all);
  picture.height = height;
  picture.body = drawing.body();
  return picture;
}

// One picture per suite of every curve (cases that differ in `size` alone) with at least three working sets at which
// `metric` is known and `belongs` holds, with the plateaus that the analysis finds.
std::vector<Picture> draw_curves(const Report& report, const Metric& metric, bool (*belongs)(const Measurement&),
                                 const CurveLook& look) {
  std::vector<Picture> drawn;
  std::vector<Plateau> found;
  for (const SuiteCases& suite : drawn_suites(report)) {
    std::vector<Curve> curves = curves_of(suite, metric, belongs);
    if (curves.empty()) continue;
    if (found.empty()) found = plateaus(report);
    drawn.push_back(curves_picture(report, suite, std::move(curves), found, metric, look));
  }
  return drawn;
}

}  // namespace

// Each level of the memory hierarchy is a plateau.
extern constinit const Chart size_chart{
    .name = "bandwidth",
    .summary = "bandwidth over working-set size with the plateaus of caches",
    .draw =
        [](const Report& report) {
          return draw_curves(report, *metric_named("bandwidth_bytes_per_s"),
                             [](const Measurement& m) { return !(m.work.steps > 0); },
                             {.title = "bandwidth over size", .unit = "B/s"});
        },
};

// One dependent access: a step per level.
extern constinit const Chart latency_chart{
    .name = "latency",
    .summary = "latency of a dependent access over working-set size",
    .draw =
        [](const Report& report) {
          return draw_curves(report, *metric_named("latency_s"), [](const Measurement& m) { return m.work.steps > 0; },
                             {.title = "latency over size", .unit = "s"});
        },
};

}  // namespace gpupeak
