// How workers share a product: nearly equal parts, a grid over C, and a barrier between steps.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>

namespace gpupeak::host {

inline int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Part `part` of `parts` nearly equal ones of [0, total).
struct Range {
  int64_t first, last;
  int64_t size() const { return last - first; }
};
inline Range part_of(int64_t total, int64_t part, int64_t parts) {
  return {total * part / parts, total * (part + 1) / parts};
}

// The workers as a grid over C, in tiles: the one whose busiest worker has least to do. Packing a row of tiles costs
// about as much as multiplying one tile.
struct Grid {
  int64_t down, across;
};
inline Grid best_grid(int64_t tiles_down, int64_t tiles_across, int64_t workers) {
  Grid best{1, 1};
  int64_t least = tiles_down * (tiles_across + 1);
  for (int64_t down = std::min(workers, tiles_down); down >= 1; --down) {
    const int64_t across = std::min(workers / down, tiles_across);
    const int64_t cost = ceil_div(tiles_down, down) * (ceil_div(tiles_across, across) + 1);
    if (cost < least) {
      best = {down, across};
      least = cost;
    }
  }
  return best;
}

// Workers wait for each other here. They spin: all run at once, and the wait is short when the grid is even.
class Barrier {
 public:
  void wait(int workers) {
    const unsigned turn = turn_.load(std::memory_order_acquire);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == workers) {
      arrived_.store(0, std::memory_order_relaxed);
      turn_.store(turn + 1, std::memory_order_release);
      return;
    }
    for (int spins = 0; turn_.load(std::memory_order_acquire) == turn; ++spins)
      if (spins > 1000) std::this_thread::yield();
  }

 private:
  alignas(64) std::atomic<int> arrived_{0};
  alignas(64) std::atomic<unsigned> turn_{0};
};

}  // namespace gpupeak::host
