#include "analysis/gaps/plateaus.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "core/format.h"
#include "core/work.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

constexpr size_t fewest_plateau_points = 6;  // of a curve
constexpr size_t fewest_on_plateau = 3;      // two alike can be a slope
constexpr double least_noise = 0.03;         // of one point: intervals this narrow do not make two levels of one
constexpr double penalty = 3;                // per segment, in variances times the logarithm of the number of points
constexpr double most_trend = 0.25;          // from end to end, where nothing else tells a slope from a level
constexpr double trend_to_jump = 1.0 / 3;    // a level's own trend beside the smaller of the steps at its ends

// Sums that give the squares about the mean of any stretch of a curve at once, in variances of its points.
class Stretches {
 public:
  Stretches(const std::vector<double>& y, const std::vector<double>& deviations)
      : weight_(y.size() + 1), sum_(y.size() + 1), square_(y.size() + 1) {
    for (size_t i = 0; i < y.size(); ++i) {
      const double weight = 1 / (deviations[i] * deviations[i]);
      weight_[i + 1] = weight_[i] + weight;
      sum_[i + 1] = sum_[i] + weight * y[i];
      square_[i + 1] = square_[i] + weight * y[i] * y[i];
    }
  }
  double cost(size_t first, size_t end) const {
    const double sum = sum_[end] - sum_[first];
    return std::max(0.0, square_[end] - square_[first] - sum * sum / (weight_[end] - weight_[first]));
  }

 private:
  std::vector<double> weight_, sum_, square_;
};

// Of one point, from the differences of neighbours. Their lower quartile is that of neighbours on one level, however
// many steps the curve has.
double noise_of(const std::vector<double>& y) {
  std::vector<double> steps;
  for (size_t i = 1; i < y.size(); ++i) steps.push_back(std::abs(y[i] - y[i - 1]));
  constexpr double normal_quartile = 0.3186;  // of |N(0,1)|: P(|z| < 0.3186) = 0.25
  std::sort(steps.begin(), steps.end());
  return std::max(least_noise, steps[steps.size() / 4] / normal_quartile / std::sqrt(2.0));
}

// The segmentation with the least squares plus penalties: best[end] over all last segments.
std::vector<Segment> segments_of(const std::vector<double>& y, const std::vector<double>& own_noise) {
  const double common = noise_of(y);
  std::vector<double> deviations(y.size(), common);
  for (size_t i = 0; i < own_noise.size(); ++i) deviations[i] = std::hypot(common, own_noise[i]);
  const Stretches stretches(y, deviations);
  const double each = penalty * std::log(static_cast<double>(y.size()));
  std::vector<double> best(y.size() + 1, std::numeric_limits<double>::infinity());
  std::vector<size_t> from(y.size() + 1, 0);
  best[0] = 0;
  for (size_t end = 1; end <= y.size(); ++end)
    for (size_t first = 0; first < end; ++first)
      if (const double total = best[first] + stretches.cost(first, end) + each; total < best[end])
        best[end] = total, from[end] = first;
  std::vector<Segment> segments;
  for (size_t end = y.size(); end > 0; end = from[end]) segments.push_back({from[end], end - 1});
  std::reverse(segments.begin(), segments.end());
  return segments;
}

double level_of(const std::vector<double>& y, const Segment& s) {
  return median(std::span(y).subspan(s.first, s.last - s.first + 1));
}

// End to end, by Theil and Sen: the median slope of all pairs, times the length.
double trend_of(const std::vector<double>& y, const Segment& s) {
  std::vector<double> slopes;
  for (size_t i = s.first; i <= s.last; ++i)
    for (size_t j = i + 1; j <= s.last; ++j) slopes.push_back((y[j] - y[i]) / static_cast<double>(j - i));
  return slopes.empty() ? 0 : std::abs(median(slopes)) * static_cast<double>(s.last - s.first);
}

// What a segment's own trend must stay below to be a level.
double allowed_trend(const std::vector<double>& y, const std::vector<Segment>& all, size_t i) {
  double allowed = most_trend;
  const double level = level_of(y, all[i]);
  if (i > 0) allowed = std::min(allowed, trend_to_jump * std::abs(level - level_of(y, all[i - 1])));
  if (i + 1 < all.size()) allowed = std::min(allowed, trend_to_jump * std::abs(level - level_of(y, all[i + 1])));
  return allowed;
}

struct Point {
  double bytes;
  const Measurement* m;
};

const Metric* shown_by(const Measurement& m) {
  return metric_named(m.work.steps > 0 ? "latency_s" : "bandwidth_bytes_per_s");
}

