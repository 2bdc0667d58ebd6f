#include "kernels/training/bounds.h"

#include <algorithm>
#include <cmath>

#include "core/host_threads.h"
#include "core/small_float.h"

namespace gpupeak::training {
namespace {

constexpr double worth_threads = 1 << 20;  // multiply-adds: fewer are done before a thread has started

// Calls work(first, last) for pieces of [0, count) on as many cores as pay.
template <class Work>
void spread(int64_t count, double multiply_adds_each, const Work& work) {
  const int threads = threads_for(static_cast<double>(count) * multiply_adds_each, worth_threads);
  const int64_t pieces = threads == 1 ? 1 : std::min<int64_t>(count, int64_t{8} * threads);
  in_parallel(pieces, threads, [&](int64_t piece) { work(count * piece / pieces, count * (piece + 1) / pieces); });
}

// A factor of a row of products.
struct Factor {
  double value, error;
};

// to += left x right, element by element, whose own roundings are `share` of each product. `off`, what right is off, is
// null where it is known.
void add_row(Factor left, double share, const double* right, const double* off, int64_t n, double* to, double* error) {
  const double size = std::abs(left.value) + left.error, grown = left.error + share * size;
  if (size == 0) return;
  for (int64_t j = 0; j < n; ++j) to[j] += left.value * right[j];
  for (int64_t j = 0; j < n; ++j) error[j] += grown * std::abs(right[j]);
  if (!off) return;
  for (int64_t j = 0; j < n; ++j) error[j] += size * off[j];
}

double share_of(int64_t terms, double u) { return (roundings(terms) + 1) * u; }

int64_t positions(const Layer& layer) { return layer.edge * layer.edge; }
int64_t terms_of(const Layer& layer) { return row(layer.kind).terms(layer); }

// For each pixel of the result what the filter covers there, in the order of the weights: positions x terms.
void write_patches(const Layer& layer, const double* picture, double* patches) {
  const int64_t edge = layer.edge, taps = layer.taps, channels = layer.channels, pad = taps / 2;
  for (int64_t y = 0; y < edge; ++y)
    for (int64_t x = 0; x < edge; ++x)
      for (int64_t r = 0; r < taps; ++r)
        for (int64_t s = 0; s < taps; ++s, patches += channels) {
          const int64_t line = y + r - pad, column = x + s - pad;
          if (line < 0 || line >= edge || column < 0 || column >= edge)
            std::fill_n(patches, channels, 0.0);
          else
            std::copy_n(picture + (line * edge + column) * channels, channels, patches);
        }
}

Bounded dense_forward(const Multiplied& m, const Bounded& from, const double* weights) {
  const int64_t k = m.layer.inputs, n = m.layer.outputs;
  Bounded to(m.samples * n);
  spread(m.samples, static_cast<double>(k) * static_cast<double>(n), [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i)
      for (int64_t p = 0; p < k; ++p) {
        const auto at = static_cast<size_t>(i * k + p);
        add_row({from.value[at], from.error[at]}, share_of(k, m.u), weights + p * n, nullptr, n,
                to.value.data() + i * n, to.error.data() + i * n);
      }
  });
  return to;
}

Bounded filter_forward(const Multiplied& m, const Bounded& from, const double* weights) {
  const int64_t k = terms_of(m.layer), n = m.layer.filters, each = positions(m.layer);
  std::vector<double> turned(static_cast<size_t>(k * n));
  for (int64_t j = 0; j < n; ++j)
    for (int64_t p = 0; p < k; ++p) turned[static_cast<size_t>(p * n + j)] = weights[j * k + p];
  Bounded to(m.samples * m.layer.outputs);
  spread(m.samples, row(m.layer.kind).nominal(m.layer), [&](int64_t first, int64_t last) {
    std::vector<double> patches(static_cast<size_t>(each * k));
    for (int64_t sample = first; sample < last; ++sample) {
      write_patches(m.layer, from.value.data() + sample * m.layer.inputs, patches.data());
      for (int64_t i = 0; i < each; ++i)
        for (int64_t p = 0; p < k; ++p)
          add_row({patches[static_cast<size_t>(i * k + p)], 0}, share_of(k, m.u), turned.data() + p * n, nullptr, n,
                  to.value.data() + (sample * each + i) * n, to.error.data() + (sample * each + i) * n);
    }
  });
  return to;
}

void dense_by_weights(const Multiplied& m, const Bounded& from, const Bounded& delta, double* value, double* error) {
  const int64_t rows = m.layer.inputs, n = m.layer.outputs;
  spread(rows, static_cast<double>(m.samples) * static_cast<double>(n), [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i)
      for (int64_t p = 0; p < m.samples; ++p) {
        const auto at = static_cast<size_t>(p * rows + i);
        add_row({from.value[at], from.error[at]}, share_of(m.samples, m.u), delta.value.data() + p * n,
                delta.error.data() + p * n, n, value + i * n, error + i * n);
      }
  });
}

