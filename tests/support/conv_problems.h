// Convolutions that are awkward in several ways at once, and tensors for them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/buffer.h"
#include "kernels/conv/conv.h"

namespace gpupeak::testing {

inline std::vector<conv::Problem> awkward() {
  using conv::Layout;
  std::vector<conv::Problem> problems;
  for (const Layout layout : {Layout::nhwc, Layout::nchw}) {
    problems.push_back({.n = 2, .h = 6, .w = 5, .c = 3, .k = 4, .r = 3, .s = 2, .pad = 1, .layout = layout});
    problems.push_back(
        {.n = 1, .h = 7, .w = 7, .c = 4, .k = 6, .r = 3, .s = 3, .stride = 2, .pad = 2, .groups = 2, .layout = layout});
    problems.push_back({.n = 3,
                        .h = 8,
                        .w = 9,
                        .c = 5,
                        .k = 5,
                        .r = 2,
                        .s = 3,
                        .stride = 3,
                        .pad = 1,
                        .dilation = 2,
                        .groups = 5,
                        .layout = layout});
  }
  return problems;
}

inline std::vector<float> drawn(const conv::Shape& shape, uint64_t seed) {
  std::vector<float> values;
  for (int64_t i = 0; i < shape.size(); ++i)
    values.push_back(generated_as<float>(DataKind::random, seed, static_cast<uint64_t>(i)));
  return values;
}

}  // namespace gpupeak::testing
