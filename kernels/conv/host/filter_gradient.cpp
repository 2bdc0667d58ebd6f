#include "kernels/conv/host/filter_gradient.h"

#include <algorithm>
#include <type_traits>

namespace gpupeak::host {
namespace {

constexpr int64_t band_elements = int64_t{1} << 17;  // 512 KiB of x stay in the second-level cache
constexpr int64_t line = 16;                         // floats

int64_t whole_lines(int64_t elements) { return ceil_div(elements, line) * line; }

}  // namespace

template <class T>
FilterGradient<T>::FilterGradient(Device& device, const conv::Problem& problem, const conv::Operands& operands,
                                  const PixelTile& tile, int workers)
    : p_(problem),
      operands_(operands),
      tile_(tile),
      workers_(workers),
      rows_of_y_(conv::rows_of_y(problem)),
      columns_of_y_(conv::columns_of_y(problem)),
      pitch_(ceil_div(problem.k, tile.channels) * tile.channels),
      width_((columns_of_y_ - 1) * problem.stride + (problem.s - 1) * problem.dilation + 1) {
  const int64_t wanted = ceil_div(workers, p_.n);
  const int64_t fitting = std::max<int64_t>(1, band_elements / (width_ * p_.c * p_.stride));
  bands_ = ceil_div(rows_of_y_, std::min(fitting, ceil_div(rows_of_y_, wanted)));
  const int64_t band_rows = ceil_div(rows_of_y_, bands_);
  sums_size_ = whole_lines(p_.r * p_.s * p_.c * pitch_);
  x_size_ = whole_lines(((band_rows - 1) * p_.stride + (p_.r - 1) * p_.dilation + 1) * width_ * p_.c);
  y_size_ = whole_lines(band_rows * columns_of_y_ * pitch_);
  workspace_ =
      device.allocate(Bytes(static_cast<double>(workers) * static_cast<double>(sums_size_ + x_size_ + y_size_) * 4));
}

template <class T>
void FilterGradient<T>::add_up(int worker) {
  std::fill_n(sums_of(worker), sums_size_, 0.0F);
  const Range mine = part_of(p_.n * bands_, worker, workers_);
  for (int64_t index = mine.first; index < mine.last; ++index)
    add_band(index / bands_, part_of(rows_of_y_, index % bands_, bands_), worker);
}

template <class T>
void FilterGradient<T>::add_band(int64_t image, Range rows, int worker) {
  float* const x = sums_of(worker) + sums_size_;
  const ImageShape of_x{p_.h, p_.w, p_.c}, of_y{rows_of_y_, columns_of_y_, p_.k};
  const Window2d window{rows.first * p_.stride - p_.pad, -p_.pad,
                        (rows.size() - 1) * p_.stride + (p_.r - 1) * p_.dilation + 1, width_};
  const T* const image_of_x = static_cast<const T*>(operands_.x) + image * p_.h * p_.w * p_.c;
  const float* from = x;
  int64_t row_size = width_ * p_.c;
  if constexpr (std::is_same_v<T, float>) {
    if (window.inside(of_x)) {
      row_size = p_.w * p_.c;
      from = image_of_x + window.first_row * row_size + window.first_column * p_.c;
    }
  }
  if (from == x) copy_padded(image_of_x, of_x, window, p_.c, x);

  const T* const image_of_y = static_cast<const T*>(operands_.y) + image * rows_of_y_ * columns_of_y_ * p_.k;
  const float* y = x + x_size_;
  if (std::is_same_v<T, float> && pitch_ == p_.k)
    y = reinterpret_cast<const float*>(image_of_y + rows.first * columns_of_y_ * p_.k);
  else
    copy_padded(image_of_y, of_y, Window2d{rows.first, 0, rows.size(), columns_of_y_}, pitch_, x + x_size_);
  add_taps(rows.size(), from, row_size, y, sums_of(worker));
}

// With the taps of a filter's row side by side, their pixels are one run of x's elements.
template <class T>
void FilterGradient<T>::add_taps(int64_t lines, const float* x, int64_t row_size, const float* y, float* sums) {
  const bool joined = p_.dilation == 1;
  const int64_t run = joined ? p_.s * p_.c : p_.c, taps = joined ? 1 : p_.s;
  const PixelLines walk{lines, columns_of_y_, p_.stride * row_size, p_.stride * p_.c, columns_of_y_ * pitch_, pitch_};
  const int64_t pieces = ceil_div(run, tile_.pixels);
  for (int64_t r = 0; r < p_.r; ++r)
    for (int64_t tap = 0; tap < taps; ++tap)
      for (int64_t piece = 0; piece < pieces; ++piece) {
        const Range part = part_of(run, piece, pieces);
        const float* const from = x + r * p_.dilation * row_size + tap * p_.dilation * p_.c + part.first;
        float* const to = sums + ((r * taps + tap) * run + part.first) * pitch_;
        for (int64_t channel = 0; channel < pitch_; channel += tile_.channels)
          tile_.gather[static_cast<size_t>(part.size())](walk, from, y + channel, to + channel, pitch_);
      }
}

// From the sums' order (r, s, c, k) to that of the filters.
template <class T>
void FilterGradient<T>::store(int worker) {
  auto* const w = static_cast<float*>(operands_.w);
  const int64_t reduction = p_.r * p_.s * p_.c;
  const Range mine = part_of(reduction, worker, workers_);
  for (int64_t i = mine.first; i < mine.last; ++i)
    for (int64_t k = 0; k < p_.k; ++k) {
      float sum = 0;
      for (int other = 0; other < workers_; ++other) sum += sums_of(other)[i * pitch_ + k];
      w[k * reduction + i] = sum;
    }
}

template class FilterGradient<float>;
template class FilterGradient<BFloat16>;

}  // namespace gpupeak::host
