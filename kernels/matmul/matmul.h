// Family `matmul`: C = A x B, all row-major and dense: A is m x k, B is k x n, C is m x n; one product or a batch of
// them, of operands as they are or transposed, into C or onto it. The contract and the work.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/dtype.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::matmul {

// How A and B lie in memory: n as they are, t transposed (A as k x m, B as n x k), row by row.
enum class Layout { nn, nt, tn };

struct LayoutRow {
  Layout id;
  std::string_view name;
  bool a_transposed, b_transposed;
};
inline constexpr std::array layouts{
    LayoutRow{Layout::nn, "nn", false, false},
    LayoutRow{Layout::nt, "nt", false, true},
    LayoutRow{Layout::tn, "tn", true, false},
};
constexpr const LayoutRow& row(Layout id) { return layouts[static_cast<size_t>(id)]; }
std::optional<Layout> layout_named(std::string_view);

// What becomes of C: alpha A B + beta C. With beta = 0 it is only written: what was in it, a NaN for one, is not read.
enum class Update { overwrite, accumulate };

struct UpdateRow {
  Update id;
  std::string_view name;
  double alpha, beta;
};
inline constexpr std::array updates{
    UpdateRow{Update::overwrite, "overwrite", 1, 0},
    UpdateRow{Update::accumulate, "accumulate", 1.5, 0.5},  // below 1, so that repeated launches stay bounded
};
constexpr const UpdateRow& row(Update id) { return updates[static_cast<size_t>(id)]; }
std::optional<Update> update_named(std::string_view);

struct Problem {
  DType dtype = DType::f32;  // of A and B; C is f32 for bf16 and int32 for i8
  int64_t m = 0, n = 0, k = 0;
  Layout layout = Layout::nn;
  Update update = Update::overwrite;
  int64_t batch = 1;  // products, whose operands follow each other
};

// Elements from one row, and from one column, to the next.
struct Strides {
  int64_t row, column;
};
constexpr Strides strides_of_a(const Problem& p) {
  return row(p.layout).a_transposed ? Strides{1, p.m} : Strides{p.k, 1};
}
constexpr Strides strides_of_b(const Problem& p) {
  return row(p.layout).b_transposed ? Strides{1, p.k} : Strides{p.n, 1};
}

struct Operands {
  const void* a;
  const void* b;
  void* c;
};

struct Rung {
  static constexpr std::string_view family = "matmul";
  static Problem smallest() { return {.m = 64, .n = 64, .k = 64}; }

  std::string_view name;
  std::string_view idea;
  std::string_view vendor =
      {};                   // whose library it runs on, by its name in DeviceInfo::libraries: a yardstick; empty: ours
  Bytes workspace{0};       // device memory that it needs beside the operands, once for all products
  int64_t rehearse_at = 0;  // slow rung: edge of the small cube that tells how long a real one takes; 0 for fast ones
  bool (*takes)(DType);
  std::optional<std::string> (*refuses)(const DeviceInfo&,
                                        const Problem&);  // why it cannot run here, and what to install
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

bool takes_all(DType);  // that a product can be of: f32, f64, bf16 and i8
bool takes_f32_and_f64(DType);
bool takes_bf16_and_i8(DType);

Bytes working_set(const Problem&);
Work work(const Problem&, const DeviceInfo&, Cache);

}  // namespace gpupeak::matmul
