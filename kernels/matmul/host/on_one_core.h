// What the rungs in plain C++ share: the products of a batch one after the other, on one core.
#pragma once

#include "core/small_float.h"
#include "device/host/host_device.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

// An element as it is multiplied: in the type of the sums.
inline float widened(BFloat16 value) { return as_float(value); }
inline int32_t widened(int8_t value) { return value; }
template <class T>
T widened(T value) {
  return value;
}

// multiply(problem, a, b, c) for every product of the batch.
template <class T, class Sum, class Multiply>
Launch on_one_core(const matmul::Problem& problem, const matmul::Operands& operands, Multiply multiply) {
  return [=](Queue& queue) {
    host(queue).parallel(1, [&](int, int) {
      for (int64_t item = 0; item < problem.batch; ++item)
        multiply(problem, static_cast<const T*>(operands.a) + item * problem.m * problem.k,
                 static_cast<const T*>(operands.b) + item * problem.k * problem.n,
                 static_cast<Sum*>(operands.c) + item * problem.m * problem.n);
    });
  };
}

}  // namespace gpupeak::host
