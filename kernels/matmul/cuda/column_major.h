// A row-major product as a column-major library is asked for it: C = A B as C' = B' A', the same bytes.
#pragma once

#include <cublas_v2.h>

#include <utility>

#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {

struct ColumnMajor {
  struct Operand {
    cublasOperation_t operation;
    int64_t rows, columns;  // as the library sees what is stored
    int64_t ld;             // elements from one of its columns to the next
    int64_t stride;         // from one product of the batch to the next
  };
  int64_t m, n, k;  // of C': n and m of the problem
  Operand first;    // B
  Operand second;   // A
};

inline ColumnMajor column_major(const matmul::Problem& p) {
  const matmul::LayoutRow& layout = matmul::row(p.layout);
  ColumnMajor shape{.m = p.n, .n = p.m, .k = p.k, .first = {}, .second = {}};
  shape.first = layout.b_transposed ? ColumnMajor::Operand{CUBLAS_OP_T, p.k, p.n, p.k, p.k * p.n}
                                    : ColumnMajor::Operand{CUBLAS_OP_N, p.n, p.k, p.n, p.k * p.n};
  shape.second = layout.a_transposed ? ColumnMajor::Operand{CUBLAS_OP_T, p.m, p.k, p.m, p.m * p.k}
                                     : ColumnMajor::Operand{CUBLAS_OP_N, p.k, p.m, p.k, p.m * p.k};
  return shape;
}

// How the library calls an element type, and the arithmetic it does by default with it: f32 is f32, not TF32.
template <class T>
std::pair<cudaDataType, cublasComputeType_t> types_of();
template <>
inline std::pair<cudaDataType, cublasComputeType_t> types_of<float>() {
  return {CUDA_R_32F, CUBLAS_COMPUTE_32F};
}
template <>
inline std::pair<cudaDataType, cublasComputeType_t> types_of<double>() {
  return {CUDA_R_64F, CUBLAS_COMPUTE_64F};
}

}  // namespace gpupeak::cuda
