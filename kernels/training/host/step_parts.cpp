#include "kernels/training/host/step_parts.h"

#include <algorithm>
#include <cmath>

#include "device/host/host_device.h"
#include "kernels/optimizer/host/updates.h"
#include "kernels/training/host/rows.h"

namespace gpupeak::host {
namespace {

using training::PlacedLayer;
using training::Samples;
using training::Step;

constexpr int64_t worth_a_thread = 1 << 15;  // elements: fewer are done before another thread is awake

// Calls work(first, count) for shares of [0, count), on as many cores as pay; on this one when the pool is not ours.
template <class Work>
void share(Queue& queue, int units, int64_t count, int64_t elements_each, const Work& work) {
  const int64_t workers = std::min({int64_t{units}, count, count * elements_each / worth_a_thread});
  if (workers <= 1) return work(int64_t{0}, count);
  host(queue).parallel(static_cast<int>(workers), [&](int worker, int all) {
    const int64_t first = count * worker / all, last = count * (worker + 1) / all;
    work(first, last - first);
  });
}

// Cores for what is not a product: one when the products are a vendor's, to whose threads the others belong.
int units_of(const Step& step) { return !step.products.matmul.vendor.empty() ? 1 : step.device.info().units; }
const Rows& rows_of(const Step& step) { return widest_rows(step.device.info()); }

Launch bind_wait(const Step& step) {
  return [o = step.operands](Queue&) {
    if (o.feed) o.feed->take(*o.steps);
  };
}

Launch bind_load(const Step& step) {
  const int64_t pixels = training::inputs_of(*step.problem.model), batch = step.problem.batch;
  return [=, o = step.operands, units = units_of(step), &rounding = rows_of(step),
          batches = step.problem.batches](Queue& queue) {
    const int64_t first = *o.steps % batches * batch;
    const float* pictures = o.images + first * pixels;
    const int32_t* labels = o.labels + first;
    if (o.feed) {
      const Feed::Batch made = o.feed->take(*o.steps);
      pictures = made.images.data(), labels = made.labels.data();
    }
    share(queue, units, batch, pixels, [&](int64_t row, int64_t rows) {
      std::copy_n(pictures + row * pixels, rows * pixels, o.inputs + row * pixels);
      if (o.inputs16) rounding.round(o.inputs + row * pixels, o.inputs16 + row * pixels, rows * pixels);
    });
    std::copy_n(labels, batch, o.targets);
  };
}

Launch bind_finish_dense(const Step& step, const PlacedLayer& p) {
  return [p, &rows = rows_of(step), units = units_of(step), batch = step.problem.batch](Queue& queue) {
    const int64_t outputs = p.layer.outputs;
    share(queue, units, batch, outputs, [&](int64_t row, int64_t count) {
      const int64_t first = row * outputs;
      rows.add_bias(p.out + first, p.biases, count, outputs, p.layer.relu);
      if (p.out16) rows.round(p.out + first, p.out16 + first, count * outputs);
    });
  };
}

Launch bind_start_dense(const Step& step, const PlacedLayer& p) {
  return [p, &rows = rows_of(step), units = units_of(step), batch = step.problem.batch](Queue& queue) {
    const int64_t outputs = p.layer.outputs;
    if (p.layer.relu)
      share(queue, units, batch, outputs, [&](int64_t row, int64_t count) {
        rows.gate(p.delta + row * outputs, p.out + row * outputs, count * outputs);
      });
    if (p.delta16) rows.round(p.delta, p.delta16, batch * outputs);
    rows.sum(p.delta, p.bias_gradients, batch, outputs);
  };
}

constexpr int64_t elements_at_once = int64_t{1} << 18;  // of a product's result, for each core: 1 MiB

int64_t samples_at_once(const Step& step, const training::Layer& layer) {
  return std::max<int64_t>(1, step.device.info().units * elements_at_once / layer.outputs);
}

Launch bind_pool(const Step& step, const PlacedLayer& p, const PlacedLayer& pool, Samples group) {
  return [=, &rows = rows_of(step), units = units_of(step)](Queue& queue) {
    share(queue, units, group.count, p.layer.outputs, [&](int64_t sample, int64_t count) {
      const int64_t from = (group.first + sample) * p.layer.outputs, to = (group.first + sample) * pool.layer.outputs;
      rows.pool(p.out + from, p.biases, pool.out + to, count * pool.layer.edge, pool.layer.edge, pool.layer.channels,
                p.layer.relu);
      if (pool.out16) rows.round(pool.out + to, pool.out16 + to, count * pool.layer.outputs);
    });
  };
}

Launch bind_unpool(const Step& step, const PlacedLayer& p, const PlacedLayer& pool, Samples group, float* sums) {
  return [=, &rows = rows_of(step), units = units_of(step), biases = biases_of(p.layer)](Queue& queue) {
    share(queue, units, group.count, p.layer.outputs, [&](int64_t sample, int64_t count) {
      for (int64_t s = group.first + sample; s < group.first + sample + count; ++s) {
        const int64_t at = s * p.layer.outputs, of_pool = s * pool.layer.outputs;
        rows.unpool(p.out + at, pool.out + of_pool, pool.delta + of_pool, p.delta + at, pool.layer.edge,
                    pool.layer.edge, pool.layer.channels, p.layer.relu);
        rows.sum(p.delta + at, sums + s * biases, p.layer.outputs / biases, biases);
        if (p.delta16) rows.round(p.delta + at, p.delta16 + at, p.layer.outputs);
      }
    });
  };
}

Launch bind_add_rows(const Step& step, const float* from, float* sum, int64_t count, int64_t columns) {
  return [=, &rows = rows_of(step)](Queue&) { rows.sum(from, sum, count, columns); };
}

// Softmax and cross-entropy of one row: its loss; what it changes with the outputs, divided by the batch, into `delta`.
float lose(const float* outputs, float* delta, int64_t classes, int32_t target, float per_sample) {
  const float largest = *std::max_element(outputs, outputs + classes);
  float sum = 0;
  for (int64_t j = 0; j < classes; ++j) sum += delta[j] = std::exp(outputs[j] - largest);
  const float scale = 1 / sum;
  for (int64_t j = 0; j < classes; ++j) delta[j] = (delta[j] * scale - (j == target ? 1.0f : 0.0f)) * per_sample;
  return std::log(sum) - (outputs[target] - largest);
}

Launch bind_loss(const Step& step, const PlacedLayer& last) {
  return [last, o = step.operands, batch = step.problem.batch](Queue&) {
    const int64_t classes = last.layer.outputs;
    const float per_sample = 1 / static_cast<float>(batch);
    double total = 0;
    for (int64_t row = 0; row < batch; ++row)
      total += lose(last.out + row * classes, last.delta + row * classes, classes, o.targets[row], per_sample);
    o.losses[*o.steps % training::kept_losses] = static_cast<float>(total / static_cast<double>(batch));
  };
}

Launch bind_update(const Step& step) {
  const optimizer::Problem update = training::update_of(step.problem);
  const training::Operands& o = step.operands;
  const optimizer::Operands arenas{nullptr, o.gradients, o.weights, o.m, o.v, o.steps};
  const Update widest = widest_update(step.device.info(), update);
  return [=, &rows = rows_of(step), units = units_of(step), parameters = count(update)](Queue& queue) {
    const optimizer::Scalars scalars = optimizer::scalars(update, *o.steps);
    if (units > 1)
      update_part(queue, update, arenas, {0, parameters}, units, widest, scalars);
    else
      widest(arenas, parameters, scalars);
    if (o.weights16)
      share(queue, units, parameters, 1,
            [&](int64_t first, int64_t count) { rows.round(o.weights + first, o.weights16 + first, count); });
    ++*o.steps;
  };
}

}  // namespace

constinit const training::StepParts step_parts{
    .wait = bind_wait,
    .load = bind_load,
    .finish_dense = bind_finish_dense,
    .start_dense = bind_start_dense,
    .samples_at_once = samples_at_once,
    .pool = bind_pool,
    .unpool = bind_unpool,
    .add_rows = bind_add_rows,
    .loss = bind_loss,
    .update = bind_update,
};

}  // namespace gpupeak::host
