#include "kernels/matmul/host/packed.h"

#include <cstring>
#include <type_traits>
#include <vector>

#include "core/small_float.h"
#include "device/host/host_device.h"
#include "kernels/matmul/host/partition.h"

namespace gpupeak::host {
namespace {

constexpr double flops_per_worker = 0x1p21;  // below this (12 us at 170 GFLOP/s) another core costs more than it brings
constexpr int64_t largest_tile = 1024;       // elements of C
constexpr size_t run_bytes = 64;             // of a row of A, where a tile wants that many side by side

// Four bytes of depth from each of `columns` neighbouring columns, rows `stride` apart, side by side: as one word per
// column, which a compiler turns into vectors of them.
template <class T>
void interleave(const T* from, int64_t stride, int64_t columns, T* to) {
  using Bits = std::conditional_t<sizeof(T) == 1, uint8_t, uint16_t>;
  typedef Bits Element __attribute__((may_alias));
  typedef uint32_t Word __attribute__((may_alias, aligned(1)));
  const auto* const rows = reinterpret_cast<const Element*>(from);
  auto* const words = reinterpret_cast<Word*>(to);
  for (int64_t j = 0; j < columns; ++j) {
    if constexpr (sizeof(T) == 2)
      words[j] = rows[j] | static_cast<uint32_t>(rows[stride + j]) << 16;
    else
      words[j] = rows[j] | static_cast<uint32_t>(rows[stride + j]) << 8 |
                 static_cast<uint32_t>(rows[2 * stride + j]) << 16 | static_cast<uint32_t>(rows[3 * stride + j]) << 24;
  }
}

int64_t rounded_up(int64_t value, int64_t to) { return ceil_div(value, to) * to; }

// The products of a batch on some workers, with their workspace, ready to be launched again and again.
template <class T, class Sum>
class PackedProduct {
 public:
  PackedProduct(Device& device, const matmul::Problem& problem, const matmul::Operands& operands,
                const Tile<T, Sum>& tile, int workers)
      : tile_(tile),
        update_(matmul::row(problem.update)),
        m_(problem.m),
        n_(problem.n),
        k_(problem.k),
        a_strides_(matmul::strides_of_a(problem)),
        b_strides_(matmul::strides_of_b(problem)),
        operands_(operands),
        panels_(ceil_div(n_, tile.panel_columns)),
        slices_(ceil_div(k_, tile.depth)),
        grid_(best_grid(ceil_div(m_, tile.rows), ceil_div(ceil_div(n_, panels_), tile.columns), workers)) {
    const int64_t depth = padded(ceil_div(k_, slices_));
    packed_b_size_ = depth * ceil_div(ceil_div(n_, tile.columns), panels_) * tile.columns;
    packed_a_size_ = depth * std::min(ceil_div(ceil_div(m_, tile.rows), grid_.down) * tile.rows, tile.block_rows);
    const int64_t elements = 2 * packed_b_size_ + this->workers() * packed_a_size_;
    workspace_ = device.allocate(Bytes(static_cast<double>(elements) * sizeof(T)));
  }

  int workers() const { return static_cast<int>(grid_.down * grid_.across); }

  // This worker's share of the products first, first + every, … below `end`.
  void run(int worker, int64_t first, int64_t end, int64_t every) {
    if (tile_.enter) tile_.enter();
    int64_t step = 0;
    for (int64_t item = first; item < end; item += every) run_item(worker, item, step);
    if (tile_.leave) tile_.leave();
  }

 private:
  // Where the operands of one product are.
  struct Item {
    const T* a;
    const T* b;
    Sum* c;
  };
  Item item_at(int64_t item) const {
    return {static_cast<const T*>(operands_.a) + item * m_ * k_, static_cast<const T*>(operands_.b) + item * k_ * n_,
            static_cast<Sum*>(operands_.c) + item * m_ * n_};
  }

  void run_item(int worker, int64_t index, int64_t& step) {
    const Item item = item_at(index);
    for (int64_t panel = 0; panel < panels_; ++panel) {
      const Range tiles = part_of(ceil_div(n_, tile_.columns), panel, panels_);
      for (int64_t slice = 0; slice < slices_; ++slice, ++step) {
        const Range depth = part_of(k_, slice, slices_);
        // Two buffers in turn: while some still multiply with one, others pack the next. Nobody gets two steps ahead.
        T* packed_b = workspace() + step % 2 * packed_b_size_;
        pack_b(item, depth, tiles, part_of(tiles.size(), worker, workers()), packed_b);
        if (workers() > 1) barrier_.wait(workers());
        multiply(item, worker, depth, tiles, packed_b);
      }
    }
  }

  T* workspace() { return static_cast<T*>(workspace_->data()); }
  int64_t padded(int64_t depth) const { return rounded_up(depth, std::max(tile_.depth_of_a, tile_.depth_of_b)); }

