// A product with a single row (M = 1, GEMV): every element of B is used once, so nothing is worth packing and the rate
// is that of reading B.
#pragma once

#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

// Whether this product is one, with the rows of B in memory as they are read.
bool is_single_row(const matmul::Problem&);

// f32 or f64, on as many cores as pay.
template <class T>
Launch bind_single_row(Device&, const matmul::Problem&, const matmul::Operands&);

}  // namespace gpupeak::host
