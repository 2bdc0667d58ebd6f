// Element types and the facts about them that work, checks and reports need.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gpupeak {

enum class DType { f32, f64 };

struct DTypeRow {
  DType id;
  std::string_view name;
  int bytes;
  double unit_roundoff;  // half the distance from 1 to the next number: 2^-24 for f32 (IEEE 754)
};

// clang-format off
inline constexpr std::array dtypes{
    DTypeRow{DType::f32, "f32", 4, 0x1p-24},
    DTypeRow{DType::f64, "f64", 8, 0x1p-53},
};
// clang-format on

constexpr const DTypeRow& row(DType id) { return dtypes[static_cast<size_t>(id)]; }

constexpr std::optional<DType> dtype_named(std::string_view name) {
  for (const DTypeRow& r : dtypes)
    if (r.name == name) return r.id;
  return std::nullopt;
}

template <class T>
inline constexpr DType dtype_of = DType::f32;
template <>
inline constexpr DType dtype_of<double> = DType::f64;

}  // namespace gpupeak
