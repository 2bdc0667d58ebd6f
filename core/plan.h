// What a run will do, decided before it starts and stored in the report so that it can be repeated from there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/suite.h"
#include "core/units.h"

namespace gpupeak {

struct StopRule {
  int min_samples = 10;
  int max_samples = 100;
  double precision = 0.01;     // half-width of the 99 % interval of the median / median
  Seconds case_budget{1.0};    // time for one case's samples; the rule says when it ended them
  Seconds min_window{1e-3};    // a sample lasts at least this and 100 timer ticks (microbench: event pairs resolve 0.5 us)
  Seconds warmup{0.05};        // longest warm-up
};

// One group of cases of a suite: the cross product of the axes' values. Axes not named keep the suite's defaults.
struct Selection {
  std::string suite;
  std::map<std::string, std::vector<std::string>> axes;
  std::vector<Cache> cache;    // empty: hot
  bool operator==(const Selection&) const = default;
};

// What a preset file or the command line asks for.
struct Preset {
  std::string name;
  std::string summary;
  StopRule stop;
  Bytes cold_cap = mib(512);
  std::vector<Selection> selections;
};

struct PlannedCase {
  Case id;
  Cache cache = Cache::hot;
};

struct Plan {
  std::string preset;
  StopRule stop;
  std::optional<Seconds> budget;   // for the whole run
  uint64_t seed = 1;
  DataKind data = DataKind::random;
  Bytes cold_cap = mib(512);
  std::vector<PlannedCase> cases;
};

}  // namespace gpupeak