// Curves in the order their first case has in the report. A size met twice (by name and in bytes) counts once.
std::vector<std::pair<std::string, std::vector<Point>>> plateaus_curves(const Report& report, int device) {
  std::vector<std::pair<std::string, std::vector<Point>>> curves;
  std::map<std::string, size_t> index;
  for (const Measurement& m : report.measurements) {
    if (m.device != device || m.outcome != Outcome::measured || !m.views.has(View::plateaus) || !m.id.has("size"))
      continue;
    const std::optional<double> value = shown_by(m)->value(m);
    if (!value || !(*value > 0) || !std::isfinite(*value) || !(m.work.working_set.value > 0)) continue;
    const std::string name = m.id.id_without("size");
    const auto [found, fresh] = index.try_emplace(name, curves.size());
    if (fresh) curves.emplace_back(name, std::vector<Point>());
    curves[found->second].second.push_back({m.work.working_set.value, &m});
  }
  for (auto& [name, points] : curves) {
    std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.bytes < b.bytes; });
    const auto same = [](const Point& a, const Point& b) { return a.bytes == b.bytes; };
    points.erase(std::unique(points.begin(), points.end(), same), points.end());
  }
  return curves;
}

// The smallest level that holds the middle of the plateau: its far end may already spill a little.
void name_level(Plateau& plateau, const DeviceInfo& device, Bytes middle, int units) {
  plateau.level = "dram";
  for (const CacheLevel& cache : device.caches) {
    if (middle > reachable(cache, device, units)) continue;
    plateau.level = cache.name;
    plateau.level_size = reachable(cache, device, units);
    return;
  }
}

Plateau plateau_of(const std::string& curve, const std::vector<Point>& points, const Segment& s,
                   const DeviceInfo& device) {
  std::vector<double> values, cycles;
  for (size_t i = s.first; i <= s.last; ++i) {
    const Measurement& m = *points[i].m;
    values.push_back(*shown_by(m)->value(m));
    if (const auto count = metric_named("latency_cycles")->value(m); count && std::isfinite(*count))
      cycles.push_back(*count);
  }
  const Measurement& first = *points[s.first].m;
  Plateau plateau{curve,
                  first.device,
                  {},
                  {},
                  shown_by(first),
                  median(values),
                  {},
                  Bytes(points[s.first].bytes),
                  Bytes(points[s.last].bytes),
                  static_cast<int>(values.size())};
  if (cycles.size() == values.size()) plateau.cycles = median(cycles);
  name_level(plateau, device, Bytes(points[(s.first + s.last) / 2].bytes), first.work.units);
  return plateau;
}

std::string upper(std::string name) {
  if (name != "dram") name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace

std::vector<Segment> level_segments(const std::vector<double>& values, const std::vector<double>& precisions) {
  if (values.size() < fewest_plateau_points) return {};
  std::vector<double> y;
  for (const double value : values) y.push_back(std::log(value));
  const std::vector<Segment> all = segments_of(y, precisions);
  std::vector<Segment> levels;
  for (size_t i = 0; i < all.size(); ++i)
    if (all[i].last - all[i].first + 1 >= fewest_on_plateau && trend_of(y, all[i]) <= allowed_trend(y, all, i))
      levels.push_back(all[i]);
  return levels;
}

std::vector<Plateau> plateaus(const Report& report) {
  std::vector<Plateau> found;
  for (size_t device = 0; device < report.devices.size(); ++device) {
    for (const auto& [curve, points] : plateaus_curves(report, static_cast<int>(device))) {
      std::vector<double> values, precisions;
      for (const Point& point : points) {
        values.push_back(*shown_by(*point.m)->value(*point.m));
        // Without an interval of its own a point has the noise that neighbours differ by.
        precisions.push_back(metric_named("median_precision")->value(*point.m).value_or(0));
      }
      for (const Segment& segment : level_segments(values, precisions))
        found.push_back(plateau_of(curve, points, segment, report.devices[device]));
    }
  }
  return found;
}

std::string text(const Plateau& p) {
  const std::string where = p.level_size.value > 0 ? fmt::format("{} {}", upper(p.level), text(p.level_size)) : p.level;
  const std::string value =
      p.metric->unit == MetricUnit::seconds ? text(Seconds(p.value)) : text(BytesPerSecond(p.value));
  const std::string cycles = p.cycles ? fmt::format(" ({:.1f} cycles)", *p.cycles) : std::string();
  return fmt::format("{}: {}{}, {} to {}", where, value, cycles, text(p.first), text(p.last));
}

}  // namespace gpupeak
