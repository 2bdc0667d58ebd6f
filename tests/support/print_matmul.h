// How GoogleTest prints a matrix product's shape in messages and test names.
#pragma once

#include <ostream>

#include "kernels/matmul/matmul.h"

namespace gpupeak::matmul {

inline void PrintTo(const Problem& p, std::ostream* out) {
  *out << row(p.dtype).name << " " << p.m << "x" << p.n << "x" << p.k << " " << row(p.layout).name << " "
       << row(p.update).name << " x" << p.batch;
}

}  // namespace gpupeak::matmul
