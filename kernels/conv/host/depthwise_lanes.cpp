// The TABLE of the depthwise rung's instruction sets, the widest first; the last runs everywhere.
#include "kernels/conv/host/depthwise_lanes.h"

#include <algorithm>

#include "kernels/common/host/isa.h"

namespace gpupeak::host {
namespace {

constexpr const DepthwiseLanes<float>* f32[] = {&depthwise_avx512, &depthwise_avx2, &depthwise_vector128};
constexpr const DepthwiseLanes<BFloat16>* bf16[] = {&depthwise_avx512_bf16, &depthwise_avx2_bf16,
                                                    &depthwise_vector128_bf16};

template <class Table>
const auto& first_that_runs(const Table& table, const DeviceInfo& device) {
  return **std::ranges::find_if(table, [&](const auto* lanes) {
    return std::ranges::all_of(lanes->needs,
                               [&](std::string_view name) { return name.empty() || has_feature(device, name); });
  });
}

}  // namespace

template <>
const DepthwiseLanes<float>& best_depthwise_lanes(const DeviceInfo& device) {
  return first_that_runs(f32, device);
}
template <>
const DepthwiseLanes<BFloat16>& best_depthwise_lanes(const DeviceInfo& device) {
  return first_that_runs(bf16, device);
}

}  // namespace gpupeak::host
