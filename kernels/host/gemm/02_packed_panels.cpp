// 02 · packed panels. Rung 01 waits for a cache line per multiply-add. Here A and B are first copied ("packed") in the
// order in which a register tile reads them (K. Goto, R. van de Geijn, ACM TOMS 34(3), 2008), and each element loaded
// is used 14 or 32 times. k is cut in slices; all cores pack a slice of B together, each packs its own rows of A; a
// core owns a rectangle of C. Limit: the multiply-add ports; what is left is packing, the tiles' way to and from C, and
// rows that fill no whole tile.
#include <algorithm>
#include <atomic>
#include <thread>

#include "device/host/host_device.h"
#include "kernels/host/gemm/packed.h"
#include "kernels/host/gemm/rungs.h"

namespace gpupeak::host {
namespace {

constexpr double flops_per_worker = 0x1p21;  // below this (12 us at 170 GFLOP/s) another core costs more than it brings
constexpr int64_t largest_tile = int64_t{14} * 32;

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Part `part` of `parts` nearly equal ones of [0, total).
struct Range {
  int64_t first, last;
  int64_t size() const { return last - first; }
};
Range part_of(int64_t total, int64_t part, int64_t parts) { return {total * part / parts, total * (part + 1) / parts}; }

// The workers as a grid over C, in tiles: the one whose busiest worker has least to do. Packing a row of tiles costs
// about as much as multiplying one tile.
struct Grid {
  int64_t down, across;
};
Grid best_grid(int64_t tiles_down, int64_t tiles_across, int64_t workers) {
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

// One product, with its workspace, ready to be launched again and again.
template <class T>
class PackedProduct {
 public:
  PackedProduct(Device& device, const gemm::Problem& problem, const gemm::Operands& operands, const Tile<T>& tile,
                int workers)
      : tile_(tile),
        m_(problem.m),
        n_(problem.n),
        k_(problem.k),
        a_(static_cast<const T*>(operands.a)),
        b_(static_cast<const T*>(operands.b)),
        c_(static_cast<T*>(operands.c)),
        panels_(ceil_div(n_, tile.panel_columns)),
        slices_(ceil_div(k_, tile.depth)),
        grid_(best_grid(ceil_div(m_, tile.rows), ceil_div(ceil_div(n_, panels_), tile.columns), workers)) {
    const int64_t depth = ceil_div(k_, slices_);
    packed_b_size_ = depth * ceil_div(ceil_div(n_, tile.columns), panels_) * tile.columns;
    packed_a_size_ = depth * std::min(ceil_div(ceil_div(m_, tile.rows), grid_.down) * tile.rows, tile.block_rows);
    const int64_t elements = 2 * packed_b_size_ + this->workers() * packed_a_size_;
    workspace_ = device.allocate(Bytes(static_cast<double>(elements) * sizeof(T)));
  }

  int workers() const { return static_cast<int>(grid_.down * grid_.across); }

  void run(int worker) {
    int64_t step = 0;
    for (int64_t panel = 0; panel < panels_; ++panel) {
      const Range tiles = part_of(ceil_div(n_, tile_.columns), panel, panels_);
      for (int64_t slice = 0; slice < slices_; ++slice, ++step) {
        const Range depth = part_of(k_, slice, slices_);
        // Two buffers in turn: while some still multiply with one, others pack the next. Nobody gets two steps ahead.
        T* packed_b = workspace() + step % 2 * packed_b_size_;
        pack_b(depth, tiles, part_of(tiles.size(), worker, workers()), packed_b);
        if (workers() > 1) barrier_.wait(workers());
        multiply(worker, depth, tiles, packed_b);
      }
    }
  }

 private:
  T* workspace() { return static_cast<T*>(workspace_->data()); }

  // The tiles `share` of the panel `tiles`, a few abreast so that rows are read and tiles are written in long runs;
  // columns past the end of B become zeros.
  void pack_b(Range depth, Range tiles, Range share, T* packed) const {
    constexpr int64_t abreast = 4;
    const int64_t width = tile_.columns;
    for (int64_t first = share.first; first < share.last; first += abreast) {
      for (int64_t p = depth.first; p < depth.last; ++p) {
        for (int64_t t = first; t < std::min(first + abreast, share.last); ++t) {
          const int64_t column = (tiles.first + t) * width, there = std::min(width, n_ - column);
          T* to = packed + (t * depth.size() + p - depth.first) * width;
          std::copy_n(b_ + p * n_ + column, there, to);
          std::fill(to + there, to + width, T(0));
        }
      }
    }
  }

  // Tile by tile, each element of a column below the other; rows past the end of A become zeros.
  void pack_a(Range depth, Range tiles, T* packed) const {
    const int64_t height = tile_.rows;
    for (int64_t t = tiles.first; t < tiles.last; ++t) {
      const int64_t there = std::min(height, m_ - t * height);
      const T* from = a_ + t * height * k_;
      for (int64_t p = depth.first; p < depth.last; ++p, packed += height) {
        for (int64_t r = 0; r < there; ++r) packed[r] = from[r * k_ + p];
        for (int64_t r = there; r < height; ++r) packed[r] = 0;
      }
    }
  }

  // This worker's rectangle of C, for one slice of k and the packed panel of B.
  void multiply(int worker, Range depth, Range panel, const T* packed_b) {
    const Range rows = part_of(ceil_div(m_, tile_.rows), worker / grid_.across, grid_.down);
    const Range columns = part_of(panel.size(), worker % grid_.across, grid_.across);
    T* packed_a = workspace() + 2 * packed_b_size_ + worker * packed_a_size_;
    const int64_t blocks = ceil_div(rows.size(), tile_.block_rows / tile_.rows);
    for (int64_t block = 0; block < blocks; ++block) {
      Range down = part_of(rows.size(), block, blocks);
      down = {rows.first + down.first, rows.first + down.last};
      pack_a(depth, down, packed_a);
      for (int64_t right = columns.first; right < columns.last; ++right) {
        for (int64_t below = down.first; below < down.last; ++below) {
          multiply_tile(depth, packed_a + (below - down.first) * tile_.rows * depth.size(),
                        packed_b + right * tile_.columns * depth.size(), below * tile_.rows,
                        (panel.first + right) * tile_.columns);
        }
      }
    }
  }

  // A tile over C's edge is formed beside it, and only what belongs to C is stored.
  void multiply_tile(Range depth, const T* a, const T* b, int64_t row, int64_t column) {
    const bool add = depth.first > 0;  // the first slice overwrites: what was in C is never read
    T* c = c_ + row * n_ + column;
    const int64_t height = std::min(tile_.rows, m_ - row), width = std::min(tile_.columns, n_ - column);
    if (height == tile_.rows && width == tile_.columns) {
      tile_.multiply(depth.size(), a, b, c, n_, add);
      return;
    }
    alignas(64) T beside[largest_tile];
    tile_.multiply(depth.size(), a, b, beside, tile_.columns, false);
    for (int64_t i = 0; i < height; ++i)
      for (int64_t j = 0; j < width; ++j)
        c[i * n_ + j] = add ? c[i * n_ + j] + beside[i * tile_.columns + j] : beside[i * tile_.columns + j];
  }

  const Tile<T>& tile_;
  int64_t m_, n_, k_;
  const T* a_;
  const T* b_;
  T* c_;
  int64_t panels_, slices_;  // of n and of k
  Grid grid_;
  int64_t packed_b_size_ = 0, packed_a_size_ = 0;
  std::unique_ptr<Memory> workspace_;
  Barrier barrier_;
};

template <class T>
Launch bind_best(Device& device, const gemm::Problem& problem, const gemm::Operands& operands) {
  const double flops =
      2.0 * static_cast<double>(problem.m) * static_cast<double>(problem.n) * static_cast<double>(problem.k);
  const int useful = static_cast<int>(std::clamp(flops / flops_per_worker, 1.0, 1.0 * device.info().units));
  return bind_packed<T>(device, problem, operands, best_tile<T>(device.info()), useful);
}

Launch bind(Device& device, const gemm::Problem& problem, const gemm::Operands& operands) {
  return problem.dtype == DType::f32 ? bind_best<float>(device, problem, operands)
                                     : bind_best<double>(device, problem, operands);
}

std::optional<std::string> refuses(const DeviceInfo&, const gemm::Problem&) { return std::nullopt; }

}  // namespace

template <class T>
Launch bind_packed(Device& device, const gemm::Problem& problem, const gemm::Operands& operands, const Tile<T>& tile,
                   int workers) {
  const auto product = std::make_shared<PackedProduct<T>>(device, problem, operands, tile, workers);
  if (product->workers() == 1) return [product](Queue&) { product->run(0); };  // no thread is worth waking
  return [product](Queue& queue) {
    host(queue).parallel(product->workers(), [&](int worker, int) { product->run(worker); });
  };
}
template Launch bind_packed(Device&, const gemm::Problem&, const gemm::Operands&, const Tile<float>&, int);
template Launch bind_packed(Device&, const gemm::Problem&, const gemm::Operands&, const Tile<double>&, int);

constinit const gemm::Rung gemm_packed{
    .name = "packed",
    .idea = "panels packed for register tiles, on all cores",
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
