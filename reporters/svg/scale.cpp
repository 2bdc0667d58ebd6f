#include "reporters/svg/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reporters/report/figures.h"

namespace gpupeak::svg {
namespace {

constexpr double largest = 1e150;  // of what is drawn: differences and quotients of such are finite

std::vector<double> usable(const std::vector<double>& values, bool log) {
  std::vector<double> kept;
  for (const double value : values)
    if (std::isfinite(value) && (!log || value > 0))
      kept.push_back(log ? std::clamp(value, 1 / largest, largest) : std::clamp(value, -largest, largest));
  return kept;
}

// The smallest of 1, 2, 5 times a power of ten that is no less.
double round_up(double step) {
  const double power = std::pow(10, std::floor(std::log10(step)));
  for (const double digit : {1.0, 2.0, 5.0})
    if (digit * power >= step * (1 - 1e-9)) return digit * power;
  return 10 * power;
}

std::vector<double> linear_ticks(const Scale& scale, int count) {
  std::vector<double> found;
  const double step = round_up((scale.high - scale.low) / count);
  const double first = std::ceil(scale.low / step - 1e-9);
  for (int i = 0; i <= 4 * count; ++i) {
    const double value = (first + i) * step;
    if (value > scale.high + 1e-9 * step) break;
    found.push_back(value == 0 ? 0 : value);
  }
  return found;
}

std::vector<double> powers(const Scale& scale, double base, int count) {
  const double all = std::log(scale.high / scale.low) / std::log(base);
  const int stride = std::max(1, static_cast<int>(std::ceil(all / count)));
  std::vector<double> found;
  const int first = static_cast<int>(std::ceil(std::log(scale.low) / std::log(base) - 1e-9));
  for (int i = 0; i <= 2 * count; ++i) {
    const double value = std::pow(base, first + i * stride);
    if (value > scale.high * (1 + 1e-9)) break;
    found.push_back(value);
  }
  return found;
}

std::vector<double> short_log_ticks(const Scale& scale) {
  std::vector<double> found;
  const int first = static_cast<int>(std::floor(std::log10(scale.low)));
  for (int power = first; power < first + 5; ++power)
    for (const double digit : {1.0, 2.0, 5.0})
      if (const double value = digit * std::pow(10, power);
          value >= scale.low * (1 - 1e-9) && value <= scale.high * (1 + 1e-9))
        found.push_back(value);
  return found;
}

}  // namespace

double Scale::at(double value) const {
  if (!std::isfinite(value)) return from;
  const double clamped = std::clamp(value, low, high);
  const double share = log ? std::log(clamped / low) / std::log(high / low) : (clamped - low) / (high - low);
  return from + (to - from) * share;
}

Scale linear_over(const std::vector<double>& values, double from, double to, bool from_zero) {
  const std::vector<double> kept = usable(values, false);
  if (kept.empty()) return {0, 1, from, to, false};
  auto [low, high] = std::pair(*std::ranges::min_element(kept), *std::ranges::max_element(kept));
  if (from_zero) low = std::min(0.0, low), high = std::max(0.0, high);
  if (const double size = std::max(std::abs(low), std::abs(high)); !(high - low > 1e-9 * size)) {
    const double wider = size > 0 ? 0.05 * size : 0.5;
    low -= from_zero && low >= 0 ? 0 : wider, high += wider;
  }
  return {low, high, from, to, false};
}

Scale log_over(const std::vector<double>& values, double from, double to) {
  const std::vector<double> kept = usable(values, true);
  if (kept.empty()) return {1, 10, from, to, true};
  auto [low, high] = std::pair(*std::ranges::min_element(kept), *std::ranges::max_element(kept));
  if (high / low < 1.2) low /= 1.5, high *= 1.5;
  return {low, high, from, to, true};
}

std::vector<double> ticks(const Scale& scale, int count, bool binary) {
  count = std::max(count, 1);
  if (!scale.log || (!binary && scale.high / scale.low < 3)) return linear_ticks(scale, count);
  if (binary) return powers(scale, 2, count);
  // Between 20 and 9000 there are two powers of ten: too few to read anything between them.
  const std::vector<double> tens = powers(scale, 10, count);
  return scale.high / scale.low < 100 || tens.size() < 3 ? short_log_ticks(scale) : tens;
}

std::string whole_percent(double ratio) { return fmt::format("{:.3g} %", 100 * ratio); }

std::string si(double value, std::string_view unit) {
  constexpr std::array<std::string_view, 11> prefixes{"p", "n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  if (!std::isfinite(value)) return "–";
  size_t prefix = 4;
  double scaled = value;
  if (value != 0) {
    const double third = std::floor(std::log10(std::abs(value) * (1 + 1e-9)) / 3);
    prefix = static_cast<size_t>(std::clamp(third, -4.0, 6.0) + 4);
    scaled = value / std::pow(1000.0, static_cast<double>(prefix) - 4);
  }
  std::string text = std::abs(scaled) < 1e5 ? three_digits(scaled) : fmt::format("{:.2e}", scaled);
  if (value != 0 && std::abs(scaled) < 1e-3) text = fmt::format("{:.2e}", scaled);
  if (text.find('.') != std::string::npos && text.find('e') == std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  const std::string after = fmt::format("{}{}", prefixes[prefix], unit);
  return after.empty() ? text : fmt::format("{} {}", text, after);
}

}  // namespace gpupeak::svg
