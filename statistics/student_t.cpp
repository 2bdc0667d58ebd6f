#include "statistics/student_t.h"

#include <cmath>

namespace gpupeak {
namespace {

// I_x(a, b) by Lentz's method, for x below (a+1)/(a+b+2), where the fraction converges fast.
double fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto away_from_0 = [](double v) { return std::abs(v) < tiny ? tiny : v; };
  double c = 1, d = 1 / away_from_0(1 - (a + b) * x / (a + 1)), f = d;
  for (int m = 1; m <= 10000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_0(1 + even * d), c = away_from_0(1 + even / c), f *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_0(1 + odd * d), c = away_from_0(1 + odd / c);
    f *= d * c;
    if (std::abs(d * c - 1) < 1e-15) break;
  }
  return f;
}

double incomplete_beta(double a, double b, double x) {
  if (!(x > 0)) return 0;
  if (!(x < 1)) return 1;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * fraction(a, b, x) / a;
  return 1 - front * fraction(b, a, 1 - x) / b;
}

}  // namespace

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

double student_t_tail(double t, double degrees) {
  if (std::isnan(t) || !(degrees > 0)) return NAN;
  const double both = incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t));
  return t >= 0 ? both / 2 : 1 - both / 2;
}

double f_tail(double f, double above, double below) {
  if (std::isnan(f) || !(above > 0) || !(below > 0)) return NAN;
  return f > 0 ? incomplete_beta(below / 2, above / 2, below / (below + above * f)) : 1;
}

double student_t_quantile(double p, double degrees) {
  double low = 0, high = 1;
  while (student_t_tail(high, degrees) > p && high < 1e300) high *= 2;
  while (high - low > 1e-14 * high) {
    const double middle = 0.5 * (low + high);
    if (middle == low || middle == high) break;
    (student_t_tail(middle, degrees) > p ? low : high) = middle;
  }
  return high;
}

}  // namespace gpupeak
