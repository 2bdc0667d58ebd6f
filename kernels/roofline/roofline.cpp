#include "kernels/roofline/roofline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/buffer.h"
#include "kernels/common/operand_faults.h"

namespace gpupeak::roofline {

struct Data::Body {
  virtual ~Body() = default;
  virtual Operands operands() = 0;
  virtual void reset(uint64_t round) = 0;
  virtual Check check() const = 0;

  template <class T>
  class Of;
};

template <class T>
class Data::Body::Of : public Body {
 public:
  Of(Device& device, const Problem& problem, DataKind kind, uint64_t seed)
      : problem_(problem), kind_(kind), seed_(seed), in_(device, problem.count), out_(device, problem.count) {}

  Operands operands() override { return {in_.data(), out_.data()}; }

  void reset(uint64_t round) override {
    digest_ = in_.generate(kind_, mix(seed_, round));
    in_.draw_red_zones();
    out_.poison();
    out_.draw_red_zones();
  }

  // A step rounds s x and the sum, or the sum alone when fused: at most 2 u, as |x| <= 1 stays so, and passes on what
  // was wrong before by a factor below 1. The mean of n roundings is far below n u, and a missing step moves x by
  // 0.01 |1 - x|.
  Check check() const override {
    constexpr int64_t chunk = 1 << 14;
    Comparison comparison;
    report_damage(comparison, in_, "in");
    report_damage(comparison, out_, "out");
    report_overwritten(comparison, in_, "in", digest_);
    const long double factor = static_cast<T>(s), term = static_cast<T>(t);
    const long double power = std::pow(factor, static_cast<long double>(problem_.fmas));
    const auto slope = static_cast<double>(power), offset = static_cast<double>(term * (1 - power) / (1 - factor));
    const double allowed = 2.0 * problem_.fmas * row(problem_.dtype).unit_roundoff;
    std::vector<T> in, out;
    for (int64_t first = 0; first < problem_.count; first += chunk) {
      const auto n = static_cast<size_t>(std::min(chunk, problem_.count - first));
      in.resize(n), in_.read(first, in);
      out.resize(n), out_.read(first, out);
      for (size_t i = 0; i < n; ++i)
        comparison.element(static_cast<double>(out[i]), slope * static_cast<double>(in[i]) + offset, allowed,
                           first + static_cast<int64_t>(i));
    }
    return comparison.result([](int64_t index) { return fmt::format("out[{}]", index); });
  }

 private:
  Problem problem_;
  DataKind kind_;
  uint64_t seed_;
  Buffer<T> in_, out_;
  uint64_t digest_ = 0;
};

Range part_of(const Problem& problem, int unit) {
  const int64_t line = 64 / row(problem.dtype).bytes, lines = (problem.count + line - 1) / line;
  const auto start = [&](int64_t u) { return std::min(lines * u / problem.units * line, problem.count); };
  return {start(unit), start(unit + 1) - start(unit)};
}

Bytes working_set(const Problem& problem) {
  return Bytes(2.0 * static_cast<double>(problem.count) * row(problem.dtype).bytes);
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  Work work;
  work.units = problem.units;
  work.working_set = working_set(problem);
  work.add(problem.dtype == DType::f64 ? Resource::fp64 : Resource::fp32,
           FlopCount(2.0 * problem.fmas * static_cast<double>(problem.count)));
  charge_memory(work, device, work.working_set / 2, work.working_set / 2, cache);
  return work;
}

Data::Data(Device& device, const Problem& problem, DataKind kind, uint64_t seed) {
  if (problem.dtype == DType::f64)
    body_ = std::make_shared<Body::Of<double>>(device, problem, kind, seed);
  else
    body_ = std::make_shared<Body::Of<float>>(device, problem, kind, seed);
}

Operands Data::operands() { return body_->operands(); }
void Data::reset(uint64_t round) { body_->reset(round); }
Check Data::check() const { return body_->check(); }

}  // namespace gpupeak::roofline
