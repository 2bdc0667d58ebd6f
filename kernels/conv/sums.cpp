#include "kernels/conv/sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/host_threads.h"

namespace gpupeak::conv {
namespace {

constexpr int64_t most_added = 128;
constexpr int64_t sums_at_once = 1024;  // of one thread

// Which of a tensor's edges runs over the channels that are added: w's items and y's channels are filters, w's channels
// and x's are channels of the image.
enum class Edge { item, channel };

// Which channels are added: `per_group` of each group, in blocks of `added` and one that may be narrower.
struct Blocks {
  int64_t per_group, added, filters_per_group;
  uint64_t seed;
  int64_t in_group() const { return (per_group + added - 1) / added; }
  int64_t of(int64_t channel) const { return channel / per_group * in_group() + channel % per_group / added; }
  double sign(int64_t channel) const { return mix(seed, static_cast<uint64_t>(channel)) % 2 == 0 ? 1 : -1; }
};

bool adds_filters(const Problem& p) { return p.direction != Direction::backward_data; }
int64_t channels_in_group(const Problem& p) { return (adds_filters(p) ? p.k : p.c) / p.groups; }

// The convolution whose results are the sums.
Problem summed(const Problem& problem, const Blocks& blocks) {
  Problem fewer = problem;
  (adds_filters(problem) ? fewer.k : fewer.c) = problem.groups * blocks.in_group();
  return fewer;
}

// `of_group`: the channels are numbered within their group, which the item tells.
std::vector<SignedSum> added(std::span<const float> values, const Shape& from, const Shape& to, Edge edge,
                             bool of_group, const Blocks& blocks) {
  std::vector<SignedSum> sums(static_cast<size_t>(to.size()));
  const auto add_item = [&](int64_t item) {
    const int64_t first = of_group ? item / blocks.filters_per_group * blocks.per_group : 0;
    for (int64_t row = 0; row < from.rows; ++row)
      for (int64_t column = 0; column < from.columns; ++column)
        for (int64_t channel = 0; channel < from.channels; ++channel) {
          const bool items = edge == Edge::item;
          const auto value = static_cast<double>(values[static_cast<size_t>(from.at(item, row, column, channel))]);
          SignedSum& sum = sums[static_cast<size_t>(
              to.at(items ? blocks.of(item) : item, row, column, items ? channel : blocks.of(channel)))];
          sum.value += blocks.sign(items ? item : first + channel) * value;
          sum.size += std::abs(value);
        }
  };
  in_parallel(from.items, edge == Edge::item ? 1 : host_threads(), add_item);  // items that are added share their sums
  return sums;
}

}  // namespace

int64_t channels_added(const Problem& problem, double products) {
  const double needed = std::ceil(nominal(problem).value / 2 / products);
  return static_cast<int64_t>(
      std::clamp(needed, 1.0, static_cast<double>(std::min(most_added, channels_in_group(problem)))));
}

void compare_sums(const Problem& problem, const Inputs& inputs, std::span<const float> result, int64_t width,
                  uint64_t sign_seed, Comparison& comparison) {
  const Blocks blocks{channels_in_group(problem), width, problem.k / problem.groups, sign_seed};
  const Problem fewer = summed(problem, blocks);
  const auto add_w = [&](std::span<const float> w) {
    const bool items = adds_filters(problem);
    return added(w, shape_of_w(problem), shape_of_w(fewer), items ? Edge::item : Edge::channel, !items, blocks);
  };
  const auto add_x = [&](std::span<const float> x) {
    return added(x, shape_of_x(problem), shape_of_x(fewer), Edge::channel, false, blocks);
  };
  const auto add_y = [&](std::span<const float> y) {
    return added(y, shape_of_y(problem), shape_of_y(fewer), Edge::channel, false, blocks);
  };
  const bool by_y = problem.direction == Direction::backward_filter;
  const std::vector<SignedSum> second = by_y ? add_y(inputs.y) : add_w(inputs.w);
  const std::vector<SignedSum> found = by_y ? add_w(result) : adds_filters(problem) ? add_y(result) : add_x(result);

  const SummedInputs summed_inputs{adds_filters(problem) ? inputs.x : inputs.y, second};
  std::vector<Sum> sums(found.size());
  const auto count = std::ssize(found);
  in_parallel((count + sums_at_once - 1) / sums_at_once, host_threads(), [&](int64_t piece) {
    for (int64_t i = piece * sums_at_once; i < std::min(count, (piece + 1) * sums_at_once); ++i)
      sums[static_cast<size_t>(i)] = sum_at(fewer, summed_inputs, i);
  });
  for (size_t i = 0; i < sums.size(); ++i)
    // No exact sum of an element is larger than that of its products' sizes.
    comparison.element(found[i].value, sums[i].exact,
                       allowed(problem, {sums[i].absolute, sums[i].absolute, sums[i].products}),
                       std::ssize(result) + static_cast<int64_t>(i));
}

std::string name_of_sum(const Problem& problem, int64_t width, int64_t sum) {
  const Blocks blocks{channels_in_group(problem), width, problem.k / problem.groups, 0};
  const Place at = place_of(shape_of_result(summed(problem, blocks)), sum);
  const bool by_y = problem.direction == Direction::backward_filter;
  const int64_t block = by_y ? at.item : at.channel;
  const int64_t group = block / blocks.in_group(), in_group = block % blocks.in_group() * width;
  const int64_t first = group * blocks.per_group + in_group;
  const std::string range = fmt::format("{}..{}", first, first + std::min(width, blocks.per_group - in_group) - 1);
  const std::string_view name = row(problem.direction).result;
  return by_y ? fmt::format("the signed sum of {}[{},{},{},{}]", name, range, at.row, at.column, at.channel)
              : fmt::format("the signed sum of {}[{},{},{},{}]", name, at.item, at.row, at.column, range);
}

}  // namespace gpupeak::conv
