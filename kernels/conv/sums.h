// Freivalds' check (MFCS 1979) of a convolution: results of neighbouring channels are added with random signs and held
// against the convolution with the filters added likewise, which is as much cheaper as channels are added. Every
// element of the result is in one of the sums, so a single wrong one cannot hide.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/verify.h"
#include "kernels/conv/oracle.h"

namespace gpupeak::conv {

// Channels of the result that are added: filters, or for backward_data channels of the image. As few as `products`
// multiply-adds allow, 128 at most, and never of two groups.
int64_t channels_added(const Problem&, double products);

// Compares every sum; one may be off by what all of its elements may, whatever their signs. Sum i has index
// size of the result + i. The signs have to be drawn after the result was written. Uses several threads.
void compare_sums(const Problem&, const Inputs&, std::span<const float> result, int64_t added, uint64_t sign_seed,
                  Comparison&);
// "the signed sum of y[0,3,5,64..127]"
std::string name_of_sum(const Problem&, int64_t added, int64_t sum);

}  // namespace gpupeak::conv
