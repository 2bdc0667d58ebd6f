// 04 · depthwise. With one filter per channel there is no product of matrices: rung 03 would multiply each channel with
// the zeros of all others. Here a vector holds neighbouring channels, eight pixels' sums stay in registers while the
// taps pass by, and nothing is copied: pixels at the image's edge meet only the taps that are there. Filters are turned
// once per launch so that channels lie side by side. A gradient of the image is one such pass per place between two
// steps of the stride; one of the filters keeps nine taps' sums in registers along a row. All cores, which share out
// rows. Limit: memory, four operations a byte at best; in caches the load ports, one load per multiply-add.
#include <algorithm>
#include <vector>

#include "device/host/host_device.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/host/correlation.h"
#include "kernels/conv/host/depthwise_lanes.h"

namespace gpupeak::host {
namespace {

constexpr double flops_per_worker = 0x1p18;  // below this another core costs more than it brings

// Positions j in [0, count) with 0 <= j step + tap < pixels.
Range meeting(int64_t tap, int64_t step, int64_t pixels, int64_t count) {
  const int64_t first = tap >= 0 ? 0 : ceil_div(-tap, step);
  const int64_t last = pixels <= tap ? 0 : ceil_div(pixels - tap, step);
  return {std::min(first, count), std::clamp(last, std::min(first, count), count)};
}

// One correlation whose taps are a number per channel: for every row of the result or gradient the taps that meet it.
template <class T>
class Rows {
 public:
  Rows(const Correlation<T>& correlation, float* numbers) : c_(correlation), numbers_(numbers) {
    for (const auto& tap : c_.taps) columns_.push_back(meeting(tap.column, c_.step, c_.shape.columns, c_.columns));
    for (const Range& columns : columns_)
      common_ = {std::max(common_.first, columns.first), std::min(common_.last, columns.last)};
    if (columns_.empty()) common_ = {0, c_.columns};
    common_.last = std::max(common_.first, common_.last);
  }

  int64_t count() const { return c_.images * c_.rows; }

  // Taps' numbers, tap by tap, for channels side by side.
  void pack() {
    for (size_t t = 0; t < c_.taps.size(); ++t)
      for (int64_t c = 0; c < c_.channels; ++c) numbers(t)[c] = widened(c_.taps[t].filters[c * c_.source_step]);
  }

  void correlate(const DepthwiseLanes<T>& lanes, int64_t index, std::vector<DepthwiseTap<T>>& taps) {
    const int64_t image = index / c_.rows, row = index % c_.rows;
    float* const to = c_.result + image * c_.image_step + row * c_.row_step;
    const auto pixels = [&](int64_t first, int64_t last) {
      meet(image, row, first, taps, [&](size_t t) { return first >= columns_[t].first && first < columns_[t].last; });
      lanes.correlate({last - first, c_.channels, c_.step * c_.channels, c_.column_step}, taps.data(), std::ssize(taps),
                      to + first * c_.column_step);
    };
    for (int64_t column = 0; column < std::min(common_.first, c_.columns); ++column) pixels(column, column + 1);
    if (common_.first < common_.last) pixels(common_.first, common_.last);
    for (int64_t column = common_.last; column < c_.columns; ++column) pixels(column, column + 1);
  }

  // Adds to `sums`, laid out as the numbers are, what this row of the gradient says of each tap.
  void gather(const DepthwiseLanes<T>& lanes, int64_t index, const T* gradient, float* sums,
              std::vector<DepthwiseTap<T>>& taps) const {
    const int64_t image = index / c_.rows, row = index % c_.rows;
    const T* const from = gradient + image * c_.image_step + row * c_.row_step;
    const auto pixels = [&](Range range, const auto& wanted) {
      if (range.first >= range.last) return;
      meet(image, row, range.first, taps, wanted, sums);
      lanes.gather({range.size(), c_.channels, c_.step * c_.channels, c_.column_step}, taps.data(), std::ssize(taps),
                   from + range.first * c_.column_step);
    };
    pixels(common_, [](size_t) { return true; });
    for (size_t tap = 0; tap < c_.taps.size(); ++tap) {
      const auto alone = [tap](size_t t) { return t == tap; };
      pixels({columns_[tap].first, std::min(columns_[tap].last, common_.first)}, alone);
      pixels({std::max(columns_[tap].first, common_.last), columns_[tap].last}, alone);
    }
  }

 private:
  float* numbers(size_t tap) const { return numbers_ + static_cast<int64_t>(tap) * c_.channels; }

  template <class Wanted>
  void meet(int64_t image, int64_t row, int64_t column, std::vector<DepthwiseTap<T>>& taps, const Wanted& wanted,
            float* other = nullptr) const {
    taps.clear();
    for (size_t t = 0; t < c_.taps.size(); ++t) {
      const int64_t at = row * c_.step + c_.taps[t].row;
      if (at < 0 || at >= c_.shape.rows || !wanted(t)) continue;
      const int64_t pixel = (image * c_.shape.rows + at) * c_.shape.columns + column * c_.step + c_.taps[t].column;
      taps.push_back(
          {c_.source + pixel * c_.channels, other ? other + static_cast<int64_t>(t) * c_.channels : numbers(t)});
    }
  }