  // The tiles `share` of the panel `tiles`, a few abreast so that rows are read and tiles are written in long runs;
  // columns past the end of B, and rows past the slice, become zeros.
  void pack_b(const Item& item, Range depth, Range tiles, Range share, T* packed) const {
    constexpr int64_t abreast = 4;
    const int64_t width = tile_.columns, group = tile_.depth_of_b, slice = padded(depth.size());
    for (int64_t first = share.first; first < share.last; first += abreast) {
      for (int64_t p = 0; p < slice; p += group) {
        for (int64_t t = first; t < std::min(first + abreast, share.last); ++t) {
          const int64_t column = (tiles.first + t) * width, there = std::min(width, n_ - column);
          const T* from = item.b + (depth.first + p) * b_strides_.row + column * b_strides_.column;
          pack_group(from, std::min(group, depth.size() - p), there, packed + (t * slice + p) * width);
        }
      }
    }
  }

  // `rows` rows (of a group) of `there` columns: the elements of a column side by side.
  void pack_group(const T* from, int64_t rows, int64_t there, T* to) const {
    const int64_t width = tile_.columns, group = tile_.depth_of_b;
    if (group == 1 && b_strides_.column == 1) {
      std::copy_n(from, there, to);
      std::fill(to + there, to + width, T{});
      return;
    }
    if constexpr (sizeof(T) <= 2) {
      if (b_strides_.column == 1 && rows == group && there == width) {
        interleave(from, b_strides_.row, width, to);
        return;
      }
    }
    if (rows < group || there < width) std::fill(to, to + width * group, T{});
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t j = 0; j < there; ++j) to[j * group + row] = from[row * b_strides_.row + j * b_strides_.column];
  }

  // Tile by tile; rows past the end of A, and columns past the slice, become zeros.
  void pack_a(const Item& item, Range depth, Range tiles, T* packed) const {
    const int64_t height = tile_.rows, group = tile_.depth_of_a, slice = padded(depth.size());
    for (int64_t t = tiles.first; t < tiles.last; ++t) {
      const int64_t there = std::min(height, m_ - t * height);
      const T* from = item.a + t * height * a_strides_.row + depth.first * a_strides_.column;
      int64_t p = 0;
      if constexpr (std::is_same_v<T, float>)
        if (group == 1 && a_strides_.column == 1 && there == height)
          p = turn_rows(from, a_strides_.row, height, depth.size(), packed), packed += p * height;
      for (; p < slice; p += group) {
        const int64_t columns = std::min(group, depth.size() - p);
        if (there < height || columns < group) std::fill(packed, packed + height * group, T{});
        const bool in_runs = a_strides_.column == 1 && columns == group && group * sizeof(T) == run_bytes;
        for (int64_t r = 0; in_runs && r < there; ++r)
          std::memcpy(packed + r * group, from + r * a_strides_.row + p, run_bytes);
        for (int64_t r = 0; !in_runs && r < there; ++r)
          for (int64_t q = 0; q < columns; ++q)
            packed[r * group + q] = from[r * a_strides_.row + (p + q) * a_strides_.column];
        packed += height * group;
      }
    }
  }

  // `rows` rows become columns as far as four of their elements fit `depth`, which is returned: 4 x 4 elements are
  // turned in registers, as one by one they took as long as a small product itself.
  static int64_t turn_rows(const float* from, int64_t stride, int64_t rows, int64_t depth, float* packed) {
    typedef float Four __attribute__((vector_size(16)));
    int64_t p = 0;
    for (; p + 4 <= depth; p += 4) {
      const float* in = from + p;
      float* out = packed + p * rows;
      int64_t r = 0;
      for (; r + 4 <= rows; r += 4) {
        Four a, b, c, d;
        std::memcpy(&a, in + r * stride, sizeof a), std::memcpy(&b, in + (r + 1) * stride, sizeof b);
        std::memcpy(&c, in + (r + 2) * stride, sizeof c), std::memcpy(&d, in + (r + 3) * stride, sizeof d);
        const Four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
        const Four ef = __builtin_shufflevector(a, b, 2, 6, 3, 7), gh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
        const Four turned[] = {__builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
                               __builtin_shufflevector(ef, gh, 0, 1, 4, 5),
                               __builtin_shufflevector(ef, gh, 2, 3, 6, 7)};
        for (int64_t q = 0; q < 4; ++q) std::memcpy(out + q * rows + r, &turned[q], sizeof(Four));
      }
      for (; r < rows; ++r)
        for (int64_t q = 0; q < 4; ++q) out[q * rows + r] = in[r * stride + q];
    }
    return p;
  }

