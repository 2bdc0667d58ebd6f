#include "tests/support/toy_suite.h"

namespace gpupeak::testing {
namespace {

std::function<Prepared(const Target&, const Case&)>& script() {
  static std::function<Prepared(const Target&, const Case&)> current;
  return current;
}

std::vector<Axis> axes(const DeviceInfo&, const kernels::Ladders&) {
  return {
      {"n", AxisKind::count, {"1", "2"}, {"same"}, "size"},
      {"mode", AxisKind::word, {"plain"}, {"plain", "odd"}, "way"},
      {"rung", AxisKind::word, {"slow", "fast"}, {"slow", "fast", "vendor"}, "implementation"},
  };
}

bool applies(const Case& id, const kernels::Ladders&) { return id.text("n") != "13"; }

Case canonical(const Case& id) {
  Case resolved = id;
  if (id.text("n") == "same") resolved.set("n", "1");
  return resolved;
}

Prepared prepare(const Target& target, const Case& id) {
  return script() ? script()(target, id) : Prepared(good_trial());
}

}  // namespace

ToyScript::ToyScript(std::function<Prepared(const Target&, const Case&)> prepare) { script() = std::move(prepare); }
ToyScript::~ToyScript() { script() = nullptr; }

constinit const Suite toy_suite{
    .name = "toy",
    .summary = "a suite for tests",
    .headline = "flop_rate_flops_per_s",
    .views = {View::ladder},
    .ladder = "rung",
    .axes = axes,
    .applies = applies,
    .canonical = canonical,
    .has_cache = always_has_cache,
    .prepare = prepare,
};

Trial good_trial() {
  Trial trial;
  trial.work.add(Resource::fp32, FlopCount(1e6));
  trial.launches = {[](Queue&) {}};
  trial.reset = [](uint64_t) {};
  trial.check = [] {
    Comparison comparison;
    comparison.element(1, 1, 0, 0);
    return comparison.result([](int64_t) { return std::string("x[0]"); });
  };
  return trial;
}

}  // namespace gpupeak::testing
