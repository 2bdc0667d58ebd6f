// What an element of a convolution's result must be: its sum in double, from the definition.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/conv/conv.h"

namespace gpupeak::conv {

// The tensors that are read; the span of the result is empty.
struct Inputs {
  std::span<const float> x, w, y;  // f32 or bf16 widened, exactly
};

struct Sum {
  double exact = 0, absolute = 0;  // of the products, and of their sizes
  int64_t products = 0;
};

// The element of the result that lies at `index` in memory.
Sum sum_at(const Problem&, const Inputs&, int64_t index);

// A sum of numbers with signs, and of their sizes.
struct SignedSum {
  double value = 0, size = 0;
};

// Of a problem whose filters were summed (channels of the image for backward_data), so that it has fewer: what else is
// read, x or y's gradient, and the sums.
struct SummedInputs {
  std::span<const float> plain;
  std::span<const SignedSum> summed;  // w; y's channels for backward_filter
};
Sum sum_at(const Problem&, const SummedInputs&, int64_t index);

// How far a right element may be from the exact one, whatever the order of the sum: min(l, 2 sqrt(l)) u times the sum
// of the products' sizes and one rounding of the result, for l products; derived in kernels/matmul/oracle.h. Products
// of bf16 are exact in f32.
double allowed(const Problem&, const Sum&);

// Where an element lies, and those worth looking at when there is no time for all: corners, both ends of memory, both
// sides of the last multiple of common tile edges, and `count` of them in all by drawing the rest.
struct Place {
  int64_t item, row, column, channel;
};
Place place_of(const Shape&, int64_t index);
std::vector<int64_t> sampled(const Shape&, int64_t count, uint64_t seed);

}  // namespace gpupeak::conv
