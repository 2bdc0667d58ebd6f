#include "analysis/gaps/start_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/format.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

constexpr size_t fewest_start_cost_points = 4;

struct Curve {
  std::string name;
  std::vector<double> bytes, seconds;  // of one kernel
};

std::vector<Curve> start_cost_curves(const Report& report, int device) {
  std::vector<Curve> curves;
  std::map<std::string, size_t> index;
  for (const Measurement& m : report.measurements) {
    if (m.device != device || m.outcome != Outcome::measured || !m.views.has(View::start_cost) || !m.id.has("size"))
      continue;
    const std::optional<double> seconds = metric_named("latency_s")->value(m);
    if (!seconds || !(*seconds > 0) || !std::isfinite(*seconds)) continue;
    const double bytes = total_bytes(m.work).value / m.work.steps;
    if (!std::isfinite(bytes)) continue;
    const std::string name = m.id.id_without("size");
    const auto [found, fresh] = index.try_emplace(name, curves.size());
    if (fresh) curves.push_back({name, {}, {}});
    curves[found->second].bytes.push_back(bytes);
    curves[found->second].seconds.push_back(*seconds);
  }
  return curves;
}

}  // namespace

Line line_of(const std::vector<double>& x, const std::vector<double>& y) {
  double ww = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;  // weights are 1 / y^2
  for (size_t i = 0; i < x.size(); ++i) {
    const double w = 1 / (y[i] * y[i]);
    ww += w;
    wx += w * x[i];
    wxx += w * x[i] * x[i];
    wy += w * y[i];
    wxy += w * x[i] * y[i];
  }
  const double determinant = ww * wxx - wx * wx;
  if (!(determinant > 1e-12 * ww * wxx)) return {ww > 0 ? wy / ww : 0, 0};  // all x are alike
  const Line line{(wxx * wy - wx * wxy) / determinant, (ww * wxy - wx * wy) / determinant};
  if (line.at_zero < 0) return {0, wxy / wxx};
  if (line.slope < 0) return {wy / ww, 0};
  return line;
}

std::vector<StartCost> start_costs(const Report& report) {
  std::vector<StartCost> found;
  for (size_t device = 0; device < report.devices.size(); ++device)
    for (const Curve& curve : start_cost_curves(report, static_cast<int>(device))) {
      if (curve.bytes.size() < fewest_start_cost_points) continue;
      const Line line = line_of(curve.bytes, curve.seconds);
      if (!(line.at_zero > 0) || !(line.slope > 0)) continue;  // one of the two does not show over these sizes
      StartCost cost{curve.name,
                     static_cast<int>(device),
                     Seconds(line.at_zero),
                     BytesPerSecond(1 / line.slope),
                     0,
                     static_cast<int>(curve.bytes.size())};
      for (size_t i = 0; i < curve.bytes.size(); ++i)
        cost.worst =
            std::max(cost.worst, std::abs(curve.seconds[i] / (line.at_zero + line.slope * curve.bytes[i]) - 1));
      found.push_back(std::move(cost));
    }
  return found;
}

std::string text(const StartCost& cost) {
  return fmt::format("{} + bytes / {}, half speed at {}; fits {} sizes within {}", text(cost.start), text(cost.rate),
                     text(cost.start * cost.rate), cost.points, percent(cost.worst));
}

}  // namespace gpupeak
