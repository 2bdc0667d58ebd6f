#include "kernels/common/fastest_unit.h"

#include <algorithm>
#include <vector>

namespace gpupeak {
namespace {

// What is usually the fastest first.
std::vector<Resource> units_for(DType dtype) {
  switch (dtype) {
    case DType::f64:
      return {Resource::fp64_tensor, Resource::fp64};  // cuBLAS takes the former on 8.0 and 9.0; most GPUs have none
    case DType::bf16:
      return {Resource::bf16_tensor, Resource::bf16, Resource::fp32};
    case DType::i8:
      return {Resource::int8_tensor, Resource::int8};
    default:
      return {Resource::fp32};
  }
}

}  // namespace

Resource fastest_unit(DType dtype, const Peak& peak) {
  const std::vector<Resource> units = units_for(dtype);
  const auto there = std::ranges::find_if(
      units, [&](Resource unit) { return peak.rates.contains(unit) || peak.unknown.contains(unit); });
  if (there == units.end()) return units.back();
  if (!peak.rates.contains(*there)) return *there;
  return std::ranges::max(units, {}, [&](Resource unit) {
    const auto found = peak.rates.find(unit);
    return found == peak.rates.end() ? 0 : found->second.per_second;
  });
}

}  // namespace gpupeak
