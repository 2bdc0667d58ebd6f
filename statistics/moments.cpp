#include "statistics/moments.h"

#include <cmath>

namespace gpupeak {

Moments moments(std::span<const double> values) {
  Moments m;
  m.count = static_cast<double>(values.size());
  for (const double value : values) m.mean += value / m.count;
  if (values.size() < 2) return m;
  for (const double value : values) m.variance += (value - m.mean) * (value - m.mean) / (m.count - 1);
  return m;
}

std::vector<double> logs(std::span<const double> values) {
  std::vector<double> result;
  for (const double value : values) result.push_back(std::log(value));
  return result;
}

}  // namespace gpupeak
