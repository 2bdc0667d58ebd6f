// The convolution that a model begins with, and the max-pool behind it: products by the rung of `conv`, a few samples
// at a time, so that what it wrote is still in the second-level caches when bias, ReLU and max-pool walk over it. The
// same backward: the derivatives that the pool passes on are multiplied before they leave the caches. Gradients of each
// few samples are added up at the end, from the first to the last.
#include <algorithm>
#include <memory>

#include "kernels/training/host/layers.h"
#include "kernels/training/host/share.h"

namespace gpupeak::host {
namespace {

using conv::Direction;

constexpr int64_t group_elements = int64_t{1} << 18;  // of the result, for each core: 1 MiB

struct Group {
  int64_t first, count;  // samples
};

std::vector<Group> groups_of(const Binding& b, const training::Layer& layer) {
  const int64_t most = std::max<int64_t>(1, b.device.info().units * group_elements / layer.outputs);
  std::vector<Group> groups;
  for (int64_t first = 0; first < b.problem.batch; first += most)
    groups.push_back({first, std::min(most, b.problem.batch - first)});
  return groups;
}

// Element `index` of an array, of the type that products read.
void* place(const float* floats, const BFloat16* halves, int64_t index) {
  return halves ? static_cast<void*>(const_cast<BFloat16*>(halves) + index)
                : static_cast<void*>(const_cast<float*>(floats) + index);
}

Launch bound(const Binding& b, const Placed& p, Direction direction, Group group, conv::Operands operands) {
  operands.x = place(p.in, p.in16, group.first * p.layer.inputs);
  return b.products.conv->bind(b.device, convolution_of(p.layer, direction, b.problem.dtype, group.count), operands);
}

Launch forward(const Binding& b, size_t layer) {
  const Placed p = b.layers[layer], pool = b.layers[layer + 1];
  const std::vector<Group> groups = groups_of(b, p.layer);
  std::vector<Launch> products;
  for (const Group& group : groups)
    products.push_back(
        bound(b, p, Direction::forward, group,
              {.x = nullptr, .w = place(p.weights, p.weights16, 0), .y = p.out + group.first * p.layer.outputs}));
  return [=, &rows = b.rows, units = b.units](Queue& queue) {
    for (size_t g = 0; g < groups.size(); ++g) {
      products[g](queue);
      share(queue, units, groups[g].count, p.layer.outputs, [&](int64_t sample, int64_t count) {
        const int64_t from = (groups[g].first + sample) * p.layer.outputs,
                      to = (groups[g].first + sample) * pool.layer.outputs;
        rows.pool(p.out + from, p.biases, pool.out + to, count * pool.layer.edge, pool.layer.edge, pool.layer.channels,
                  p.layer.relu);
        if (pool.out16) rows.round(pool.out + to, pool.out16 + to, count * pool.layer.outputs);
      });
    }
  };
}

// Sums that are formed a few samples at a time.
struct Partial {
  Partial(Device& device, int64_t groups, int64_t weights, int64_t samples, int64_t biases)
      : memory(device.allocate(Bytes(4.0 * static_cast<double>(groups * weights + samples * biases)))),
        filters(static_cast<float*>(memory->data())),
        sums(filters + groups * weights) {}
  std::unique_ptr<Memory> memory;
  float *filters, *sums;  // groups x weights; samples x biases
};

Launch backward(const Binding& b, size_t layer) {
  const Placed p = b.layers[layer], pool = b.layers[layer + 1];
  const std::vector<Group> groups = groups_of(b, p.layer);
  const int64_t weights = weights_of(p.layer), biases = biases_of(p.layer), batch = b.problem.batch;
  const auto partial = std::make_shared<Partial>(b.device, std::ssize(groups), weights, batch, biases);
  std::vector<Launch> products;
  for (size_t g = 0; g < groups.size(); ++g)
    products.push_back(bound(b, p, Direction::backward_filter, groups[g],
                             {.x = nullptr,
                              .w = partial->filters + static_cast<int64_t>(g) * weights,
                              .y = place(p.delta, p.delta16, groups[g].first * p.layer.outputs)}));
  return [=, &rows = b.rows, units = b.units](Queue& queue) {
    for (size_t g = 0; g < groups.size(); ++g) {
      share(queue, units, groups[g].count, p.layer.outputs, [&](int64_t sample, int64_t count) {
        for (int64_t s = groups[g].first + sample; s < groups[g].first + sample + count; ++s) {
          const int64_t at = s * p.layer.outputs, of_pool = s * pool.layer.outputs;
          rows.unpool(p.out + at, pool.out + of_pool, pool.delta + of_pool, p.delta + at, pool.layer.edge,
                      pool.layer.edge, pool.layer.channels, p.layer.relu);
          rows.sum(p.delta + at, partial->sums + s * biases, p.layer.outputs / biases, biases);
          if (p.delta16) rows.round(p.delta + at, p.delta16 + at, p.layer.outputs);
        }
      });
      products[g](queue);
    }
    rows.sum(partial->sums, p.bias_gradients, batch, biases);
    rows.sum(partial->filters, p.weight_gradients, std::ssize(groups), weights);
  };
}

std::optional<std::string> refuses(const Products& products, const DeviceInfo& device, const training::Problem& problem,
                                   const training::Layer& layer) {
  if (!products.conv) return "it has no convolutions; try --set train.rung=own,onednn or --set train.model=mlp";
  for (const Direction direction : {Direction::forward, Direction::backward_filter})
    if (auto reason = products.conv->refuses(device, convolution_of(layer, direction, problem.dtype, problem.batch)))
      return reason;
  return std::nullopt;
}

}  // namespace

constinit const LayerKind convolution_layer{.forward = forward, .backward = backward, .refuses = refuses};

}  // namespace gpupeak::host
