#include "kernels/conv/oracle.h"

#include <algorithm>
#include <cmath>

namespace gpupeak::conv {
namespace {

class Adding {
 public:
  template <class B>
  void product(float a, const B& b) {
    const auto exact = static_cast<double>(a);
    sum_.exact += exact * value_of(b);
    sum_.absolute += std::abs(exact) * size_of(b);
    ++sum_.products;
  }
  Sum sum() const { return sum_; }

 private:
  static double value_of(float b) { return static_cast<double>(b); }
  static double size_of(float b) { return std::abs(static_cast<double>(b)); }
  static double value_of(const SignedSum& b) { return b.value; }
  static double size_of(const SignedSum& b) { return b.size; }

  Sum sum_;
};

template <class T>
const T& element(std::span<const T> values, int64_t index) {
  return values[static_cast<size_t>(index)];
}

bool inside(int64_t at, int64_t size) { return at >= 0 && at < size; }

template <class W>
Sum forward(const Problem& p, std::span<const float> pixels, std::span<const W> filters, const Place& at) {
  const Shape x = shape_of_x(p), w = shape_of_w(p);
  const int64_t first = at.channel / (p.k / p.groups) * w.channels;
  Adding sum;
  for (int64_t r = 0; r < p.r; ++r)
    for (int64_t s = 0; s < p.s; ++s) {
      const int64_t row = at.row * p.stride - p.pad + r * p.dilation,
                    column = at.column * p.stride - p.pad + s * p.dilation;
      if (!inside(row, p.h) || !inside(column, p.w)) continue;
      for (int64_t c = 0; c < w.channels; ++c)
        sum.product(element(pixels, x.at(at.item, row, column, first + c)),
                    element(filters, w.at(at.channel, r, s, c)));
    }
  return sum.sum();
}

// Which row or column of y has this pixel under this tap; negative: none.
int64_t position(int64_t pixel, int64_t tap, const Problem& p) {
  const int64_t from = pixel + p.pad - tap * p.dilation;
  return from < 0 || from % p.stride != 0 ? -1 : from / p.stride;
}

template <class W>
Sum backward_data(const Problem& p, std::span<const float> gradients, std::span<const W> filters, const Place& at) {
  const Shape y = shape_of_y(p), w = shape_of_w(p);
  const int64_t per_group = p.k / p.groups, first = at.channel / w.channels * per_group;
  Adding sum;
  for (int64_t r = 0; r < p.r; ++r)
    for (int64_t s = 0; s < p.s; ++s) {
      const int64_t row = position(at.row, r, p), column = position(at.column, s, p);
      if (!inside(row, y.rows) || !inside(column, y.columns)) continue;
      for (int64_t k = first; k < first + per_group; ++k)
        sum.product(element(gradients, y.at(at.item, row, column, k)),
                    element(filters, w.at(k, r, s, at.channel % w.channels)));
    }
  return sum.sum();
}

template <class Y>
Sum backward_filter(const Problem& p, std::span<const float> pixels, std::span<const Y> gradients, const Place& at) {
  const Shape x = shape_of_x(p), y = shape_of_y(p);
  const int64_t channel = at.item / (p.k / p.groups) * (p.c / p.groups) + at.channel;
  Adding sum;
  for (int64_t n = 0; n < p.n; ++n)
    for (int64_t i = 0; i < y.rows; ++i)
      for (int64_t j = 0; j < y.columns; ++j) {
        const int64_t row = i * p.stride - p.pad + at.row * p.dilation,
                      column = j * p.stride - p.pad + at.column * p.dilation;
        if (!inside(row, p.h) || !inside(column, p.w)) continue;
        sum.product(element(pixels, x.at(n, row, column, channel)), element(gradients, y.at(n, i, j, at.item)));
      }
  return sum.sum();
}

// `second`: what has the channels that are numbered by the result's, too: the filters, or for their gradient y's.
template <class T>
Sum sum_at(const Problem& problem, std::span<const float> first, std::span<const T> second, int64_t index) {
  const Place at = place_of(shape_of_result(problem), index);
  switch (problem.direction) {
    case Direction::forward:
      return forward(problem, first, second, at);
    case Direction::backward_data:
      return backward_data(problem, first, second, at);
    case Direction::backward_filter:
      break;
  }
  return backward_filter(problem, first, second, at);
}

}  // namespace

Place place_of(const Shape& shape, int64_t index) {
  const int64_t item = index / shape.item_step(), in = index % shape.item_step();
  if (shape.layout == Layout::nhwc)
    return {item, in / shape.row_step(), in % shape.row_step() / shape.channels, in % shape.channels};
  const int64_t pixel = in % shape.channel_step();
  return {item, pixel / shape.columns, pixel % shape.columns, in / shape.channel_step()};
}

Sum sum_at(const Problem& problem, const Inputs& inputs, int64_t index) {
  const bool from_y = problem.direction == Direction::backward_data;
  const bool by_y = problem.direction == Direction::backward_filter;
  return sum_at(problem, from_y ? inputs.y : inputs.x, by_y ? inputs.y : inputs.w, index);
}

Sum sum_at(const Problem& problem, const SummedInputs& inputs, int64_t index) {
  return sum_at(problem, inputs.plain, inputs.summed, index);
}

double allowed(const Problem& problem, const Sum& sum) {
  const auto length = static_cast<double>(sum.products);
  return row(problem.dtype).sum_roundoff *
         (std::min(length, 2 * std::sqrt(length)) * sum.absolute + std::abs(sum.exact));
}

std::vector<int64_t> sampled(const Shape& shape, int64_t count, uint64_t seed) {
  std::vector<int64_t> at;
  for (const int64_t item : {int64_t{0}, shape.items - 1})
    for (const int64_t row : {int64_t{0}, shape.rows - 1})
      for (const int64_t column : {int64_t{0}, shape.columns - 1})
        for (const int64_t channel : {int64_t{0}, shape.channels - 1})
          at.push_back(shape.at(item, row, column, channel));
  const int64_t size = shape.size();
  for (const int64_t tile : {6, 14, 16, 32, 64})
    for (const int64_t back : {0, 1}) {
      const int64_t last = (shape.columns - 1) / tile * tile - back,
                    channel = (shape.channels - 1) / tile * tile - back;
      if (last >= 0 && channel >= 0) at.push_back(shape.at(shape.items / 2, shape.rows / 2, last, channel));
    }
  for (uint64_t draw = 0; std::ssize(at) < count; ++draw)
    at.push_back(static_cast<int64_t>(mix(seed, draw) % static_cast<uint64_t>(size)));
  std::ranges::sort(at);
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return at;
}

}  // namespace gpupeak::conv
