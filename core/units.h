// Strong quantities: the type carries the unit, so Bytes / Seconds is BytesPerSecond and nothing else compiles.
// GB/s is 10^9 bytes per second, MiB is 2^20 bytes; conversions to text happen once, at the edge (core/format.h).
#pragma once

#include <compare>
#include <string_view>

#include "core/names.h"

namespace gpupeak {

// The exponents of second, byte, operation and joule.
template <int S, int B, int O, int J>
struct Quantity {
  double value = 0;

  constexpr Quantity() = default;
  constexpr explicit Quantity(double v) : value(v) {}
  constexpr auto operator<=>(const Quantity&) const = default;

  constexpr Quantity& operator+=(Quantity other) {
    value += other.value;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value -= other.value;
    return *this;
  }
};

template <int S, int B, int O, int J>
constexpr auto operator+(Quantity<S, B, O, J> a, Quantity<S, B, O, J> b) {
  return Quantity<S, B, O, J>(a.value + b.value);
}
template <int S, int B, int O, int J>
constexpr auto operator-(Quantity<S, B, O, J> a, Quantity<S, B, O, J> b) {
  return Quantity<S, B, O, J>(a.value - b.value);
}
template <int S, int B, int O, int J>
constexpr auto operator*(Quantity<S, B, O, J> a, double k) {
  return Quantity<S, B, O, J>(a.value * k);
}
template <int S, int B, int O, int J>
constexpr auto operator*(double k, Quantity<S, B, O, J> a) {
  return a * k;
}
template <int S, int B, int O, int J>
constexpr auto operator/(Quantity<S, B, O, J> a, double k) {
  return Quantity<S, B, O, J>(a.value / k);
}

namespace detail {
template <int S, int B, int O, int J>
constexpr auto plain_if_ratio(double v) {
  if constexpr (S == 0 && B == 0 && O == 0 && J == 0)
    return v;
  else
    return Quantity<S, B, O, J>(v);
}
}  // namespace detail

template <int S, int B, int O, int J, int s, int b, int o, int j>
constexpr auto operator*(Quantity<S, B, O, J> x, Quantity<s, b, o, j> y) {
  return detail::plain_if_ratio<S + s, B + b, O + o, J + j>(x.value * y.value);
}
template <int S, int B, int O, int J, int s, int b, int o, int j>
constexpr auto operator/(Quantity<S, B, O, J> x, Quantity<s, b, o, j> y) {
  return detail::plain_if_ratio<S - s, B - b, O - o, J - j>(x.value / y.value);
}
template <int S, int B, int O, int J>
constexpr auto operator/(double k, Quantity<S, B, O, J> y) {
  return Quantity<-S, -B, -O, -J>(k / y.value);
}

using Seconds = Quantity<1, 0, 0, 0>;
using Hertz = Quantity<-1, 0, 0, 0>;
using Bytes = Quantity<0, 1, 0, 0>;
using BytesPerSecond = Quantity<-1, 1, 0, 0>;
using FlopCount = Quantity<0, 0, 1, 0>;
using FlopsPerSecond = Quantity<-1, 0, 1, 0>;
using Joules = Quantity<0, 0, 0, 1>;
using Watts = Quantity<-1, 0, 0, 1>;

constexpr Bytes kib(double n) { return Bytes(n * 1024); }
constexpr Bytes mib(double n) { return Bytes(n * 1024 * 1024); }
constexpr Bytes gib(double n) { return Bytes(n * 1024 * 1024 * 1024); }

// The unit of a figure that is a bare number, because one table has figures of all of them.
enum class MetricUnit {
  seconds,
  flops_per_second,
  bytes_per_second,
  operations_per_second,
  samples_per_second,
  bytes,
  joules,
  hertz,
  cycles,
  ratio
};
inline constexpr Named<MetricUnit> metric_unit_names[] = {
    {MetricUnit::seconds, "s"},
    {MetricUnit::flops_per_second, "flop/s"},
    {MetricUnit::bytes_per_second, "byte/s"},
    {MetricUnit::operations_per_second, "op/s"},
    {MetricUnit::samples_per_second, "sample/s"},
    {MetricUnit::bytes, "byte"},
    {MetricUnit::joules, "J"},
    {MetricUnit::hertz, "Hz"},
    {MetricUnit::cycles, "cycles"},
    {MetricUnit::ratio, "ratio"},
};
constexpr std::string_view name(MetricUnit unit) { return name_of(metric_unit_names, unit); }

}  // namespace gpupeak
