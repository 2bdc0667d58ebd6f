// A dense layer: products by the rung of `matmul`; the device finishes what each just wrote.
#include "kernels/training/step.h"

namespace gpupeak::training {
namespace {

// forward: out = in W. weights: dW = in^T delta. inputs: delta_in = delta W^T.
enum class Product { forward, weights, inputs };

matmul::Problem product_of(Product product, const Layer& layer, const Problem& problem) {
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

matmul::Operands operands_of(Product product, const PlacedLayer& p) {
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

Launch bound_dense(Product product, const Step& step, const PlacedLayer& p) {
  return step.products.matmul.bind(step.device, product_of(product, p.layer, step.problem), operands_of(product, p));
}

Launch dense_forward(const Step& step, size_t layer) {
  const PlacedLayer& p = step.layers[layer];
  return [product = bound_dense(Product::forward, step, p),
          finish = step.device_parts.finish_dense(step, p)](Queue& queue) {
    product(queue);
    finish(queue);
  };
}

Launch dense_backward(const Step& step, size_t layer) {
  const PlacedLayer& p = step.layers[layer];
  return [start = step.device_parts.start_dense(step, p), by_weights = bound_dense(Product::weights, step, p),
          by_inputs = p.delta_in ? bound_dense(Product::inputs, step, p) : Launch()](Queue& queue) {
    start(queue);
    by_weights(queue);
    if (by_inputs) by_inputs(queue);
  };
}

std::optional<std::string> refuses_dense(const Products& products, const DeviceInfo& device, const Problem& problem,
                                         const Layer& layer) {
  for (const Product product : {Product::forward, Product::weights, Product::inputs})
    if (auto reason = products.matmul.refuses(device, product_of(product, layer, problem))) return reason;
  return std::nullopt;
}

}  // namespace

constinit const LayerKind dense_layer{.forward = dense_forward, .backward = dense_backward, .refuses = refuses_dense};

}  // namespace gpupeak::training
