// 03 · implicit product. Rung 02 writes every pixel r s times before it multiplies; here no matrix is written. Pixels
// lie as a tile reads them already, so only a band of rows is copied, to put zeros round it, and filters are packed as
// rung 07 of `gemm` packs its panels: 14 neighbouring pixels x 32 channels stay in registers for the whole sum
// (AVX-512). A gradient of the image is one such product per place between two steps of the stride; one of the filters
// adds up 14 x 32 sums over a band's pixels. bf16 is widened as it is copied. All cores. Limit: the multiply-add ports;
// products with padding, and images narrower than a tile.
#include <vector>

#include "device/host/host_device.h"
#include "kernels/host/conv/correlation.h"
#include "kernels/host/conv/filter_gradient.h"
#include "kernels/host/conv/rungs.h"

namespace gpupeak::host {
namespace {

constexpr double flops_per_worker = 0x1p21;  // below this another core costs more than it brings

int useful_workers(const conv::Problem& problem, const DeviceInfo& device) {
  return static_cast<int>(std::clamp(conv::nominal(problem).value / flops_per_worker, 1.0, 1.0 * device.units));
}

template <class T>
Correlation<T> forward(const conv::Problem& p, const conv::Operands& operands) {
  const conv::Shape w = shape_of_w(p), y = shape_of_y(p);
  Correlation<T> c{.source = static_cast<const T*>(operands.x),
                   .shape = {p.h, p.w, p.c},
                   .images = p.n,
                   .step = p.stride,
                   .taps = {},
                   .source_step = 1,
                   .result_step = w.item_step(),
                   .result = static_cast<float*>(operands.y),
                   .rows = y.rows,
                   .columns = y.columns,
                   .channels = p.k,
                   .image_step = y.item_step(),
                   .row_step = y.row_step(),
                   .column_step = p.k};
  for (int64_t r = 0; r < p.r; ++r)
    for (int64_t s = 0; s < p.s; ++s)
      c.taps.push_back(
          {r * p.dilation - p.pad, s * p.dilation - p.pad, static_cast<const T*>(operands.w) + w.at(0, r, s, 0)});
  return c;
}

// The pixels (stride i + down, stride j + across) of the image: the taps that meet them always meet all of them.
template <class T>
Correlation<T> backward_data(const conv::Problem& p, const conv::Operands& operands, int64_t down, int64_t across) {
  const conv::Shape w = shape_of_w(p), x = shape_of_x(p), y = shape_of_y(p);
  Correlation<T> c{.source = static_cast<const T*>(operands.y),
                   .shape = {y.rows, y.columns, p.k},
                   .images = p.n,
                   .step = 1,
                   .taps = {},
                   .source_step = w.item_step(),
                   .result_step = 1,
                   .result = static_cast<float*>(operands.x) + x.at(0, down, across, 0),
                   .rows = ceil_div(p.h - down, p.stride),
                   .columns = ceil_div(p.w - across, p.stride),
                   .channels = p.c,
                   .image_step = x.item_step(),
                   .row_step = p.stride * x.row_step(),
                   .column_step = p.stride * p.c};
  for (int64_t r = p.r - 1; r >= 0; --r)
    for (int64_t s = p.s - 1; s >= 0; --s) {
      const int64_t row = down + p.pad - r * p.dilation, column = across + p.pad - s * p.dilation;
      if (row % p.stride == 0 && column % p.stride == 0)
        c.taps.push_back({row / p.stride, column / p.stride, static_cast<const T*>(operands.w) + w.at(0, r, s, 0)});
    }
  return c;
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
  std::vector<Correlation<T>> all;
  if (problem.direction == conv::Direction::forward)
    all.push_back(forward<T>(problem, operands));
  else
    for (int64_t down = 0; down < std::min(problem.stride, problem.h); ++down)
      for (int64_t across = 0; across < std::min(problem.stride, problem.w); ++across)
        all.push_back(backward_data<T>(problem, operands, down, across));
  return bind_correlations(device, all, workers);
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

constinit const conv::Rung conv_implicit{
    .name = "implicit",
    .idea = "tiles of pixels times packed filters, without a matrix of the image, on all cores",
    .applies = applies,
    .refuses = refuses,
    .executed = executed,
    .bind = bind,
};

}  // namespace gpupeak::host
