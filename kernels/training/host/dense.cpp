// A dense layer: products by the rung of `matmul`, bias with ReLU in one walk over what was just written.
#include "kernels/training/host/layers.h"
#include "kernels/training/host/share.h"

namespace gpupeak::host {
namespace {

using training::Layer;

// forward: out = in W. weights: dW = in^T delta. inputs: delta_in = delta W^T.
enum class Product { forward, weights, inputs };

matmul::Problem product_of(Product product, const Layer& layer, const training::Problem& problem) {
  using matmul::Layout;
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

matmul::Operands operands_of(Product product, const Placed& p) {
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

Launch bound(Product product, const Binding& b, const Placed& p) {
  return b.products.matmul.bind(b.device, product_of(product, p.layer, b.problem), operands_of(product, p));
}

Launch forward(const Binding& b, size_t layer) {
  const Placed p = b.layers[layer];
  return [p, product = bound(Product::forward, b, p), &rows = b.rows, units = b.units,
          batch = b.problem.batch](Queue& queue) {
    product(queue);
    const int64_t outputs = p.layer.outputs;
    share(queue, units, batch, outputs, [&](int64_t row, int64_t count) {
      const int64_t first = row * outputs;
      rows.add_bias(p.out + first, p.biases, count, outputs, p.layer.relu);
      if (p.out16) rows.round(p.out + first, p.out16 + first, count * outputs);
    });
  };
}

Launch backward(const Binding& b, size_t layer) {
  const Placed p = b.layers[layer];
  return
      [p, by_weights = bound(Product::weights, b, p), by_inputs = p.delta_in ? bound(Product::inputs, b, p) : Launch(),
       &rows = b.rows, units = b.units, batch = b.problem.batch](Queue& queue) {
        const int64_t outputs = p.layer.outputs;
        if (p.layer.relu)
          share(queue, units, batch, outputs, [&](int64_t row, int64_t count) {
            rows.gate(p.delta + row * outputs, p.out + row * outputs, count * outputs);
          });
        if (p.delta16) rows.round(p.delta, p.delta16, batch * outputs);
        rows.sum(p.delta, p.bias_gradients, batch, outputs);
        by_weights(queue);
        if (by_inputs) by_inputs(queue);
      };
}

std::optional<std::string> refuses(const Products& products, const DeviceInfo& device, const training::Problem& problem,
                                   const Layer& layer) {
  for (const Product product : {Product::forward, Product::weights, Product::inputs})
    if (auto reason = products.matmul.refuses(device, product_of(product, layer, problem))) return reason;
  return std::nullopt;
}

}  // namespace

constinit const LayerKind dense_layer{.forward = forward, .backward = backward, .refuses = refuses};

}  // namespace gpupeak::host