// Each sample by itself, then their sum, so that cores share the samples and the result does not depend on how.
void filter_by_weights(const Multiplied& m, const Bounded& from, const Bounded& delta, double* value, double* error) {
  const int64_t k = terms_of(m.layer), filters = m.layer.filters, each = positions(m.layer), count = filters * k;
  const double share = share_of(m.samples * each, m.u);
  Bounded of_samples(m.samples * count);
  spread(m.samples, row(m.layer.kind).nominal(m.layer), [&](int64_t first, int64_t last) {
    std::vector<double> patches(static_cast<size_t>(each * k));
    for (int64_t sample = first; sample < last; ++sample) {
      write_patches(m.layer, from.value.data() + sample * m.layer.inputs, patches.data());
      for (int64_t p = 0; p < each; ++p)
        for (int64_t i = 0; i < filters; ++i) {
          const auto at = static_cast<size_t>((sample * each + p) * filters + i);
          add_row({delta.value[at], delta.error[at]}, share, patches.data() + p * k, nullptr, k,
                  of_samples.value.data() + sample * count + i * k, of_samples.error.data() + sample * count + i * k);
        }
    }
  });
  for (int64_t sample = 0; sample < m.samples; ++sample)
    for (int64_t i = 0; i < count; ++i) {
      value[i] += of_samples.value[static_cast<size_t>(sample * count + i)];
      error[i] += of_samples.error[static_cast<size_t>(sample * count + i)];
    }
}

// The four inputs of output `index`, counted through all samples.
struct Four {
  std::array<size_t, 4> at;
};
Four four_of(const Layer& layer, int64_t index) {
  const int64_t half = layer.edge / 2, channel = index % layer.channels, pixel = index / layer.channels;
  const int64_t column = pixel % half, line = pixel / half;  // through all samples, as each has an even number of lines
  const auto at = [&](int64_t down, int64_t right) {
    const int64_t from = (2 * line + down) * layer.edge + 2 * column + right;
    return static_cast<size_t>(from * layer.channels + channel);
  };
  return {{at(0, 0), at(0, 1), at(1, 0), at(1, 1)}};
}

// Passes one derivative on to the four inputs that its output stands for.
void pass_on(const Four& four, const Bounded& from, double value, double error, Bounded& to) {
  size_t first = four.at[0];
  double surely = -INFINITY;  // the largest is no less
  for (const size_t at : four.at) {
    if (from.value[at] > from.value[first]) first = at;
    surely = std::max(surely, from.value[at] - from.error[at]);
  }
  const auto may_be = [&](size_t at) { return at == first || from.value[at] + from.error[at] > surely; };
  to.value[first] = value;
  to.error[first] = error;
  if (std::ranges::count_if(four.at, may_be) == 1) return;
  for (const size_t at : four.at)
    if (may_be(at)) to.error[at] = error + std::abs(value);
}

}  // namespace

double roundings(int64_t terms) {
  const auto k = static_cast<double>(terms);
  return std::min(k, 8 * std::sqrt(k));
}

void round_to(double rounded, Bounded& numbers) {
  if (rounded == 0) return;
  for (size_t i = 0; i < numbers.value.size(); ++i)
    numbers.error[i] += rounded * (std::abs(numbers.value[i]) + numbers.error[i]);
}

Bounded exact(std::span<const float> values) {
  Bounded result(std::ssize(values));
  std::ranges::copy(values, result.value.begin());
  return result;
}

Bounded as_read(const Bounded& exact, double rounded) {
  Bounded result = exact;
  if (rounded > 0)
    for (double& value : result.value) value = static_cast<double>(BFloat16(value));
  return result;
}

Bounded products_forward(const Multiplied& m, const Bounded& from, std::span<const double> weights, int64_t first) {
  const auto forward = m.layer.kind == Kind::convolution ? filter_forward : dense_forward;
  return forward(m, from, weights.data() + first);
}

void products_by_weights(const Multiplied& m, const Bounded& from, const Bounded& delta, Bounded& gradients,
                         int64_t first) {
  const auto by_weights = m.layer.kind == Kind::convolution ? filter_by_weights : dense_by_weights;
  by_weights(m, from, delta, gradients.value.data() + first, gradients.error.data() + first);
}

