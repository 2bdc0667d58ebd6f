#include "kernels/fastest_unit.h"

#include <algorithm>
#include <vector>

namespace gpupeak {
namespace {

std::vector<Resource> units_for(DType dtype) {
  switch (dtype) {
    case DType::f64:
      return {Resource::fp64, Resource::fp64_tensor};  // cuBLAS takes the latter on 8.0 and 9.0; most GPUs have none
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
  const auto rate = [&](Resource unit) {
    const auto found = peak.rates.find(unit);
    return found == peak.rates.end() ? 0 : found->second.per_second;
  };
  return std::ranges::max(units, {}, rate);
}

}  // namespace gpupeak
