// Loops of one kind of instruction and nothing else, to see how many of them a core issues per cycle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace gpupeak::host {

enum class Issue {
  fma_f64,
  fma_f32,
  fma_f16,
  dot_bf16,
  dot_i8,
  tile_bf16,
  tile_i8,
  fma_f64_scalar,
  fma_f32_scalar,
  load,
  store
};

inline constexpr size_t issue_buffer_bytes = 4096;  // what loads and stores stay in, aligned to as much

struct IssueLoop {
  void (*run)(int64_t turns, void* buffer) = nullptr;
  int per_turn = 0;  // instructions of this kind in one turn
  int lanes = 0;     // multiply-adds of one instruction; bytes for load and store
};

// The loop with the widest registers this processor has; neither where it has no such instruction.
struct IssueLoopOrReason {
  std::optional<IssueLoop> loop;
  std::string reason;  // why this program cannot tell
};
IssueLoopOrReason issue_loop(Issue);

}  // namespace gpupeak::host