void sums_by_biases(const Multiplied& m, const Bounded& delta, Bounded& gradients, int64_t first) {
  const int64_t n = biases_of(m.layer), rows = std::ssize(delta.value) / n;
  for (int64_t p = 0; p < rows; ++p)
    add_row({1, 0}, share_of(rows, m.u), delta.value.data() + p * n, delta.error.data() + p * n, n,
            gradients.value.data() + first, gradients.error.data() + first);
}

// Samples run fastest within, so that each weight meets all of them at once.
Bounded products_by_inputs(const Multiplied& m, const Bounded& delta, std::span<const double> weights, int64_t first) {
  const int64_t rows = m.layer.inputs, k = m.layer.outputs, n = m.samples;
  Bounded turned(n * k), to(n * rows);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t p = 0; p < k; ++p) {
      turned.value[static_cast<size_t>(p * n + i)] = delta.value[static_cast<size_t>(i * k + p)];
      turned.error[static_cast<size_t>(p * n + i)] = delta.error[static_cast<size_t>(i * k + p)];
    }
  spread(rows, static_cast<double>(n) * static_cast<double>(k), [&](int64_t from, int64_t last) {
    for (int64_t j = from; j < last; ++j) {
      Bounded sums(n);
      for (int64_t p = 0; p < k; ++p)
        add_row({weights[static_cast<size_t>(first + j * k + p)], 0}, share_of(k, m.u), turned.value.data() + p * n,
                turned.error.data() + p * n, n, sums.value.data(), sums.error.data());
      for (int64_t i = 0; i < n; ++i) {
        to.value[static_cast<size_t>(i * rows + j)] = sums.value[static_cast<size_t>(i)];
        to.error[static_cast<size_t>(i * rows + j)] = sums.error[static_cast<size_t>(i)];
      }
    }
  });
  return to;
}

Bounded pooled(const Layer& layer, int64_t samples, const Bounded& from) {
  Bounded to(samples * layer.outputs);
  spread(samples * layer.outputs, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      double largest = -INFINITY, error = 0;
      for (const size_t at : four_of(layer, i).at) {
        largest = std::max(largest, from.value[at]);
        error = std::max(error, from.error[at]);
      }
      to.value[static_cast<size_t>(i)] = largest;
      to.error[static_cast<size_t>(i)] = error;
    }
  });
  return to;
}

Bounded unpooled(const Layer& layer, int64_t samples, const Bounded& from, const Bounded& delta) {
  Bounded to(samples * layer.inputs);
  spread(samples * layer.outputs, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i)
      pass_on(four_of(layer, i), from, delta.value[static_cast<size_t>(i)], delta.error[static_cast<size_t>(i)], to);
  });
  return to;
}

void add_biases(std::span<const double> biases, double u, Bounded& out) {
  for (size_t i = 0; i < out.value.size(); ++i) {
    const double added = biases[i % biases.size()];
    out.error[i] += u * (std::abs(out.value[i]) + 2 * std::abs(added));
    out.value[i] += added;
  }
}

Loss cross_entropy(const Bounded& outputs, std::span<const int32_t> labels, int64_t classes, double u) {
  const auto samples = std::ssize(labels);
  const auto count = static_cast<double>(samples);
  Loss loss{Bounded(1), Bounded(samples * classes)};
  Bounded& delta = loss.delta;
  double &mean = loss.mean.value[0], &mean_error = loss.mean.error[0];
  for (int64_t i = 0; i < samples; ++i) {
    const auto* row = &outputs.value[element_at(i, classes, 0)];
    const auto* row_error = &outputs.error[element_at(i, classes, 0)];
    const double largest = *std::max_element(row, row + classes);
    const double error = *std::max_element(row_error, row_error + classes);
    double sum = 0, farthest = 0;
    for (int64_t j = 0; j < classes; ++j) {
      sum += std::exp(row[j] - largest);
      farthest = std::max(farthest, largest - row[j]);
    }
    const int32_t label = labels[static_cast<size_t>(i)];
    const double lost = std::log(sum) + largest - row[label];
    mean += lost / count;
    // z - max is rounded to u of its size, and every z may be off by `error`; so log(sum) and z_label are by as much.
    const double rounded = u * (farthest + std::abs(largest));
    mean_error += (2 * error + 2 * rounded + 8 * u * (1 + std::abs(lost))) / count;
    const double relative = std::expm1(2 * (error + rounded)) + (static_cast<double>(classes) + 12) * u;
    for (int64_t j = 0; j < classes; ++j) {
      const double p = std::exp(row[j] - largest) / sum, target = j == label ? 1 : 0;
      delta.value[element_at(i, classes, j)] = (p - target) / count;
      delta.error[element_at(i, classes, j)] = (relative * p + 3 * u * (p + target)) / count;
    }
  }
  mean_error += roundings(samples) * u * mean;
  return loss;
}

}  // namespace gpupeak::training
