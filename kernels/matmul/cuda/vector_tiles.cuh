// The product of rungs 06 and 07, which differ in where a thread's elements of C lie: tiles of C of 128 x 128 (f64: 64
// x 64) by 256 threads, 8 deep, everything in vectors of 16 bytes.
#pragma once

#include "kernels/matmul/cuda/product.cuh"

namespace gpupeak::cuda {
namespace {

template <class T>
struct VectorShape {
  static constexpr int width = 16 / sizeof(T);  // elements of a vector
  static constexpr int edge = sizeof(T) == 4 ? 128 : 64;
  static constexpr int depth = 8, edge_of_thread = edge / 16, threads = 256;
  static constexpr int half = edge_of_thread / 2;  // a thread's rows, and columns, are two groups of so many
  static constexpr int pitch = edge + width;       // of a row in shared memory
};

template <class T>
struct alignas(16) Vector {
  T at[16 / sizeof(T)];
};

// `edge` x `depth` elements of an operand from (first, p) on, to shared[depth][pitch]. Element (i, d) of the tile is at
// from[i * outer + d * inner]; one of the two strides is 1, and vectors are loaded along it where they start at 16
// bytes and end inside.
template <class T>
__device__ __forceinline__ void load_tile(const T* from, int64_t outer, int64_t inner, int64_t there, int64_t deep,
                                          T* shared) {
  using S = VectorShape<T>;
  constexpr int vectors = S::edge * S::depth / S::width;
  const bool along_depth = inner == 1;
  for (int v = static_cast<int>(threadIdx.x); v < vectors; v += S::threads) {
    const int e = v * S::width;
    const int i = along_depth ? e / S::depth : e % S::edge, d = along_depth ? e % S::depth : e / S::edge;
    const int64_t at = i * outer + d * inner;
    const bool whole = along_depth ? i < there && d + S::width <= deep : i + S::width <= there && d < deep;
    Vector<T> vector{};
    if (whole && reinterpret_cast<uintptr_t>(from + at) % sizeof(vector) == 0) {
      vector = *reinterpret_cast<const Vector<T>*>(from + at);
    } else {
#pragma unroll
      for (int w = 0; w < S::width; ++w) {
        const bool inside = along_depth ? i < there && d + w < deep : i + w < there && d < deep;
        if (inside) vector.at[w] = from[at + w];
      }
    }
    if (along_depth) {
#pragma unroll
      for (int w = 0; w < S::width; ++w) shared[(d + w) * S::pitch + i] = vector.at[w];
    } else {
      *reinterpret_cast<Vector<T>*>(shared + d * S::pitch + i) = vector;
    }
  }
}

// Where one of a thread's two groups of rows, or columns, begins, and how far the other lies behind it.
struct Groups {
  int first, apart;
};

// The thread's elements of one row in shared memory.
template <class T>
__device__ __forceinline__ void load_part(const T* row, Groups groups, T (&part)[VectorShape<T>::edge_of_thread]) {
  using S = VectorShape<T>;
#pragma unroll
  for (int group = 0; group < 2; ++group) {
#pragma unroll
    for (int i = 0; i < S::half; i += S::width) {
      const auto vector = *reinterpret_cast<const Vector<T>*>(row + groups.first + group * groups.apart + i);
#pragma unroll
      for (int w = 0; w < S::width; ++w) part[group * S::half + i + w] = vector.at[w];
    }
  }
}

// Mapping<T>::rows() and columns(): the Groups of the calling thread.
template <class T, template <class> class Mapping>
__global__ void __launch_bounds__(VectorShape<T>::threads) multiply_vectors(Product<T> all) {
  using S = VectorShape<T>;
  T* a = static_shared<T, S::depth * S::pitch, 0>();
  T* b = static_shared<T, S::depth * S::pitch, 1>();
  const Product<T> p = of_this_block(all);
  const int64_t row = int64_t{blockIdx.y} * S::edge, column = int64_t{blockIdx.x} * S::edge;
  const Groups rows = Mapping<T>::rows(), columns = Mapping<T>::columns();
  T sum[S::edge_of_thread][S::edge_of_thread] = {};
  for (int64_t first = 0; first < p.k; first += S::depth) {
    load_tile(p.a + row * p.a_row + first * p.a_column, p.a_row, p.a_column, p.m - row, p.k - first, a);
    load_tile(p.b + first * p.b_row + column * p.b_column, p.b_column, p.b_row, p.n - column, p.k - first, b);
    __syncthreads();
#pragma unroll
    for (int d = 0; d < S::depth; ++d) {
      T left[S::edge_of_thread], top[S::edge_of_thread];
      load_part(a + d * S::pitch, rows, left);
      load_part(b + d * S::pitch, columns, top);
#pragma unroll
      for (int i = 0; i < S::edge_of_thread; ++i)
#pragma unroll
        for (int j = 0; j < S::edge_of_thread; ++j) sum[i][j] += left[i] * top[j];
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < S::edge_of_thread; ++i) {
#pragma unroll
    for (int j = 0; j < S::edge_of_thread; ++j) {
      const int64_t r = row + rows.first + i / S::half * rows.apart + i % S::half;
      const int64_t c = column + columns.first + j / S::half * columns.apart + j % S::half;
      if (r < p.m && c < p.n) update(p.c[r * p.n + c], sum[i][j], p.alpha, p.beta);
    }
  }
}

template <class T, template <class> class Mapping>
struct VectorTiles {
  static constexpr int64_t rows = VectorShape<T>::edge, columns = VectorShape<T>::edge;
  static dim3 threads() { return dim3(VectorShape<T>::threads); }
  static auto kernel() { return multiply_vectors<T, Mapping>; }
};

}  // namespace
}  // namespace gpupeak::cuda
