// The loops of `stream`, once for each instruction set (kernels/common/host/each_isa.h).
#include <bit>
#include <cstring>
#include <utility>

#include "kernels/common/host/isa.h"
#include "kernels/common/word_sum.h"
#include "kernels/stream/host/walks.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gpupeak::host {
namespace {
namespace GPUPEAK_ISA {

inline constexpr int64_t lanes = vector_bytes(GPUPEAK_ISA_BYTES) / static_cast<int>(sizeof(double));
typedef double V __attribute__((vector_size(lanes * sizeof(double))));
typedef uint64_t Words __attribute__((vector_size(lanes * sizeof(uint64_t))));

// By reference: a vector argument wider than the base instruction set has no settled calling convention.
template <class Vector>
GPUPEAK_ISA_INLINE void load(Vector& value, const double* from) {
  std::memcpy(&value, from, sizeof value);
}

// An empty asm statement that might have changed the value: loops of stores and copies stay loops of this width instead
// of becoming calls of memset and memcpy, which choose stores of their own.
template <class Vector>
GPUPEAK_ISA_INLINE void keep(Vector& value) {
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(value));
}

// After it the compiler knows nothing of what memory holds: no pass is skipped or merged with the next.
GPUPEAK_ISA_INLINE void finish_pass() { asm volatile("" : : : "memory"); }

struct PlainStore {
  static constexpr bool aligned = false;
  static constexpr int64_t block_bytes = 2 * sizeof(V);
  GPUPEAK_ISA_INLINE static void put(double* to, const V& value) { std::memcpy(to, &value, sizeof value); }
  static void finish() {}
};

// Stores that go round the caches: the line is not read before it is written.
struct StreamingStore {
  static constexpr bool aligned = true;
  static constexpr int64_t block_bytes = 64;  // one cache line
#if defined(__x86_64__)
  GPUPEAK_ISA_INLINE static void put(double* to, const V& value) {
#if GPUPEAK_ISA_BYTES == 64
    _mm512_stream_pd(to, value);
#elif GPUPEAK_ISA_BYTES == 32
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
  GPUPEAK_ISA_INLINE static void vector(V& value, const double*, const double*, int64_t) {
    value = V{} + stream::scalar;
  }
  static double element(const double*, const double*, int64_t) { return stream::scalar; }
};
struct Copy {
  GPUPEAK_ISA_INLINE static void vector(V& value, const double* b, const double*, int64_t i) { load(value, b + i); }
  static double element(const double* b, const double*, int64_t i) { return b[i]; }
};
struct Scale {
  GPUPEAK_ISA_INLINE static void vector(V& value, const double* b, const double*, int64_t i) {
    load(value, b + i);
    value = stream::scalar * value;
  }
  static double element(const double* b, const double*, int64_t i) { return stream::scalar * b[i]; }
};
struct Add {
  GPUPEAK_ISA_INLINE static void vector(V& value, const double* b, const double* c, int64_t i) {
    V vc;
    load(value, b + i);
    load(vc, c + i);
    value = value + vc;
  }
  static double element(const double* b, const double* c, int64_t i) { return b[i] + c[i]; }
};
struct Triad {
  GPUPEAK_ISA_INLINE static void vector(V& value, const double* b, const double* c, int64_t i) {
    V vb, vc;
    load(vb, b + i);
    load(vc, c + i);
    value = vb + stream::scalar * vc;
  }
  static double element(const double* b, const double* c, int64_t i) { return b[i] + stream::scalar * c[i]; }
};

template <class Op, class Store>
GPUPEAK_ISA_INLINE void store_one(double* a, const double* b, const double* c, int64_t i) {
  V value;
  Op::vector(value, b, c, i);
  keep(value);
  Store::put(a + i, value);
}

// Vector by vector, not all loads first and then all stores, and no more than it takes to hide the loop: longer blocks
// were 2 to 4 % slower in memory with plain stores and 10 % with streaming ones (Sapphire Rapids).
template <class Op, class Store, int64_t... u>
GPUPEAK_ISA_INLINE void store_block(double* a, const double* b, const double* c, int64_t i,
                                    std::integer_sequence<int64_t, u...>) {
  (store_one<Op, Store>(a, b, c, i + u * lanes), ...);
}

// Who fetches lines before they are needed: the hardware alone, or an instruction so many bytes ahead as well.
struct HardwareAlone {
  static void ahead(const double*) {}
};
struct Prefetch {
  static constexpr int64_t distance = 1024;  // bytes; the rung's header has the figures of others
  static void ahead(const double* at) {      // an address past the end is harmless: nothing is loaded
    __builtin_prefetch(reinterpret_cast<const char*>(at) + distance);
  }
};

template <class Op, class Store, class Fetch = HardwareAlone>
GPUPEAK_ISA_TARGET void store_pass(double* a, double* b, double* c, int64_t count) {
  int64_t i = 0;
  if (Store::aligned)
    for (; i < count && reinterpret_cast<uintptr_t>(a + i) % sizeof(V) != 0; ++i) a[i] = Op::element(b, c, i);
  constexpr int64_t block = Store::block_bytes / static_cast<int64_t>(sizeof(double));
  for (; i + block <= count; i += block) {
    for (int64_t line = i; line < i + block; line += 64 / static_cast<int64_t>(sizeof(double))) {
      if (b) Fetch::ahead(b + line);
      if (c) Fetch::ahead(c + line);
    }
    store_block<Op, Store>(a, b, c, i, std::make_integer_sequence<int64_t, block / lanes>());
  }
  for (; i < count; ++i) a[i] = Op::element(b, c, i);
  Store::finish();
}

template <class Op, class Store, class Fetch = HardwareAlone>
GPUPEAK_ISA_TARGET uint64_t store_walk(double* a, double* b, double* c, int64_t count, int64_t passes) {
  for (; passes > 0; --passes) {
    store_pass<Op, Store, Fetch>(a, b, c, count);
    finish_pass();
  }
  return 0;
}

template <class Store>
GPUPEAK_ISA_INLINE void fill_one(double* to, double with) {
  V value = V{} + with;
  keep(value);
  Store::put(to, value);
}

// Three streams of stores, a line of each in turn.
template <class Store>
GPUPEAK_ISA_TARGET void init_pass(double* a, double* b, double* c, int64_t count) {
  const auto offset = [](const double* at) { return reinterpret_cast<uintptr_t>(at) % sizeof(V); };
  if constexpr (Store::aligned) {
    if (offset(a) != offset(b) || offset(a) != offset(c)) return init_pass<PlainStore>(a, b, c, count);
  }
  int64_t i = 0;
  const auto fill_element = [&] { a[i] = stream::fills[0], b[i] = stream::fills[1], c[i] = stream::fills[2]; };
  if (Store::aligned)
    for (; i < count && offset(a + i) != 0; ++i) fill_element();
  constexpr int64_t line = 64 / static_cast<int64_t>(sizeof(double));
  for (; i + line <= count; i += line) {
    for (int64_t at = i; at < i + line; at += lanes) fill_one<Store>(a + at, stream::fills[0]);
    for (int64_t at = i; at < i + line; at += lanes) fill_one<Store>(b + at, stream::fills[1]);
    for (int64_t at = i; at < i + line; at += lanes) fill_one<Store>(c + at, stream::fills[2]);
  }
  for (; i < count; ++i) fill_element();
  Store::finish();
}

template <class Store>
GPUPEAK_ISA_TARGET uint64_t init_walk(double* a, double* b, double* c, int64_t count, int64_t passes) {
  for (; passes > 0; --passes) {
    init_pass<Store>(a, b, c, count);
    finish_pass();
  }
  return 0;
}

// What one term of a sum is, and what it is added up in.
struct Read {
  using Sum = uint64_t;
  using Sums = Words;
  static constexpr bool uses_c = false;
  GPUPEAK_ISA_INLINE static void add(Words& sum, const double* b, const double*, int64_t i) {
    Words value;
    load(value, b + i);
    sum += value;
    keep(sum);
  }
  static uint64_t element(const double* b, const double*, int64_t i) { return word_of(b[i]); }
};
struct Dot {
  using Sum = double;
  using Sums = V;
  static constexpr bool uses_c = true;
  GPUPEAK_ISA_INLINE static void add(V& sum, const double* b, const double* c, int64_t i) {
    V vb, vc;
    load(vb, b + i);
    load(vc, c + i);
    sum += vb * vc;
    keep(sum);
  }
  static double element(const double* b, const double* c, int64_t i) { return b[i] * c[i]; }
};

template <class Term, class Fetch>
GPUPEAK_ISA_INLINE void add_ahead(typename Term::Sums& sum, const double* b, const double* c, int64_t i) {
  Fetch::ahead(b + i);
  if (Term::uses_c) Fetch::ahead(c + i);
  Term::add(sum, b, c, i);
}

// 12 running sums: 2 additions of f64 per cycle of latency 4, and slack. Each has a name, as g++ keeps the elements of
// an array in memory. They run on from pass to pass: adding them up takes a quarter of the time of a pass through a
// first-level cache.
template <class Term, class Fetch = HardwareAlone>
GPUPEAK_ISA_TARGET uint64_t sum_walk(double*, double* b, double* c, int64_t count, int64_t passes) {
  typename Term::Sums s0{}, s1{}, s2{}, s3{}, s4{}, s5{}, s6{}, s7{}, s8{}, s9{}, s10{}, s11{};
  typename Term::Sum total = 0;
  constexpr int64_t step = 12 * lanes;
  for (; passes > 0; --passes) {
    int64_t i = 0;
    for (; i + step <= count; i += step) {
      add_ahead<Term, Fetch>(s0, b, c, i + 0 * lanes);
      add_ahead<Term, Fetch>(s1, b, c, i + 1 * lanes);
      add_ahead<Term, Fetch>(s2, b, c, i + 2 * lanes);
      add_ahead<Term, Fetch>(s3, b, c, i + 3 * lanes);
      add_ahead<Term, Fetch>(s4, b, c, i + 4 * lanes);
      add_ahead<Term, Fetch>(s5, b, c, i + 5 * lanes);
      add_ahead<Term, Fetch>(s6, b, c, i + 6 * lanes);
      add_ahead<Term, Fetch>(s7, b, c, i + 7 * lanes);
      add_ahead<Term, Fetch>(s8, b, c, i + 8 * lanes);
      add_ahead<Term, Fetch>(s9, b, c, i + 9 * lanes);
      add_ahead<Term, Fetch>(s10, b, c, i + 10 * lanes);
      add_ahead<Term, Fetch>(s11, b, c, i + 11 * lanes);
    }
    for (; i < count; ++i) total += Term::element(b, c, i);
    finish_pass();
  }
  const typename Term::Sums all = (((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))) + ((s8 + s9) + (s10 + s11));
  for (int64_t lane = 0; lane < lanes; ++lane) total += all[lane];
  return std::bit_cast<uint64_t>(total);
}

// In the order of stream::Op.
constexpr Walks make_walks() {
  return {
    .plain = {sum_walk<Read>,
              store_walk<Write, PlainStore>,
              store_walk<Copy, PlainStore>,
              store_walk<Scale, PlainStore>,
              store_walk<Add, PlainStore>,
              store_walk<Triad, PlainStore>,
              sum_walk<Dot>,
              init_walk<PlainStore>},
#if defined(__x86_64__)
    .streaming = {nullptr,
                  store_walk<Write, StreamingStore>,
                  store_walk<Copy, StreamingStore>,
                  store_walk<Scale, StreamingStore>,
                  store_walk<Add, StreamingStore>,
                  store_walk<Triad, StreamingStore>,
                  nullptr,
                  init_walk<StreamingStore>},
#else
    .streaming = {},
#endif
    .prefetched = {sum_walk<Read, Prefetch>,
                   nullptr,
                   store_walk<Copy, PlainStore, Prefetch>,
                   store_walk<Scale, PlainStore, Prefetch>,
                   store_walk<Add, PlainStore, Prefetch>,
                   store_walk<Triad, PlainStore, Prefetch>,
                   sum_walk<Dot, Prefetch>,
                   nullptr},
  };
}

}  // namespace GPUPEAK_ISA
}  // namespace
}  // namespace gpupeak::host
