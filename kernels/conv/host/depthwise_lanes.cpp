#include "kernels/conv/host/depthwise_lanes.h"

#include <algorithm>

#include "kernels/common/host/isa.h"

#define GPUPEAK_LOOPS "kernels/conv/host/depthwise_loops.h"
#include "kernels/common/host/each_isa.h"

namespace gpupeak::host {
namespace {

// The widest first; the last runs everywhere.
template <class T>
constexpr DepthwiseLanes<T> lanes_of_each[] = {avx512::depthwise_lanes_of<T>("avx512", {"avx512f"}),
                                               avx2::depthwise_lanes_of<T>("avx2", {"avx2", "fma"}),
                                               vector128::depthwise_lanes_of<T>("vector128", {})};

}  // namespace

template <class T>
const DepthwiseLanes<T>& best_depthwise_lanes(const DeviceInfo& device) {
  return *std::ranges::find_if(lanes_of_each<T>,
                               [&](const DepthwiseLanes<T>& lanes) { return has_features(device, lanes.needs); });
}
template const DepthwiseLanes<float>& best_depthwise_lanes(const DeviceInfo&);
template const DepthwiseLanes<BFloat16>& best_depthwise_lanes(const DeviceInfo&);

}  // namespace gpupeak::host
