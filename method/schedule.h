// What a run will do, decided before it starts and stored in the report so that it can be repeated from there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/names.h"
#include "core/units.h"
#include "method/suite.h"

namespace gpupeak {

struct StopRule {
  int min_samples = 10;
  int max_samples = 100;
  double precision = 0.01;   // half-width of the 99 % interval of the median / median
  Seconds case_budget{1.0};  // time for one case's samples; the rule says when it ended them
  Seconds min_window{
      1e-3};             // a sample lasts at least this and 100 timer ticks (microbench: event pairs resolve 0.5 us)
  Seconds warmup{0.05};  // longest warm-up
};

// One group of cases of a suite: the cross product of the axes' values. Axes not named keep the suite's defaults.
struct Selection {
  std::string suite;
  std::map<std::string, std::vector<std::string>> axes;
  std::vector<Cache> cache;  // empty: hot
  bool best_rungs = false;   // of each ladder the vendors' rungs and the last of ours that runs on the device
  bool operator==(const Selection&) const = default;
};

// The cache that an id names; hot where it names none.
Cache cache_of(const Case&);

// What a preset file or the command line asks for.
struct Preset {
  std::string name;
  std::string summary;
  StopRule stop;
  Bytes cold_cap = mib(512);
  std::vector<Selection> selections;
};

struct ScheduledCase {
  Case id;
  Cache cache = Cache::hot;  // that the id names; hot where it names none
};

// In which order the groups of opponents are measured: as scheduled, or drawn with the seed, so that a drift of the
// machine does not fall on neighbouring cases alike. The report keeps the schedule's order.
enum class Order { schedule, random };
inline constexpr Named<Order> order_names[] = {
    {Order::schedule, "plan"},
    {Order::random, "random"},
};
constexpr std::string_view name(Order id) { return name_of(order_names, id); }
constexpr std::optional<Order> order_named(std::string_view text) { return id_of(order_names, text); }

struct Schedule {
  std::string preset;
  StopRule stop;
  std::optional<Seconds> budget;  // for the whole run
  uint64_t seed = 1;
  DataKind data = DataKind::random;
  Order order = Order::schedule;
  Bytes cold_cap = mib(512);
  std::vector<ScheduledCase> cases;
};

// Whether anything was planned: another tool's results have no plan of ours, and so no seed, data or order that is
// known.
inline bool is_planned(const Schedule& schedule) { return !schedule.preset.empty() || !schedule.cases.empty(); }

// What the command line asks for on top of a preset.
struct ScheduleOptions {
  std::vector<std::string> suites;  // only these; a suite the preset does not name runs with its own defaults
  std::map<std::string, std::map<std::string, std::vector<std::string>>> overrides;  // suite → axis → values
  std::vector<std::string> filter;   // globs on ids; a case is kept when any matches (or none is given) …
  std::vector<std::string> exclude;  // … and none of these does
  std::vector<Cache> cache;          // of cases that have one; empty: as the preset says
  std::optional<DataKind> data;
  std::optional<Order> order;
  std::optional<uint64_t> seed;
  std::optional<Seconds> budget;
  // What other devices can run: a preset is written for all of them, so a rung that only these have is no slip in it.
  std::vector<const kernels::Ladders*> elsewhere;
};

// A schedule that cannot be made: unknown suite, axis or value. The text names the nearest known one.
struct ScheduleError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

inline constexpr size_t most_cases = 100000;

// Leaves of each group of opponents the vendors' rungs and the last of ours that runs on the device.
void keep_best_rungs(std::vector<Case>& ids, std::span<const Axis> axes, std::string_view ladder);

// The cross product of every selection's axes, in the order of the suites' table, each case once. Throws ScheduleError.
Schedule make_schedule(const Preset& preset, const ScheduleOptions& options, std::span<const Suite* const> suites,
                       const DeviceInfo& device, const kernels::Ladders& kernels);

}  // namespace gpupeak