  Correlation<T> c_;
  float* numbers_;
  std::vector<Range> columns_;  // of the result, that each tap meets
  Range common_{0, INT64_MAX};  // and those that meet all
};

template <class T>
struct Bound {
  std::vector<Rows<T>> passes;
  std::vector<std::vector<DepthwiseTap<T>>> taps;  // of each worker
  std::unique_ptr<Memory> workspace;
  Barrier barrier;
};

template <class T>
std::shared_ptr<Bound<T>> bound_passes(Device& device, const std::vector<Correlation<T>>& all, const conv::Problem& p,
                                       int workers) {
  auto bound = std::make_shared<Bound<T>>();
  const int64_t numbers = p.r * p.s * p.c;
  bound->workspace = device.allocate(Bytes(4.0 * static_cast<double>(numbers) * workers));
  bound->taps.resize(static_cast<size_t>(workers));
  for (auto& taps : bound->taps) taps.reserve(static_cast<size_t>(p.r * p.s));
  auto* at = static_cast<float*>(bound->workspace->data());
  for (const Correlation<T>& one : all) {
    bound->passes.emplace_back(one, at);
    at += std::ssize(one.taps) * p.c;
  }
  return bound;
}

template <class T>
Launch bind_correlations(Device& device, const conv::Problem& problem, const conv::Operands& operands, int workers) {
  std::vector<Correlation<T>> all = correlations_of<T>(problem, operands);
  for (Correlation<T>& one : all) one.source_step = problem.r * problem.s;  // of w, from one channel to the next
  const auto bound = bound_passes(device, all, problem, workers);
  const DepthwiseLanes<T>& lanes = best_depthwise_lanes<T>(device.info());
  return [bound, &lanes, workers](Queue& queue) {
    host(queue).parallel(workers, [&](int worker, int) {
      if (worker == 0)
        for (Rows<T>& pass : bound->passes) pass.pack();
      bound->barrier.wait(workers);
      for (Rows<T>& pass : bound->passes) {
        const Range mine = part_of(pass.count(), worker, workers);
        for (int64_t row = mine.first; row < mine.last; ++row)
          pass.correlate(lanes, row, bound->taps[static_cast<size_t>(worker)]);
      }
    });
  };
}

template <class T>
Launch bind_filter_gradient(Device& device, const conv::Problem& problem, const conv::Operands& operands, int workers) {
  conv::Problem forward = problem;
  forward.direction = conv::Direction::forward;
  const auto bound = bound_passes(device, correlations_of<T>(forward, operands), problem, workers);
  const DepthwiseLanes<T>& lanes = best_depthwise_lanes<T>(device.info());
  auto* const sums = static_cast<float*>(bound->workspace->data());
  const int64_t taps = problem.r * problem.s, channels = problem.c;
  return [bound, &lanes, workers, sums, taps, channels, gradient = static_cast<const T*>(operands.y),
          to = static_cast<float*>(operands.w)](Queue& queue) {
    host(queue).parallel(workers, [&](int worker, int) {
      float* const own = sums + worker * taps * channels;
      std::fill_n(own, taps * channels, 0.0F);
      const Range mine = part_of(bound->passes[0].count(), worker, workers);
      for (int64_t row = mine.first; row < mine.last; ++row)
        bound->passes[0].gather(lanes, row, gradient, own, bound->taps[static_cast<size_t>(worker)]);
      bound->barrier.wait(workers);
      if (worker != 0) return;
      for (int64_t i = 0; i < taps * channels; ++i) {
        float sum = 0;
        for (int other = 0; other < workers; ++other) sum += sums[other * taps * channels + i];
        to[i % channels * taps + i / channels] = sum;
      }
    });
  };
}

template <class T>
Launch bind_typed(Device& device, const conv::Problem& problem, const conv::Operands& operands) {
  const double flops = conv::nominal(problem).value;
  const int workers = static_cast<int>(std::clamp(flops / flops_per_worker, 1.0, 1.0 * device.info().units));
  return problem.direction == conv::Direction::backward_filter
             ? bind_filter_gradient<T>(device, problem, operands, workers)
             : bind_correlations<T>(device, problem, operands, workers);
}

Launch bind(Device& device, const conv::Problem& problem, const conv::Operands& operands) {
  return problem.dtype == DType::bf16 ? bind_typed<BFloat16>(device, problem, operands)
                                      : bind_typed<float>(device, problem, operands);
}

bool applies(const conv::Problem& problem) { return conv::takes_f32_and_bf16(problem) && conv::is_depthwise(problem); }

std::optional<std::string> refuses(const DeviceInfo&, const conv::Problem& problem) {
  if (problem.layout != conv::Layout::nhwc) return "reads channels that lie side by side; try --set conv.layout=nhwc";
  return std::nullopt;
}

}  // namespace

extern constinit const conv::Rung conv_depthwise{
    .name = "depthwise",
    .idea = "vectors of neighbouring channels, each with a filter of its own, on all cores",
    .applies = applies,
    .refuses = refuses,
    .executed = conv::required,
    .bind = bind,
};

}  // namespace gpupeak::host
