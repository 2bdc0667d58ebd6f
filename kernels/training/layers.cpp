#include "kernels/training/layers.h"

namespace gpupeak::training {
namespace {

int64_t none(const Layer&) { return 0; }
double no_products(const Layer&) { return 0; }

int64_t dense_weights(const Layer& layer) { return layer.inputs * layer.outputs; }
int64_t dense_biases(const Layer& layer) { return layer.outputs; }
int64_t dense_terms(const Layer& layer) { return layer.inputs; }
double dense_products(const Layer& layer) {
  return static_cast<double>(layer.inputs) * static_cast<double>(layer.outputs);
}

conv::Problem one_sample(const Layer& layer) { return convolution_of(layer, conv::Direction::forward, DType::f32, 1); }
int64_t filter_terms(const Layer& layer) { return layer.taps * layer.taps * layer.channels; }
int64_t filter_weights(const Layer& layer) { return layer.filters * filter_terms(layer); }
int64_t filter_biases(const Layer& layer) { return layer.filters; }
double filter_products(const Layer& layer) { return nominal(one_sample(layer)).value / 2; }
double filter_required(const Layer& layer) { return required(one_sample(layer)).value / 2; }

constexpr std::array kinds{
    KindRow{Kind::dense, "dense", dense_weights, dense_biases, dense_terms, dense_products, dense_products},
    KindRow{Kind::convolution, "convolution", filter_weights, filter_biases, filter_terms, filter_products,
            filter_required},
    KindRow{Kind::max_pool, "max_pool", none, none, none, no_products, no_products},
};

}  // namespace

const KindRow& row(Kind kind) { return kinds[static_cast<size_t>(kind)]; }

conv::Problem convolution_of(const Layer& layer, conv::Direction direction, DType dtype, int64_t batch) {
  return {.dtype = dtype,
          .direction = direction,
          .n = batch,
          .h = layer.edge,
          .w = layer.edge,
          .c = layer.channels,
          .k = layer.filters,
          .r = layer.taps,
          .s = layer.taps,
          .pad = layer.taps / 2};
}

}  // namespace gpupeak::training
