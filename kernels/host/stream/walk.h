// The loops of `stream`, written once for every width. Included once by each instruction set's file, after it has
// defined GPUPEAK_STREAM_TARGET and GPUPEAK_STREAM_BYTES (templates do not inherit a caller's target attribute).
#pragma once

#include <cstring>
#include <utility>

#include "kernels/host/isa.h"
#include "kernels/host/stream/walks.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define GPUPEAK_STREAM_INLINE [[gnu::always_inline]] GPUPEAK_STREAM_TARGET inline

namespace gpupeak::host {
namespace {

inline constexpr int64_t lanes = vector_bytes(GPUPEAK_STREAM_BYTES) / static_cast<int>(sizeof(double));
typedef double V __attribute__((vector_size(lanes * sizeof(double))));

// By reference: a vector argument wider than the base instruction set has no settled calling convention.
GPUPEAK_STREAM_INLINE void load(V& value, const double* from) { std::memcpy(&value, from, sizeof value); }

// An empty asm statement that might have changed the value: loops of stores and copies stay loops of this width instead
// of becoming calls of memset and memcpy, which choose stores of their own.
GPUPEAK_STREAM_INLINE void keep(V& value) { asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(value)); }

struct PlainStore {
  static constexpr bool aligned = false;
  static constexpr int64_t block_bytes = 2 * sizeof(V);
  GPUPEAK_STREAM_INLINE static void put(double* to, const V& value) { std::memcpy(to, &value, sizeof value); }
  static void finish() {}
};

// Stores that go round the caches: the line is not read before it is written.
struct StreamingStore {
  static constexpr bool aligned = true;
  static constexpr int64_t block_bytes = 64;  // one cache line
#if defined(__x86_64__)
  GPUPEAK_STREAM_INLINE static void put(double* to, const V& value) {
#if GPUPEAK_STREAM_BYTES == 64
    _mm512_stream_pd(to, value);
#elif GPUPEAK_STREAM_BYTES == 32
    _mm256_stream_pd(to, value);
#else
    _mm_stream_pd(to, value);
#endif
  }
  static void finish() { _mm_sfence(); }  // such stores are weakly ordered: all are done before the launch is
#endif
};

// What one vector, and one element at the ends, of each op is; `i` is the index of its first element.
struct Write {
  GPUPEAK_STREAM_INLINE static void vector(V& value, const double*, const double*, int64_t) {
    value = V{} + stream::scalar;
  }
  static double element(const double*, const double*, int64_t) { return stream::scalar; }
};
struct Copy {
  GPUPEAK_STREAM_INLINE static void vector(V& value, const double* b, const double*, int64_t i) { load(value, b + i); }
  static double element(const double* b, const double*, int64_t i) { return b[i]; }
};
struct Triad {
  GPUPEAK_STREAM_INLINE static void vector(V& value, const double* b, const double* c, int64_t i) {
    V vb, vc;
    load(vb, b + i);
    load(vc, c + i);
    value = vb + stream::scalar * vc;
  }
  static double element(const double* b, const double* c, int64_t i) { return b[i] + stream::scalar * c[i]; }
};

template <class Op, class Store>
GPUPEAK_STREAM_INLINE void store_one(double* a, const double* b, const double* c, int64_t i) {
  V value;
  Op::vector(value, b, c, i);
  keep(value);
  Store::put(a + i, value);
}

// Vector by vector, not all loads first and then all stores, and no more than it takes to hide the loop: longer blocks
// were 2 to 4 % slower in memory with plain stores and 10 % with streaming ones (Sapphire Rapids).
template <class Op, class Store, int64_t... u>
GPUPEAK_STREAM_INLINE void store_block(double* a, const double* b, const double* c, int64_t i,
                                       std::integer_sequence<int64_t, u...>) {
  (store_one<Op, Store>(a, b, c, i + u * lanes), ...);
}

template <class Op, class Store>
GPUPEAK_STREAM_TARGET double store_walk(double* a, const double* b, const double* c, int64_t count) {
  int64_t i = 0;
  if (Store::aligned)
    for (; i < count && reinterpret_cast<uintptr_t>(a + i) % sizeof(V) != 0; ++i) a[i] = Op::element(b, c, i);
  constexpr int64_t block = Store::block_bytes / static_cast<int64_t>(sizeof(double));
  for (; i + block <= count; i += block)
    store_block<Op, Store>(a, b, c, i, std::make_integer_sequence<int64_t, block / lanes>());
  for (; i < count; ++i) a[i] = Op::element(b, c, i);
  Store::finish();
  return 0;
}

GPUPEAK_STREAM_INLINE void add_one(V& sum, const double* from) {
  V value;
  load(value, from);
  sum += value;
  keep(sum);
}

// 8 running sums: 2 additions per cycle of latency 4. Each has a name, as g++ keeps the elements of an array in memory;
// they are added as a tree, as one by one would take longer than a part that fits the first-level cache.
GPUPEAK_STREAM_TARGET inline double read_walk(double*, const double* b, const double*, int64_t count) {
  V s0{}, s1{}, s2{}, s3{}, s4{}, s5{}, s6{}, s7{};
  constexpr int64_t step = 8 * lanes;
  int64_t i = 0;
  for (; i + step <= count; i += step) {
    add_one(s0, b + i + 0 * lanes);
    add_one(s1, b + i + 1 * lanes);
    add_one(s2, b + i + 2 * lanes);
    add_one(s3, b + i + 3 * lanes);
    add_one(s4, b + i + 4 * lanes);
    add_one(s5, b + i + 5 * lanes);
    add_one(s6, b + i + 6 * lanes);
    add_one(s7, b + i + 7 * lanes);
  }
  const V all = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  double total = 0;
  for (int64_t lane = 0; lane < lanes; ++lane) total += all[lane];
  for (; i < count; ++i) total += b[i];
  return total;
}

constexpr Walks make_walks() {
  return {
    .plain = {read_walk, store_walk<Write, PlainStore>, store_walk<Copy, PlainStore>, store_walk<Triad, PlainStore>},
#if defined(__x86_64__)
    .streaming = {nullptr, store_walk<Write, StreamingStore>, store_walk<Copy, StreamingStore>,
                  store_walk<Triad, StreamingStore>},
#else
    .streaming = {},
#endif
  };
}

}  // namespace
}  // namespace gpupeak::host
