// Suite `throughput`: the arithmetic peak, from registers alone.
#include <fmt/format.h>

#include "kernels/fma.h"
#include "kernels/kernel_set.h"
#include "suites/cores.h"
#include "suites/rows.h"
#include "suites/rungs.h"

namespace gpupeak {
namespace {

// 0.15-0.3 ms on a core of a few GHz, and below the number beyond which a missing turn could hide in f32
// (kernels/fma.cpp).
constexpr int64_t steps = int64_t{1} << 16;

// The plainest rung and the widest that runs here: what one lane does, and what the machine can do.
std::vector<std::string> ends_of(std::span<const fma::Rung* const> ladder, const DeviceInfo& device) {
  std::vector<std::string> runnable;
  for (const fma::Rung* rung : ladder)
    if (!rung->refuses(device, {})) runnable.emplace_back(rung->name);
  if (runnable.size() > 2) runnable.erase(runnable.begin() + 1, runnable.end() - 1);
  return runnable.empty() ? names_of(ladder) : runnable;
}

std::vector<Axis> axes(const DeviceInfo& device, const kernels::KernelSet& kernels) {
  return {
      {.name = "dtype", .values = {"f32", "f64"}, .words = {"f32", "f64"}, .summary = "element type"},
      cores_axis(),
      {.name = "rung",
       .values = ends_of(kernels.fma, device),
       .words = names_of(kernels.fma),
       .summary = "width of the multiply-add: by default one element and the widest vector"},
  };
}

Prepared prepare(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const fma::Rung* rung = rung_named(target.kernels.fma, id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.fma, id);
  const auto cores = cores_of(id, device);
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  const fma::Problem problem{dtype_named(id.text("dtype")).value(), std::get<int>(cores), steps};
  if (auto reason = rung->refuses(device, problem)) return Skip{*reason};

  fma::Data data(target.device, problem, *rung, target.data, target.seed);
  Trial trial;
  trial.work = fma::work(problem, *rung);
  trial.launches = {rung->bind(target.device, problem, data.operands())};
  trial.reset = [data](uint64_t round) mutable { data.reset(round); };
  trial.check = [data] { return data.check(); };
  if (target.data == DataKind::zeros)
    trial.notes.push_back("zeros stay zero under every turn: this result proves nothing, and units run cooler on them");
  if (target.cache == Cache::cold) trial.notes.push_back("operands stay in registers: cold and hot are the same here");
  return trial;
}

}  // namespace

constinit const Suite throughput_suite{
    .name = "throughput",
    .summary = "fused multiply-adds per second, one element at a time and in the widest vector",
    .headline = "flop_rate_flops_per_s",
    .ladder = "rung",
    .axes = axes,
    .applies = nullptr,
    .canonical = nullptr,
    .prepare = prepare,
};

}  // namespace gpupeak
