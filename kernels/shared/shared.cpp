#include "kernels/shared/shared.h"

#include <fmt/format.h>

#include <vector>

#include "core/buffer.h"
#include "kernels/common/operand_faults.h"

namespace gpupeak::shared {

Work work(const Problem& problem, const Rung& rung) {
  Work work;
  work.units = problem.units;
  work.working_set = Bytes(static_cast<double>(problem.units) * words * sizeof(int32_t));
  work.add(Resource::shared, Bytes(static_cast<double>(problem.units) * rung.threads * loads * sizeof(int32_t) *
                                   static_cast<double>(problem.passes)));
  return work;
}

struct Data::Body {
  Problem problem;
  int threads;
  DataKind kind;
  uint64_t seed;
  Buffer<int32_t> in, sums;
  uint64_t digest = 0;
};

Data::Data(Device& device, const Problem& problem, const Rung& rung, DataKind kind, uint64_t seed)
    : body_(std::make_shared<Body>(Body{problem, rung.threads, kind, seed, Buffer<int32_t>(device, words),
                                        Buffer<int32_t>(device, int64_t{problem.units} * rung.threads)})) {}

Operands Data::operands() { return {body_->in.data(), body_->sums.data()}; }

void Data::reset(uint64_t round) {
  Body& body = *body_;
  body.digest = body.in.generate(body.kind, mix(body.seed, round));
  body.sums.poison();
  body.in.draw_red_zones();
  body.sums.draw_red_zones();
}

Check Data::check() const {
  const Body& body = *body_;
  Comparison comparison;
  report_damage(comparison, body.in, "words");
  report_damage(comparison, body.sums, "sums");
  report_overwritten(comparison, body.in, "words", body.digest);
  const std::vector<int32_t> in = body.in.all(), sums = body.sums.all();
  for (int lane = 0; lane < lanes; ++lane) {
    int64_t of_a_pass = 0;
    for (int load = 0; load < loads; ++load)
      of_a_pass += in[static_cast<size_t>(word_of(body.problem.ways, lane, load))];
    const auto expected = static_cast<double>(of_a_pass * body.problem.passes);
    for (auto at = static_cast<size_t>(lane); at < sums.size(); at += lanes)
      comparison.element(sums[at], expected, 0, static_cast<int64_t>(at));
  }
  return comparison.result(
      [&](int64_t at) { return fmt::format("the sum of thread {} of unit {}", at % body.threads, at / body.threads); });
}

}  // namespace gpupeak::shared
