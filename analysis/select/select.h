// Which accelerator? Pure: workload, wishes and sources in, an Advice out. docs/select.md has the formulae.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/select/advice.h"
#include "analysis/select/offers.h"
#include "analysis/select/published.h"
#include "analysis/select/workload.h"
#include "method/report.h"
#include "peaks/accelerator.h"

namespace gpupeak {

struct SelectWishes {
  Objective objective = Objective::cost;
  std::optional<double> max_cost_usd;
  std::optional<Seconds> deadline;
  std::optional<Watts> power_limit;           // of all accelerators together, by their published power
  std::optional<Bytes> min_memory;            // of each accelerator
  std::optional<std::string> min_capability;  // "8.0": compute capability; others than NVIDIA's have none
  std::string gpu_glob, provider_glob;        // empty: all; "H100*", case-insensitive
  bool spot = false;                          // at spot prices
  std::string today;                          // "2026-12-01": the age of prices
};

struct SelectSources {
  const Catalogue& catalogue;
  const std::vector<Offer>& offers;
  const std::vector<Published>& published;
  std::vector<const Report*> reports;  // of the user's machines
};

Advice select_accelerators(const Workload&, const SelectWishes&, const SelectSources&);

}  // namespace gpupeak
