// The machine that tests run on, opened once, and launches of a rung there.
#pragma once

#include <memory>
#include <type_traits>
#include <vector>

#include "device/host/host_device.h"

namespace gpupeak::testing {

inline Device& this_host() {
  static const std::unique_ptr<Device> device = host::open_host({.probe = false});
  return *device;
}

template <class Rung, class Problem, class Operands>
void launch(const Rung& rung, const Problem& problem, const Operands& operands) {
  const Launch once = rung.bind(this_host(), problem, operands);
  this_host().time({.sets = {&once, 1}, .threads = !rung.vendor.empty() ? Threads::vendors : Threads::ours});
}

// Those of a ladder that take this problem and can run here.
template <class Ladder, class Takes, class Problem>
auto rungs_that_run(const Ladder& ladder, const Problem& problem, const Takes& takes) {
  std::vector<std::remove_cvref_t<decltype(ladder[0])>> rungs;
  for (const auto* rung : ladder)
    if (takes(*rung) && !rung->refuses(this_host().info(), problem)) rungs.push_back(rung);
  return rungs;
}

}  // namespace gpupeak::testing
