#include "kernels/toy/toy.h"

#include "kernels/common/operand_faults.h"

namespace gpupeak::toy {

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const Bytes each(4.0 * static_cast<double>(problem.count));
  Work work;
  work.units = 1;
  work.working_set = each + each;
  charge_memory(work, device, each, each, cache);
  return work;
}

struct Data::Body {
  DataKind kind;
  uint64_t seed;
  Buffer<float> in, out;
};

Data::Data(Device& device, const Problem& problem, DataKind kind, uint64_t seed)
    : body_(std::make_shared<Body>(
          Body{kind, seed, Buffer<float>(device, problem.count), Buffer<float>(device, problem.count)})) {}

Operands Data::operands() { return {body_->in.data(), body_->out.data()}; }

void Data::reset(uint64_t round) {
  body_->in.generate(body_->kind, mix(body_->seed, round));
  body_->in.draw_red_zones();
  body_->out.poison();
  body_->out.draw_red_zones();
}

Check Data::check() const {
  Comparison comparison;
  report_damage(comparison, body_->in, "in");
  report_damage(comparison, body_->out, "out");
  const std::vector<float> in = body_->in.all(), out = body_->out.all();
  for (size_t i = 0; i < in.size(); ++i) comparison.element(out[i], 2.0 * in[i], 0, static_cast<int64_t>(i));
  return comparison.result([](int64_t index) { return fmt::format("out[{}]", index); });
}

}  // namespace gpupeak::toy
