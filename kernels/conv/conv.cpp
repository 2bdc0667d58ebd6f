#include "kernels/conv/conv.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.h"
#include "kernels/common/fastest_unit.h"

namespace gpupeak::conv {
namespace {

double as_double(int64_t count) { return static_cast<double>(count); }

// Rows of the filter over rows of y (or columns likewise) that fall on pixels of the image.
double taps_inside(int64_t pixels, int64_t taps, int64_t count, const Problem& p) {
  double inside = 0;
  for (int64_t tap = 0; tap < taps; ++tap) {
    const int64_t from = p.pad - tap * p.dilation;  // positions i with 0 <= i stride - from < pixels
    const int64_t first = from <= 0 ? 0 : (from + p.stride - 1) / p.stride;
    const int64_t last = pixels - 1 + from < 0 ? -1 : (pixels - 1 + from) / p.stride;
    inside += as_double(std::max<int64_t>(0, std::min(last, count - 1) - first + 1));
  }
  return inside;
}

}  // namespace

std::optional<Direction> direction_named(std::string_view name) { return id_of(directions, name); }
std::optional<Layout> layout_named(std::string_view name) { return id_of(layouts, name); }

double elements_of(const Shape& shape) {
  return as_double(shape.items) * as_double(shape.rows) * as_double(shape.columns) * as_double(shape.channels);
}

Shape shape_of_result(const Problem& problem) {
  switch (problem.direction) {
    case Direction::forward:
      return shape_of_y(problem);
    case Direction::backward_data:
      return shape_of_x(problem);
    case Direction::backward_filter:
      break;
  }
  return shape_of_w(problem);
}

std::optional<std::string> why_none(const Problem& p) {
  struct Edge {
    std::string_view name;
    int64_t value, least;
  };
  constexpr int64_t most = int64_t{1} << 31;  // of any edge: their sums and pairs stay far from overflow
  for (const auto& [name, value, least] : {Edge{"batch", p.n, 1},
                                           {"height", p.h, 1},
                                           {"width", p.w, 1},
                                           {"channels", p.c, 1},
                                           {"filters", p.k, 1},
                                           {"filter rows", p.r, 1},
                                           {"filter columns", p.s, 1},
                                           {"stride", p.stride, 1},
                                           {"padding", p.pad, 0},
                                           {"dilation", p.dilation, 1},
                                           {"groups", p.groups, 1}})
    if (value < least || value > most)
      return fmt::format("{} of {} is no convolution's; try one from {} to 2^31", name, value, least);
  if (p.dtype != DType::f32 && p.dtype != DType::bf16)
    return fmt::format("no convolution of {} elements; try f32 or bf16", row(p.dtype).name);
  if (p.c % p.groups != 0 || p.k % p.groups != 0)
    return fmt::format("{} groups do not divide {} channels and {} filters; try groups that divide both", p.groups, p.c,
                       p.k);
  if (rows_of_y(p) < 1 || columns_of_y(p) < 1)
    return fmt::format(
        "the output is empty: filters of {}x{} with dilation {} do not fit into {}x{} pixels with padding {}; try a "
        "larger image or more padding",
        p.r, p.s, p.dilation, p.h, p.w, p.pad);
  for (const Shape& shape : {shape_of_x(p), shape_of_w(p), shape_of_y(p)})
    if (!(elements_of(shape) < 0x1p50))
      return "a tensor has more elements than can be addressed; try a smaller layer or batch";
  return std::nullopt;
}

bool takes_f32_and_bf16(const Problem& p) { return p.dtype == DType::f32 || p.dtype == DType::bf16; }

FlopCount nominal(const Problem& p) {
  return FlopCount(2 * elements_of(shape_of_y(p)) * as_double(p.r) * as_double(p.s) * as_double(p.c / p.groups));
}

FlopCount required(const Problem& p) {
  return FlopCount(2 * as_double(p.n) * as_double(p.k) * as_double(p.c / p.groups) *
                   taps_inside(p.h, p.r, rows_of_y(p), p) * taps_inside(p.w, p.s, columns_of_y(p), p));
}

Bytes working_set(const Problem& p) {
  const double all = elements_of(shape_of_x(p)) + elements_of(shape_of_w(p)) + elements_of(shape_of_y(p));
  const double written = elements_of(shape_of_result(p));
  return Bytes((all - written) * row(p.dtype).bytes + written * row(p.dtype).sum_bytes);
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const Bytes written(elements_of(shape_of_result(problem)) * row(problem.dtype).sum_bytes);
  Work work;
  work.working_set = working_set(problem);
  work.add(fastest_unit(problem.dtype, device.peak), required(problem));
  charge_memory(work, device, work.working_set - written, written, cache);
  return work;
}

Problem piece(const Problem& problem) {
  Problem small = problem;
  small.n = 1;
  small.h = std::min(problem.h, problem.dilation * (problem.r - 1) + 1 + 8 * problem.stride);
  small.w = std::min(problem.w, problem.dilation * (problem.s - 1) + 1 + 8 * problem.stride);
  if (problem.groups == 1) small.k = std::min<int64_t>(problem.k, 8);
  if (is_depthwise(problem)) small.c = small.k = small.groups = std::min<int64_t>(problem.c, 8);
  return small;
}

}  // namespace gpupeak::conv
