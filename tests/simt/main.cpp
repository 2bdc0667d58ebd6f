// Runs one kernel of kernels.h, right or with a fault, in many orders and sizes: `simt_kernels transpose no_wait`. Ends
// with 0 when every result was right, and else says what was seen; what a sanitizer sees, it says itself. Each is a
// process of its own, as a sanitizer's report ends it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simt/kernels.h"

namespace gpupeak::simt {
namespace {

constexpr uint64_t orders = 8;

struct Shape {
  dim3 blocks, threads;
  size_t shared_bytes = 0;
};

// What the emulator said; empty when nothing.
template <class... Parameters>
std::string run(void (*kernel)(Parameters...), const Shape& shape, uint64_t order,
                std::type_identity_t<Parameters>... arguments) {
  cuda::announce(kernel);
  void* pointers[] = {&arguments...};
  return launch(reinterpret_cast<const void*>(kernel), shape.blocks, shape.threads, pointers, shape.shared_bytes, order,
                {});
}

unsigned tiles(int edge, int of) { return static_cast<unsigned>((edge + of - 1) / of); }

std::vector<float> numbers(int count, int step) {
  std::vector<float> values(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) values[static_cast<size_t>(i)] = static_cast<float>(i * step % 7 - 3);
  return values;
}

std::string compared(const std::vector<float>& got, const std::vector<float>& expected) {
  for (size_t i = 0; i < got.size(); ++i)
    if (!(got[i] == expected[i])) return fmt::format("wrong result: element {} is {}, not {}", i, got[i], expected[i]);
  return "";
}

constexpr float untouched = -99;

template <Fault fault>
std::string check_add(uint64_t order) {
  for (const int count : {1, 31, 64, 65, 1000}) {
    const std::vector<float> a = numbers(count, 3), b = numbers(count, 5);
    std::vector<float> c(a.size(), untouched), expected(a.size());
    std::transform(a.begin(), a.end(), b.begin(), expected.begin(), std::plus<>());
    const Shape shape{.blocks = tiles(count + 1, 64), .threads = 64};
    if (std::string wrong = run(add<fault>, shape, order, a.data(), b.data(), c.data(), count); !wrong.empty())
      return wrong;
    if (std::string wrong = compared(c, expected); !wrong.empty()) return wrong;
  }
  return "";
}

template <Fault fault>
std::string check_reduce(uint64_t order) {
  for (const int count : {1, 95, 96, 97, 1000}) {
    const std::vector<float> in = numbers(count, 3);
    const unsigned blocks = tiles(count, reduce_threads);
    std::vector<float> sums(blocks, untouched), expected(blocks, 0.f);
    for (size_t i = 0; i < in.size(); ++i) expected[i / reduce_threads] += in[i];
    const Shape shape{.blocks = blocks, .threads = reduce_threads};
    if (std::string wrong = run(reduce<fault>, shape, order, in.data(), sums.data(), count); !wrong.empty())
      return wrong;
    if (std::string wrong = compared(sums, expected); !wrong.empty()) return wrong;
  }
  return "";
}

template <Fault fault>
std::string check_multiply(uint64_t order) {
  for (const int n : {1, 7, 8, 19}) {
    const std::vector<float> a = numbers(n * n, 3), b = numbers(n * n, 5);
    std::vector<float> c(a.size(), untouched), expected(a.size(), 0.f);
    const auto edge = static_cast<size_t>(n);
    for (size_t i = 0; i < edge; ++i)
      for (size_t j = 0; j < edge; ++j)
        for (size_t k = 0; k < edge; ++k) expected[i * edge + j] += a[i * edge + k] * b[k * edge + j];
    const Shape shape{.blocks = {tiles(n, tile), tiles(n, tile)},
                      .threads = {tile, tile},
                      .shared_bytes = sizeof(float) * 2 * tile * tile};
    if (std::string wrong = run(multiply<fault>, shape, order, a.data(), b.data(), c.data(), n); !wrong.empty())
      return wrong;
    if (std::string wrong = compared(c, expected); !wrong.empty()) return wrong;
  }
  return "";
}

template <Fault fault>
std::string check_transpose(uint64_t order) {
  for (const int rows : {1, 8, 13})
    for (const int columns : {1, 8, 29}) {
      const std::vector<float> in = numbers(rows * columns, 3);
      std::vector<float> out(in.size(), untouched), expected(in.size());
      const auto down = static_cast<size_t>(rows), across = static_cast<size_t>(columns);
      for (size_t i = 0; i < down; ++i)
        for (size_t j = 0; j < across; ++j) expected[j * down + i] = in[i * across + j];
      const Shape shape{.blocks = tiles(rows, tile), .threads = {tile, tile}};
      if (std::string wrong = run(transpose<fault>, shape, order, in.data(), out.data(), rows, columns); !wrong.empty())
        return wrong;
      if (std::string wrong = compared(out, expected); !wrong.empty()) return wrong;
    }
  return "";
}

template <Fault fault>
std::string check_pass_on(uint64_t order) {
  std::vector<int> in(32), out(32, -1);
  for (int i = 0; i < 32; ++i) in[static_cast<size_t>(i)] = 100 + i;
  int counter = 0;
  if (std::string wrong = run(pass_on<fault>, {.blocks = 1, .threads = 32}, order, in.data(), out.data(), &counter);
      !wrong.empty())
    return wrong;
  if (counter != 32) return fmt::format("wrong result: {} of 32 threads were counted", counter);
  for (int i = 0; i < 32; ++i)
    if (out[static_cast<size_t>(i)] != 100 + (i + 1) % 32) return fmt::format("wrong result: element {}", i);
  return "";
}

template <Fault fault>
std::string check_tile_product(uint64_t order) {
  constexpr int a_count = product_rows * product_depth, b_count = product_columns * product_depth, warps = 2;
  std::vector<int8_t> a(a_count), b(b_count);
  for (size_t i = 0; i < a.size(); ++i) a[i] = static_cast<int8_t>(i * 7 % 31);
  for (size_t i = 0; i < b.size(); ++i) b[i] = static_cast<int8_t>(static_cast<int>(i * 5 % 17) - 8);
  std::vector<uint32_t> a_words(a_count / 4), b_words(b_count / 4);
  std::memcpy(a_words.data(), a.data(), a.size());
  std::memcpy(b_words.data(), b.data(), b.size());
  std::vector<int2> sums(warps * product_rows * product_columns / 2, int2{-1, -1});
  if (std::string wrong = run(tile_product<fault>, {.blocks = 1, .threads = 32 * warps}, order, a_words.data(),
                              b_words.data(), sums.data());
      !wrong.empty())
    return wrong;
  for (size_t at = 0; at < sums.size() * 2; ++at) {
    const size_t row = at % 128 / product_columns, column = at % product_columns;
    int expected = 0;
    for (size_t k = 0; k < product_depth; ++k)
      expected += 2 * a[row * product_depth + k] * b[column * product_depth + k];
    const int got = at % 2 == 0 ? sums[at / 2].x : sums[at / 2].y;
    if (got != expected) return fmt::format("wrong result: element {} is {}, not {}", at, got, expected);
  }
  return "";
}

std::string check_unaligned(uint64_t order) {
  const std::vector<float> in = numbers(8, 3);
  std::vector<float> out(1);
  return run(copy_unaligned, {.blocks = 1, .threads = 1}, order, in.data(), out.data());
}

struct Case {
  std::string_view kernel, fault;
  std::string (*check)(uint64_t order);
};

constexpr Case cases[] = {
    {"add", "none", check_add<Fault::none>},
    {"add", "global_overrun", check_add<Fault::global_overrun>},
    {"reduce", "none", check_reduce<Fault::none>},
    {"reduce", "shared_overrun", check_reduce<Fault::shared_overrun>},
    {"reduce", "no_barrier", check_reduce<Fault::no_barrier>},
    {"reduce", "divergent_barrier", check_reduce<Fault::divergent_barrier>},
    {"reduce", "wrong_mask", check_reduce<Fault::wrong_mask>},
    {"multiply", "none", check_multiply<Fault::none>},
    {"multiply", "shared_overrun", check_multiply<Fault::shared_overrun>},
    {"multiply", "global_overrun", check_multiply<Fault::global_overrun>},
    {"multiply", "no_barrier", check_multiply<Fault::no_barrier>},
    {"multiply", "no_second_barrier", check_multiply<Fault::no_second_barrier>},
    {"transpose", "none", check_transpose<Fault::none>},
    {"transpose", "no_wait", check_transpose<Fault::no_wait>},
    {"transpose", "no_barrier", check_transpose<Fault::no_barrier>},
    {"transpose", "no_second_barrier", check_transpose<Fault::no_second_barrier>},
    {"pass_on", "none", check_pass_on<Fault::none>},
    {"pass_on", "no_barrier", check_pass_on<Fault::no_barrier>},
    {"tile_product", "none", check_tile_product<Fault::none>},
    {"tile_product", "no_barrier", check_tile_product<Fault::no_barrier>},
    {"tile_product", "divergent_barrier", check_tile_product<Fault::divergent_barrier>},
    {"unaligned", "none", check_unaligned},
};

int run_case(std::string_view kernel, std::string_view fault) {
  for (const Case& one : cases) {
    if (one.kernel != kernel || one.fault != fault) continue;
    for (uint64_t order = 0; order < orders; ++order)
      if (const std::string wrong = one.check(order); !wrong.empty()) {
        fmt::print("order {}: {}\n", order, wrong);
        return 1;
      }
    fmt::print("right in {} orders\n", orders);
    return 0;
  }
  fmt::print("no such kernel with such a fault: {} {}\n", kernel, fault);
  return 2;
}

}  // namespace
}  // namespace gpupeak::simt

int main(int count, char** words) {
  if (count != 3) {
    std::puts("usage: simt_kernels KERNEL FAULT");
    return 2;
  }
  return gpupeak::simt::run_case(words[1], words[2]);
}
