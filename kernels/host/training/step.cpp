#include "kernels/host/training/step.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "device/host/host_device.h"
#include "kernels/host/isa.h"
#include "kernels/host/optimizer/updates.h"
#include "kernels/host/training/rows.h"

namespace gpupeak::host {
namespace {

using training::Layer;
using training::Operands;
using training::Problem;

constexpr int64_t worth_a_thread = 1 << 15;  // elements: fewer are done before another thread is awake

// A layer with the places of its numbers.
struct Placed {
  Layer layer;
  const float* in;
  float *out, *delta, *delta_in;  // delta_in is null for the first layer
  float *weights, *biases, *weight_gradients, *bias_gradients;
  // What products read instead with bf16; null with f32. out16 is null for the last layer, which none reads.
  const BFloat16 *in16 = nullptr, *weights16 = nullptr;
  BFloat16 *out16 = nullptr, *delta16 = nullptr;
};

std::vector<Placed> placed(const Problem& problem, const Operands& o) {
  std::vector<Placed> layers;
  const float* in = o.inputs;
  float* delta_in = nullptr;
  int64_t activation = 0, weight = 0;
  for (const Layer& layer : problem.model->layers) {
    const int64_t bias = weight + layer.inputs * layer.outputs;
    layers.push_back({layer, in, o.activations + activation, o.deltas + activation, delta_in, o.weights + weight,
                      o.weights + bias, o.gradients + weight, o.gradients + bias});
    if (problem.dtype == DType::bf16) {
      Placed& last = layers.back();
      last.in16 = layers.size() == 1 ? o.inputs16 : layers[layers.size() - 2].out16;
      last.weights16 = o.weights16 + weight;
      last.out16 = o.activations16 + activation;
      last.delta16 = o.deltas16 + activation;
    }
    in = o.activations + activation;
    delta_in = o.deltas + activation;
    activation += problem.batch * layer.outputs;
    weight = bias + layer.outputs;
  }
  return layers;
}

// forward: out = in W. weights: dW = in^T delta. inputs: delta_in = delta W^T.
enum class Product { forward, weights, inputs };

gemm::Problem product_of(Product product, const Layer& layer, const Problem& problem) {
  using gemm::Layout;
  const int64_t batch = problem.batch;
  const DType dtype = problem.dtype;
  switch (product) {
    case Product::forward:
      return {.dtype = dtype, .m = batch, .n = layer.outputs, .k = layer.inputs, .layout = Layout::nn};
    case Product::weights:
      return {.dtype = dtype, .m = layer.inputs, .n = layer.outputs, .k = batch, .layout = Layout::tn};
    case Product::inputs:
      return {.dtype = dtype, .m = batch, .n = layer.inputs, .k = layer.outputs, .layout = Layout::nt};
  }
  return {};
}

gemm::Operands operands_of(Product product, const Placed& p) {
  const void* in = p.in16 ? static_cast<const void*>(p.in16) : p.in;
  const void* weights = p.in16 ? static_cast<const void*>(p.weights16) : p.weights;
  const void* delta = p.in16 ? static_cast<const void*>(p.delta16) : p.delta;
  switch (product) {
    case Product::forward:
      return {in, weights, p.out};
    case Product::weights:
      return {in, delta, p.weight_gradients};
    case Product::inputs:
      return {delta, weights, p.delta_in};
  }
  return {};
}

// Calls work(first, count) for shares of [0, count), on as many cores as pay; on this one when the pool is not ours.
template <class Work>
void share(Queue& queue, int units, int64_t count, int64_t elements_each, const Work& work) {
  const int64_t workers = std::min<int64_t>(units, count * elements_each / worth_a_thread);
  if (workers <= 1) return work(int64_t{0}, count);
  host(queue).parallel(static_cast<int>(workers), [&](int worker, int all) {
    const int64_t first = count * worker / all, last = count * (worker + 1) / all;
    work(first, last - first);
  });
}

Launch bind_load(Device& device, const Problem& problem, const Operands& o, int units) {
  const int64_t pixels = training::inputs_of(*problem.model), batch = problem.batch;
  return [=, &rounding = widest_rows(device.info()), batches = problem.batches](Queue& queue) {
    const int64_t first = *o.steps % batches * batch;
    share(queue, units, batch, pixels, [&](int64_t row, int64_t rows) {
      std::copy_n(o.images + (first + row) * pixels, rows * pixels, o.inputs + row * pixels);
      if (o.inputs16) rounding.round(o.inputs + row * pixels, o.inputs16 + row * pixels, rows * pixels);
    });
    std::copy_n(o.labels + first, batch, o.targets);
  };
}

Launch bind_forward(Device& device, const Problem& problem, const std::vector<Placed>& layers, const gemm::Rung& gemm,
                    int units) {
  std::vector<Launch> products;
  for (const Placed& p : layers)
    products.push_back(
        gemm.bind(device, product_of(Product::forward, p.layer, problem), operands_of(Product::forward, p)));
  return [=, &rows = widest_rows(device.info()), batch = problem.batch](Queue& queue) {
    for (size_t l = 0; l < layers.size(); ++l) {
      products[l](queue);
      const Placed& p = layers[l];
      share(queue, units, batch, p.layer.outputs, [&](int64_t row, int64_t count) {
        const int64_t first = row * p.layer.outputs;
        rows.add_bias(p.out + first, p.biases, count, p.layer.outputs, p.layer.relu);
        if (p.out16) rows.round(p.out + first, p.out16 + first, count * p.layer.outputs);
      });
    }
  };
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

Launch bind_loss(const Problem& problem, const Operands& o, const Placed& last) {
  return [=, batch = problem.batch](Queue&) {
    const int64_t classes = last.layer.outputs;
    const float per_sample = 1 / static_cast<float>(batch);
    double total = 0;
    for (int64_t row = 0; row < batch; ++row)
      total += lose(last.out + row * classes, last.delta + row * classes, classes, o.targets[row], per_sample);
    o.losses[*o.steps % training::kept_losses] = static_cast<float>(total / static_cast<double>(batch));
  };
}

Launch bind_backward(Device& device, const Problem& problem, const std::vector<Placed>& layers, const gemm::Rung& gemm,
                     int units) {
  std::vector<Launch> by_weights, by_inputs;
  for (const Placed& p : layers) {
    const auto bound = [&](Product product) {
      return gemm.bind(device, product_of(product, p.layer, problem), operands_of(product, p));
    };
    by_weights.push_back(bound(Product::weights));
    by_inputs.push_back(p.delta_in ? bound(Product::inputs) : Launch());
  }
  return [=, &rows = widest_rows(device.info()), batch = problem.batch](Queue& queue) {
    for (size_t l = layers.size(); l-- > 0;) {
      const Placed& p = layers[l];
      const int64_t outputs = p.layer.outputs;
      if (p.layer.relu)
        share(queue, units, batch, outputs, [&](int64_t row, int64_t count) {
          rows.gate(p.delta + row * outputs, p.out + row * outputs, count * outputs);
        });
      if (p.delta16) rows.round(p.delta, p.delta16, batch * outputs);
      rows.sum(p.delta, p.bias_gradients, batch, outputs);
      by_weights[l](queue);
      if (p.delta_in) by_inputs[l](queue);
    }
  };
}

Launch bind_optimizer(Device& device, const Problem& problem, const Operands& o, int units) {
  const optimizer::Problem update = training::update_of(problem);
  const optimizer::Operands arenas{nullptr, o.gradients, o.weights, o.m, o.v, o.steps};
  const Update step = widest_update(device.info(), update);
  return [=, &rows = widest_rows(device.info()), parameters = count(update)](Queue& queue) {
    const optimizer::Scalars scalars = optimizer::scalars(update, *o.steps);
    if (units > 1)
      update_part(queue, update, arenas, {0, parameters}, units, step, scalars);
    else
      step(arenas, parameters, scalars);
    if (o.weights16)
      share(queue, units, parameters, 1,
            [&](int64_t first, int64_t count) { rows.round(o.weights + first, o.weights16 + first, count); });
    ++*o.steps;
  };
}

}  // namespace

const Rows& widest_rows(const DeviceInfo& device) {
  if (has_feature(device, "avx512bw")) return rows_avx512;
  if (has_feature(device, "avx2") && has_feature(device, "fma")) return rows_avx2;
  return rows_vector128;
}

std::optional<std::string> refuses_step(const gemm::Rung& gemm, const DeviceInfo& device, const Problem& problem) {
  for (const Layer& layer : problem.model->layers)
    for (const Product product : {Product::forward, Product::weights, Product::inputs})
      if (auto reason = gemm.refuses(device, product_of(product, layer, problem))) return reason;
  return std::nullopt;
}

training::Launches bind_step(Device& device, const Problem& problem, const Operands& operands, const gemm::Rung& gemm) {
  const int units = gemm.vendor ? 1 : device.info().units;
  const std::vector<Placed> layers = placed(problem, operands);
  return {bind_load(device, problem, operands, units), bind_forward(device, problem, layers, gemm, units),
          bind_loss(problem, operands, layers.back()), bind_backward(device, problem, layers, gemm, units),
          bind_optimizer(device, problem, operands, units)};
}

}  // namespace gpupeak::host
