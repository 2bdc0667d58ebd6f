// 03 · implicit product. Rung 02 writes every pixel r s times before it multiplies; here no matrix is written. Pixels
// lie as a tile reads them already, so only a band of rows is copied, to put zeros round it, and filters are packed as
// rung 07 of `matmul` packs its panels: 14 neighbouring pixels x 32 channels stay in registers for the whole sum
// (AVX-512). A gradient of the image is one such product per place between two steps of the stride; one of the filters
// adds up 14 x 32 sums over a band's pixels. bf16 is widened as it is copied. All cores. Limit: the multiply-add ports;
// products with padding, and images narrower than a tile.
#include <vector>

#include "device/host/host_device.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/host/correlation.h"
#include "kernels/conv/host/filter_gradient.h"

namespace gpupeak::host {
namespace {

constexpr double flops_per_worker = 0x1p21;  // below this another core costs more than it brings

int useful_workers(const conv::Problem& problem, const DeviceInfo& device) {
  return static_cast<int>(std::clamp(conv::nominal(problem).value / flops_per_worker, 1.0, 1.0 * device.units));
}

// A pointwise product knows no rows: all pixels of all images are one line, cut where tiles end.
template <class T>
Correlation<T> unrolled(Correlation<T> c) {
  constexpr int64_t pixels = 4 * most_pixels;
  const int64_t all = c.images * c.rows * c.columns;
  const bool pointwise = c.taps.size() == 1 && c.taps[0].row == 0 && c.taps[0].column == 0 && c.step == 1 &&
                         c.shape.rows == c.rows && c.shape.columns == c.columns && c.column_step == c.channels;
  if (!pointwise || all % pixels != 0) return c;
  c.images = 1;
  c.shape.rows = c.rows = all / pixels;
  c.shape.columns = c.columns = pixels;
  c.row_step = pixels * c.column_step;
  return c;
}

template <class T>
Launch bind_correlations(Device& device, const std::vector<Correlation<T>>& all, int workers) {
  struct Bound {
    std::vector<std::unique_ptr<Correlator<T>>> parts;
    Barrier barrier;
  };
  const auto bound = std::make_shared<Bound>();
  const PixelTile& tile = best_pixel_tile(device.info());
  for (const Correlation<T>& one : all)
    bound->parts.push_back(std::make_unique<Correlator<T>>(device, unrolled(one), tile, workers));
  return [bound, workers](Queue& queue) {
    host(queue).parallel(workers, [&](int worker, int) {
      for (const auto& part : bound->parts) part->pack(worker);
      bound->barrier.wait(workers);
      for (const auto& part : bound->parts) part->run(worker);
    });
  };
}

template <class T>
Launch bind_filter_gradient(Device& device, const conv::Problem& problem, const conv::Operands& operands, int workers) {
  struct Bound {
    FilterGradient<T> gradient;
    Barrier barrier;
  };
  const PixelTile& tile = best_pixel_tile(device.info());
  const std::shared_ptr<Bound> bound(new Bound{{device, problem, operands, tile, workers}, {}});
  return [bound, workers](Queue& queue) {
    host(queue).parallel(workers, [&](int worker, int) {
      bound->gradient.add_up(worker);
      bound->barrier.wait(workers);
      bound->gradient.store(worker);
    });
  };
}

template <class T>
Launch bind_typed(Device& device, const conv::Problem& problem, const conv::Operands& operands) {
  const int workers = useful_workers(problem, device.info());
  if (problem.direction == conv::Direction::backward_filter)
    return bind_filter_gradient<T>(device, problem, operands, workers);
  return bind_correlations(device, correlations_of<T>(problem, operands), workers);
}

Launch bind(Device& device, const conv::Problem& problem, const conv::Operands& operands) {
  return problem.dtype == DType::bf16 ? bind_typed<BFloat16>(device, problem, operands)
                                      : bind_typed<float>(device, problem, operands);
}

// Every pixel of the result meets every tap that can meet it, pixels outside the image included.
FlopCount executed(const conv::Problem& p) {
  if (p.direction != conv::Direction::backward_data) return conv::nominal(p);
  const auto met = [&](int64_t pixels, int64_t taps) {
    double count = 0;
    for (int64_t tap = 0; tap < taps; ++tap) {
      const int64_t first = ((tap * p.dilation - p.pad) % p.stride + p.stride) % p.stride;
      if (first < pixels) count += static_cast<double>(ceil_div(pixels - first, p.stride));
    }
    return count;
  };
  return FlopCount(2 * static_cast<double>(p.n * p.k) * static_cast<double>(p.c) * met(p.h, p.r) * met(p.w, p.s));
}

bool applies(const conv::Problem& problem) { return conv::takes_f32_and_bf16(problem) && !conv::is_depthwise(problem); }

std::optional<std::string> refuses(const DeviceInfo&, const conv::Problem& problem) {
  if (problem.layout != conv::Layout::nhwc) return "reads channels that lie side by side; try --set conv.layout=nhwc";
  if (problem.groups != 1) return "multiplies all channels with all filters; try the rung direct or onednn for groups";
  return std::nullopt;
}

}  // namespace

extern constinit const conv::Rung conv_implicit{
    .name = "implicit",
    .idea = "tiles of pixels times packed filters, without a matrix of the image, on all cores",
    .applies = applies,
    .refuses = refuses,
    .executed = executed,
    .bind = bind,
};

}  // namespace gpupeak::host
