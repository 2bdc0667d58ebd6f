#include "kernels/conv/host/correlation.h"

#include <algorithm>
#include <type_traits>

namespace gpupeak::host {
namespace {

constexpr int64_t band_elements = int64_t{1} << 17;  // 512 KiB of the source stay in the second-level cache
constexpr int64_t bands_per_worker = 4;              // so that all end at about the same time
constexpr int64_t line = 16;                         // floats

int64_t whole_lines(int64_t elements) { return ceil_div(elements, line) * line; }

}  // namespace

template <class T>
Correlator<T>::Correlator(Device& device, const Correlation<T>& correlation, const PixelTile& tile, int workers)
    : c_(correlation), tile_(tile), workers_(workers), run_(correlation.shape.channels) {
  const auto count = std::ssize(c_.taps);
  reduction_ = count * c_.shape.channels;
  tiles_ = ceil_div(c_.channels, tile.channels);
  packed_size_ = whole_lines(tiles_ * reduction_ * tile.channels);

  int64_t last_row = 0, last_column = 0;
  for (size_t t = 0; t < c_.taps.size(); ++t) {
    const auto& tap = c_.taps[t];
    reach_.first_row = t == 0 ? tap.row : std::min(reach_.first_row, tap.row);
    reach_.first_column = t == 0 ? tap.column : std::min(reach_.first_column, tap.column);
    last_row = t == 0 ? tap.row : std::max(last_row, tap.row);
    last_column = t == 0 ? tap.column : std::max(last_column, tap.column);
  }
  reach_.rows = last_row - reach_.first_row + 1;
  reach_.columns = (c_.columns - 1) * c_.step + last_column - reach_.first_column + 1;
  const Window2d whole{reach_.first_row, reach_.first_column, (c_.rows - 1) * c_.step + reach_.rows, reach_.columns};
  copies_ = count > 0 && (!std::is_same_v<T, float> || !whole.inside(c_.shape));

  const int64_t row_size = reach_.columns * c_.shape.channels * c_.step;
  const int64_t wanted = ceil_div(bands_per_worker * workers, c_.images);
  band_rows_ = std::clamp<int64_t>(band_elements / row_size, 1, ceil_div(c_.rows, wanted));
  bands_ = ceil_div(c_.rows, band_rows_);
  copy_size_ = whole_lines(((band_rows_ - 1) * c_.step + reach_.rows) * reach_.columns * c_.shape.channels);

  // In what is read, a copy or the image itself, rows are so long.
  const int64_t width = copies_ ? reach_.columns : c_.shape.columns;
  for (const auto& tap : c_.taps)
    offsets_.push_back(((tap.row - reach_.first_row) * width + tap.column - reach_.first_column) * c_.shape.channels);
  // Taps whose pixels are neighbours are one run.
  const auto joined = [&](int64_t taps) {
    for (int64_t t = 0; t < count; ++t)
      if (t % taps != 0 && offsets_[static_cast<size_t>(t)] != offsets_[static_cast<size_t>(t - 1)] + run_)
        return false;
    return count % taps == 0;
  };
  for (int64_t taps = count; taps > 1; --taps) {
    if (!joined(taps)) continue;
    for (int64_t t = 0; t < count / taps; ++t)
      offsets_[static_cast<size_t>(t)] = offsets_[static_cast<size_t>(t * taps)];
    offsets_.resize(static_cast<size_t>(count / taps));
    run_ *= taps;
    break;
  }
  const int64_t elements = packed_size_ + (copies_ ? workers * copy_size_ : 0);
  workspace_ = device.allocate(Bytes(static_cast<double>(std::max(elements, line)) * sizeof(float)));
}

// For each tile of channels the whole reduction, one row of the tile after the other; channels past the end are zeros.
template <class T>
void Correlator<T>::pack(int worker) {
  const Range mine = part_of(tiles_ * reduction_, worker, workers_);
  const int64_t width = tile_.channels;
  for (int64_t row = mine.first; row < mine.last; ++row) {
    const int64_t tile = row / reduction_, at = row % reduction_;
    const int64_t channel = tile * width, there = std::min(width, c_.channels - channel);
    const T* from = c_.taps[static_cast<size_t>(at / c_.shape.channels)].filters +
                    at % c_.shape.channels * c_.source_step + channel * c_.result_step;
    float* const to = workspace() + row * width;
    for (int64_t i = 0; i < there; ++i) to[i] = widened(from[i * c_.result_step]);
    std::fill(to + there, to + width, 0.0F);
  }
}

template <class T>
typename Correlator<T>::Band Correlator<T>::band(int64_t index) const {
  const Range rows = part_of(c_.rows, index % bands_, bands_);
  return {index / bands_, rows.first, rows.last};
}

template <class T>
void Correlator<T>::run(int worker) {
  const Range mine = part_of(c_.images * bands_, worker, workers_);
  for (int64_t index = mine.first; index < mine.last; ++index)
    run_band(band(index), workspace() + packed_size_ + worker * copy_size_);
}

template <class T>
void Correlator<T>::run_band(const Band& band, float* copy) {
  const T* image = c_.source + band.image * c_.shape.rows * c_.shape.columns * c_.shape.channels;
  const int64_t first_row = band.first * c_.step + reach_.first_row;
  int64_t row_size = reach_.columns * c_.shape.channels;
  const float* from = copy;
  if (copies_) {
    const Window2d window{first_row, reach_.first_column, (band.last - band.first - 1) * c_.step + reach_.rows,
                          reach_.columns};
    copy_padded(image, c_.shape, window, c_.shape.channels, copy);
  } else if constexpr (std::is_same_v<T, float>) {
    row_size = c_.shape.columns * c_.shape.channels;
    if (!c_.taps.empty()) from = image + first_row * row_size + reach_.first_column * c_.shape.channels;
  }
  for (int64_t tile = 0; tile < tiles_; ++tile)
    for (int64_t row = band.first; row < band.last; ++row)
      run_row(band, row, tile, from + (row - band.first) * c_.step * row_size);
}

template <class T>
void Correlator<T>::run_row(const Band& band, int64_t row, int64_t tile, const float* from) {
  const int64_t channel = tile * tile_.channels, width = std::min(tile_.channels, c_.channels - channel);
  const float* const filters = workspace() + tile * reduction_ * tile_.channels;
  float* const to = c_.result + band.image * c_.image_step + row * c_.row_step + channel;
  const bool whole = width == tile_.channels;
  PixelWalk walk{offsets_.data(), std::ssize(offsets_), run_, c_.step * c_.shape.channels,
                 whole ? c_.column_step : tile_.channels};
  alignas(64) float beside[most_pixels * 2 * line];
  const int64_t pieces = ceil_div(c_.columns, tile_.pixels);
  for (int64_t piece = 0; piece < pieces; ++piece) {
    const Range pixels = part_of(c_.columns, piece, pieces);
    float* const result = to + pixels.first * c_.column_step;
    const float* const x = from + pixels.first * walk.pixel_step;
    tile_.correlate[static_cast<size_t>(pixels.size())](walk, x, filters, whole ? result : beside);
    for (int64_t j = 0; !whole && j < pixels.size(); ++j)
      std::copy_n(beside + j * tile_.channels, width, result + j * c_.column_step);
  }
}

template class Correlator<float>;
template class Correlator<BFloat16>;

}  // namespace gpupeak::host
