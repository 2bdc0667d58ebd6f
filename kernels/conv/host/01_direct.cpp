// 01 · direct. The definition, written down: one element of the result after the other, each over all its products. It
// fixes nothing; it is the floor. One core; every layout, direction and grouping; what lies outside the image is left
// out, tap by tap. Limit: each sum waits for the addition before it, and each product for two bounds.
#include "device/host/host_device.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/host/padded_band.h"

namespace gpupeak::host {
namespace {

// The problem with its tensors: sums of one element each.
template <class T>
class Direct {
 public:
  Direct(const conv::Problem& problem, const conv::Operands& operands)
      : p_(problem), x_(shape_of_x(problem)), w_(shape_of_w(problem)), y_(shape_of_y(problem)), in_(operands) {}

  void run() const {
    const conv::Shape result = shape_of_result(p_);
    auto* const out = static_cast<float*>(p_.direction == conv::Direction::forward         ? in_.y
                                          : p_.direction == conv::Direction::backward_data ? in_.x
                                                                                           : in_.w);
    for (int64_t item = 0; item < result.items; ++item)
      for (int64_t row = 0; row < result.rows; ++row)
        for (int64_t column = 0; column < result.columns; ++column)
          for (int64_t channel = 0; channel < result.channels; ++channel)
            out[result.at(item, row, column, channel)] = sum(item, row, column, channel);
  }

 private:
  float x(int64_t n, int64_t h, int64_t w, int64_t c) const {
    return widened(static_cast<const T*>(in_.x)[x_.at(n, h, w, c)]);
  }
  float w(int64_t k, int64_t r, int64_t s, int64_t c) const {
    return widened(static_cast<const T*>(in_.w)[w_.at(k, r, s, c)]);
  }
  float y(int64_t n, int64_t p, int64_t q, int64_t k) const {
    return widened(static_cast<const T*>(in_.y)[y_.at(n, p, q, k)]);
  }
  int64_t pixel(int64_t position, int64_t tap) const { return position * p_.stride - p_.pad + tap * p_.dilation; }

  float sum(int64_t item, int64_t row, int64_t column, int64_t channel) const {
    if (p_.direction == conv::Direction::forward) return forward(item, row, column, channel);
    if (p_.direction == conv::Direction::backward_data) return backward_data(item, row, column, channel);
    return backward_filter(item, row, column, channel);
  }

  float forward(int64_t n, int64_t p, int64_t q, int64_t k) const {
    const int64_t first = k / (p_.k / p_.groups) * w_.channels;
    float sum = 0;
    for (int64_t r = 0; r < p_.r; ++r) {
      const int64_t h = pixel(p, r);
      if (h < 0 || h >= p_.h) continue;
      for (int64_t s = 0; s < p_.s; ++s) {
        const int64_t v = pixel(q, s);
        if (v < 0 || v >= p_.w) continue;
        for (int64_t c = 0; c < w_.channels; ++c) sum += x(n, h, v, first + c) * w(k, r, s, c);
      }
    }
    return sum;
  }

  float backward_data(int64_t n, int64_t h, int64_t v, int64_t c) const {
    const int64_t filters = p_.k / p_.groups, group = c / w_.channels;
    float sum = 0;
    for (int64_t r = 0; r < p_.r; ++r) {
      const int64_t down = h + p_.pad - r * p_.dilation;
      if (down < 0 || down % p_.stride != 0 || down / p_.stride >= y_.rows) continue;
      for (int64_t s = 0; s < p_.s; ++s) {
        const int64_t across = v + p_.pad - s * p_.dilation;
        if (across < 0 || across % p_.stride != 0 || across / p_.stride >= y_.columns) continue;
        for (int64_t k = group * filters; k < (group + 1) * filters; ++k)
          sum += y(n, down / p_.stride, across / p_.stride, k) * w(k, r, s, c % w_.channels);
      }
    }
    return sum;
  }

  float backward_filter(int64_t k, int64_t r, int64_t s, int64_t c) const {
    const int64_t channel = k / (p_.k / p_.groups) * w_.channels + c;
    float sum = 0;
    for (int64_t n = 0; n < p_.n; ++n)
      for (int64_t p = 0; p < y_.rows; ++p) {
        const int64_t h = pixel(p, r);
        if (h < 0 || h >= p_.h) continue;
        for (int64_t q = 0; q < y_.columns; ++q) {
          const int64_t v = pixel(q, s);
          if (v >= 0 && v < p_.w) sum += x(n, h, v, channel) * y(n, p, q, k);
        }
      }
    return sum;
  }

  conv::Problem p_;
  conv::Shape x_, w_, y_;
  conv::Operands in_;
};

template <class T>
Launch bind_typed(const conv::Problem& problem, const conv::Operands& operands) {
  return [direct = Direct<T>(problem, operands)](Queue& queue) {
    host(queue).parallel(1, [&](int, int) { direct.run(); });
  };
}

Launch bind(Device&, const conv::Problem& problem, const conv::Operands& operands) {
  return problem.dtype == DType::bf16 ? bind_typed<BFloat16>(problem, operands) : bind_typed<float>(problem, operands);
}

std::optional<std::string> refuses(const DeviceInfo&, const conv::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const conv::Rung conv_direct{
    .name = "direct",
    .idea = "one sum per element of the result, on one core",
    .slow = true,
    .applies = conv::takes_f32_and_bf16,
    .refuses = refuses,
    .executed = conv::required,
    .bind = bind,
};

}  // namespace gpupeak::host