  // This worker's rectangle of C, for one slice of k and the packed panel of B.
  void multiply(const Item& item, int worker, Range depth, Range panel, const T* packed_b) {
    const Range rows = part_of(ceil_div(m_, tile_.rows), worker / grid_.across, grid_.down);
    const Range columns = part_of(panel.size(), worker % grid_.across, grid_.across);
    const int64_t slice = padded(depth.size());
    T* packed_a = workspace() + 2 * packed_b_size_ + worker * packed_a_size_;
    const int64_t blocks = ceil_div(rows.size(), tile_.block_rows / tile_.rows);
    for (int64_t block = 0; block < blocks; ++block) {
      Range down = part_of(rows.size(), block, blocks);
      down = {rows.first + down.first, rows.first + down.last};
      pack_a(item, depth, down, packed_a);
      for (int64_t right = columns.first; right < columns.last; ++right) {
        for (int64_t below = down.first; below < down.last; ++below) {
          multiply_tile(item.c, depth, packed_a + (below - down.first) * tile_.rows * slice,
                        packed_b + right * tile_.columns * slice, below * tile_.rows,
                        (panel.first + right) * tile_.columns);
        }
      }
    }
  }

  // A tile over C's edge, or one that is added to C by other rules than its own, is formed beside it.
  void multiply_tile(Sum* all, Range depth, const T* a, const T* b, int64_t row, int64_t column) {
    const bool first = depth.first == 0;
    const bool plain = update_.alpha == 1 && update_.beta == 0;
    Sum* c = all + row * n_ + column;
    const int64_t height = std::min(tile_.rows, m_ - row), width = std::min(tile_.columns, n_ - column);
    if (plain && height == tile_.rows && width == tile_.columns) {
      tile_.multiply(padded(depth.size()), a, b, c, n_, !first);
      return;
    }
    alignas(64) Sum beside[largest_tile];
    tile_.multiply(padded(depth.size()), a, b, beside, tile_.columns, false);
    const auto alpha = static_cast<Sum>(update_.alpha), beta = static_cast<Sum>(update_.beta);
    for (int64_t i = 0; i < height; ++i) {
      Sum* to = c + i * n_;
      const Sum* from = beside + i * tile_.columns;
      if (first && update_.beta == 0)  // what was in C is never read
        for (int64_t j = 0; j < width; ++j) to[j] = alpha * from[j];
      else if (first)
        for (int64_t j = 0; j < width; ++j) to[j] = alpha * from[j] + beta * to[j];
      else
        for (int64_t j = 0; j < width; ++j) to[j] += alpha * from[j];
    }
  }

  Tile<T, Sum> tile_;
  const matmul::UpdateRow& update_;
  int64_t m_, n_, k_;
  matmul::Strides a_strides_, b_strides_;
  matmul::Operands operands_;
  int64_t panels_, slices_;  // of n and of k
  Grid grid_;
  int64_t packed_b_size_ = 0, packed_a_size_ = 0;
  std::unique_ptr<Memory> workspace_;
  Barrier barrier_;
};

}  // namespace

template <class T, class Sum>
Launch bind_packed(Device& device, const matmul::Problem& problem, const matmul::Operands& operands,
                   const Tile<T, Sum>& tile, int workers) {
  using Product = PackedProduct<T, Sum>;
  const int64_t batch = problem.batch;
  if (batch >= workers && workers > 1) {  // each worker has products of its own: nobody waits for anybody
    auto products = std::make_shared<std::vector<std::unique_ptr<Product>>>();
    for (int worker = 0; worker < workers; ++worker)
      products->push_back(std::make_unique<Product>(device, problem, operands, tile, 1));
    return [products, batch, workers](Queue& queue) {
      host(queue).parallel(
          workers, [&](int worker, int) { (*products)[static_cast<size_t>(worker)]->run(0, worker, batch, workers); });
    };
  }
  const auto product = std::make_shared<Product>(device, problem, operands, tile, workers);
  if (product->workers() == 1) return [product, batch](Queue&) { product->run(0, 0, batch, 1); };  // no thread to wake
  return [product, batch](Queue& queue) {
    host(queue).parallel(product->workers(), [&](int worker, int) { product->run(worker, 0, batch, 1); });
  };
}
template Launch bind_packed(Device&, const matmul::Problem&, const matmul::Operands&, const Tile<float>&, int);
template Launch bind_packed(Device&, const matmul::Problem&, const matmul::Operands&, const Tile<double>&, int);
template Launch bind_packed(Device&, const matmul::Problem&, const matmul::Operands&, const Tile<BFloat16, float>&,
                            int);
template Launch bind_packed(Device&, const matmul::Problem&, const matmul::Operands&, const Tile<int8_t, int32_t>&,
                            int);

int useful_workers(const matmul::Problem& problem, const DeviceInfo& device) {
  const double flops = 2.0 * static_cast<double>(problem.batch) * static_cast<double>(problem.m) *
                       static_cast<double>(problem.n) * static_cast<double>(problem.k);
  return static_cast<int>(std::clamp(flops / flops_per_worker, 1.0, 1.0 * device.units));
}

}  // namespace gpupeak::host
