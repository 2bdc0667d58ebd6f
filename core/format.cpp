#include "core/format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <stdexcept>

namespace gpupeak {
namespace {

struct Prefix {
  double factor;
  std::string_view name;
};

constexpr std::array rate_prefixes{Prefix{1e15, "P"}, Prefix{1e12, "T"}, Prefix{1e9, "G"},
                                   Prefix{1e6, "M"},  Prefix{1e3, "k"},  Prefix{1, ""}};
constexpr std::array energy_prefixes{Prefix{1e3, "k"},  Prefix{1, ""},     Prefix{1e-3, "m"},
                                     Prefix{1e-6, "u"}, Prefix{1e-9, "n"}, Prefix{1e-12, "p"}};
constexpr std::array time_prefixes{Prefix{1, "s"}, Prefix{1e-3, "ms"}, Prefix{1e-6, "us"}, Prefix{1e-9, "ns"}};

// Four significant digits without an exponent: 1.234, 12.34, 123.4, 1234.
std::string significant(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return fmt::format("{}", value + 0.0);  // -0.0 is 0
  int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (std::abs(value) * std::pow(10, digits - 1 - magnitude) >= std::pow(10, digits) - 0.5)
    ++magnitude;  // 9.996 → 10.00
  return fmt::format("{:.{}f}", value, std::max(0, digits - 1 - magnitude));
}

std::string scaled(double value, std::span<const Prefix> prefixes, std::string_view unit, int digits) {
  for (const Prefix& prefix : prefixes)
    if (std::abs(value) >= prefix.factor * 0.9995)
      return significant(value / prefix.factor, digits) + " " + std::string(prefix.name) + std::string(unit);
  const Prefix& smallest = prefixes.back();
  return significant(value / smallest.factor, digits) + " " + std::string(smallest.name) + std::string(unit);
}

[[noreturn]] void reject_format(std::string_view text, std::string_view expected) {
  throw std::invalid_argument(fmt::format("'{}' is not {}", text, expected));
}

// A plain non-negative decimal number and what follows it.
std::pair<double, std::string_view> leading_number(std::string_view text, std::string_view expected) {
  double value = 0;
  if (text.empty() || text.front() == '-' || text.front() == '+') reject_format(text, expected);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(value)) reject_format(text, expected);
  return {value, text.substr(static_cast<size_t>(end - text.data()))};
}

struct Suffix {
  std::string_view name;
  double factor;
};

double with_suffix(std::string_view text, std::span<const Suffix> suffixes, std::string_view expected) {
  const auto [value, rest] = leading_number(text, expected);
  for (const Suffix& suffix : suffixes)
    if (suffix.name == rest) return value * suffix.factor;
  reject_format(text, expected);
}

constexpr double largest_size = 0x1p50;  // sizes beyond are a slip of the finger, and stay exact in a double

double whole(double value, std::string_view text, std::string_view expected) {
  if (!(value >= 1) || value > largest_size || value != std::floor(value)) reject_format(text, expected);
  return value;
}

}  // namespace

std::string text(Seconds time) { return scaled(time.value, time_prefixes, "", 4); }
std::string text(Joules energy) { return scaled(energy.value, energy_prefixes, "J", 3); }
std::string text(Hertz frequency) { return scaled(frequency.value, rate_prefixes, "Hz", 3); }
std::string text(FlopsPerSecond rate) { return scaled(rate.value, rate_prefixes, "FLOP/s", 3); }
std::string text(BytesPerSecond rate) { return scaled(rate.value, rate_prefixes, "B/s", 3); }

std::string text(Bytes size) {
  static constexpr Suffix units[] = {{"TiB", 0x1p40}, {"GiB", 0x1p30}, {"MiB", 0x1p20}, {"KiB", 0x1p10}};
  for (const auto& [name, factor] : units) {
    if (size.value < factor) continue;
    const double value = size.value / factor;
    return value == std::floor(value) ? fmt::format("{:.0f} {}", value, name)
                                      : significant(value, 3) + " " + std::string(name);
  }
  return fmt::format("{:.0f} B", size.value + 0.0);  // -0.0 is 0
}

std::string text_of(double per_second, Unit unit) {
  return unit == Unit::flop ? text(FlopsPerSecond(per_second)) : text(BytesPerSecond(per_second));
}

std::string text_of(double value, MetricUnit unit) {
  switch (unit) {
    case MetricUnit::seconds:
      return text(Seconds(value));
    case MetricUnit::flops_per_second:
      return text(FlopsPerSecond(value));
    case MetricUnit::bytes_per_second:
      return text(BytesPerSecond(value));
    case MetricUnit::operations_per_second:
      return scaled(value, rate_prefixes, "OP/s", 3);
    case MetricUnit::samples_per_second:
      return scaled(value, rate_prefixes, "sample/s", 3);
    case MetricUnit::bytes:
      return text(Bytes(value));
    case MetricUnit::joules:
      return text(Joules(value));
    case MetricUnit::hertz:
      return text(Hertz(value));
    case MetricUnit::cycles:
      return significant(value, 3);
    case MetricUnit::ratio:
      return percent(value);
  }
  return {};
}

std::string percent(double ratio) { return fmt::format("{:.1f} %", ratio * 100); }

double parse_count(std::string_view text) {
  static constexpr Suffix suffixes[] = {{"", 1}, {"k", 0x1p10}, {"K", 0x1p10}, {"M", 0x1p20}, {"G", 0x1p30}};
  static constexpr std::string_view expected = "a whole positive count such as 4096, 4k (4096) or 1M (1048576)";
  return whole(with_suffix(text, suffixes, expected), text, expected);
}

Bytes parse_bytes(std::string_view text) {
  static constexpr Suffix suffixes[] = {{"", 1},       {"B", 1},        {"k", 0x1p10}, {"K", 0x1p10},   {"KiB", 0x1p10},
                                        {"M", 0x1p20}, {"MiB", 0x1p20}, {"G", 0x1p30}, {"GiB", 0x1p30}, {"TiB", 0x1p40},
                                        {"kB", 1e3},   {"MB", 1e6},     {"GB", 1e9},   {"TB", 1e12}};
  static constexpr std::string_view expected =
      "a size in whole positive bytes such as 64KiB, 1GiB, 4096 or 1GB (decimal)";
  return Bytes(whole(with_suffix(text, suffixes, expected), text, expected));
}

Seconds parse_seconds(std::string_view text) {
  static constexpr Suffix suffixes[] = {{"", 1},   {"s", 1},    {"ms", 1e-3}, {"us", 1e-6},
                                        {"m", 60}, {"min", 60}, {"h", 3600}};
  static constexpr std::string_view expected = "a positive time such as 60s, 500ms, 2m or 1.5";
  const double value = with_suffix(text, suffixes, expected);
  if (!(value > 0) || value > 1e9) reject_format(text, expected);
  return Seconds(value);
}

double parse_rate(std::string_view text, Unit unit) {
  const std::string_view base = unit == Unit::byte ? "B/s" : "FLOP/s";
  const std::string expected =
      fmt::format("a positive rate such as {}", unit == Unit::byte ? "51.2GB/s" : "312TFLOP/s");
  const auto [value, rest] = leading_number(text, expected);
  for (const Prefix& prefix : rate_prefixes)
    if (rest == std::string(prefix.name) + std::string(base) && value > 0) return value * prefix.factor;
  reject_format(text, expected);
}

}  // namespace gpupeak
