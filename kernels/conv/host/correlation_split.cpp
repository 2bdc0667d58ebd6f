#include <algorithm>

#include "kernels/conv/host/correlation.h"

namespace gpupeak::host {
namespace {

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

}  // namespace

template <class T>
std::vector<Correlation<T>> correlations_of(const conv::Problem& problem, const conv::Operands& operands) {
  if (problem.direction == conv::Direction::forward) return {forward<T>(problem, operands)};
  std::vector<Correlation<T>> all;
  for (int64_t down = 0; down < std::min(problem.stride, problem.h); ++down)
    for (int64_t across = 0; across < std::min(problem.stride, problem.w); ++across)
      all.push_back(backward_data<T>(problem, operands, down, across));
  return all;
}
template std::vector<Correlation<float>> correlations_of(const conv::Problem&, const conv::Operands&);
template std::vector<Correlation<BFloat16>> correlations_of(const conv::Problem&, const conv::Operands&);

}  // namespace gpupeak::host
