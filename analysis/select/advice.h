// The answer of `gpupeak select`: which accelerators can do a workload, in which order, and what it rests on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/select/workload.h"
#include "core/names.h"
#include "core/units.h"

namespace gpupeak {

// Where a figure comes from, best first.
enum class Tag { measured, reference, published, datasheet, extrapolated, assumed };
inline constexpr Named<Tag> tag_names[] = {
    {Tag::measured, "measured"},   {Tag::reference, "reference"},       {Tag::published, "published"},
    {Tag::datasheet, "datasheet"}, {Tag::extrapolated, "extrapolated"}, {Tag::assumed, "assumed"},
};
constexpr std::string_view name(Tag id) { return name_of(tag_names, id); }

enum class Objective { cost, time, energy, performance_per_dollar };
inline constexpr Named<Objective> objective_names[] = {
    {Objective::cost, "cost"},
    {Objective::time, "time"},
    {Objective::energy, "energy"},
    {Objective::performance_per_dollar, "perf-per-dollar"},
};
constexpr std::string_view name(Objective id) { return name_of(objective_names, id); }

// The resource that decides how long it takes.
enum class Binding { compute, memory, communication, data };
inline constexpr Named<Binding> binding_names[] = {
    {Binding::compute, "compute"},
    {Binding::memory, "memory"},
    {Binding::communication, "communication"},
    {Binding::data, "data"},
};
constexpr std::string_view name(Binding id) { return name_of(binding_names, id); }

// What must be in memory at once, over all accelerators that share the model.
struct MemoryNeed {
  Bytes weights, gradients, optimizer, activations, cache;
  Bytes total() const { return weights + gradients + optimizer + activations + cache; }
};

// One way to need less memory, and what would be left.
struct MemorySaving {
  std::string how;  // "recompute all activations"
  Bytes total;      // with it
};

// How the accelerators share the work: data x tensor x pipeline of them.
struct Split {
  int data = 1, tensor = 1, pipeline = 1;
};

// A figure between two that it may also be.
struct Estimate {
  double value = 0, low = 0, high = 0;
};

struct Choice {
  int rank = 1;        // those that cannot be told apart from the first of them share its rank
  std::string device;  // a name of the catalogue, or of the user's machine
  bool own = false;    // a machine of the user's reports, which costs nothing here
  int gpus = 1;
  Split split;
  std::string provider, instance, region;  // empty: own
  int instances = 1;
  Estimate hours;                    // of the whole workload, on all of them at once
  double gpu_hours = 0;              // rented ones
  std::optional<Estimate> cost_usd;  // rent; nothing for own machines
  std::optional<Estimate> energy_j;  // of the accelerators; nothing where their power is unknown
  Estimate efficiency;               // time that the peak allows / time
  Tag efficiency_tag = Tag::assumed;
  std::string efficiency_source;  // "Llama 2 7B on 8, MFU 49.7 %, github.com/…"
  std::optional<std::string> price_date;
  Binding bound_by = Binding::compute;
  double communication = 0;  // its share of the time, as estimated
  MemoryNeed memory_per_gpu;
  std::optional<double> cost_per_unit_usd;  // of Advice::unit
  bool pareto = false;                      // no other is both cheaper and faster
  std::vector<size_t> ties_with;            // places in the ranking, without its own
};

enum class ExclusionCode { memory, dtype, capability, power, price, deadline, no_price, no_figures, not_rentable };
inline constexpr Named<ExclusionCode> exclusion_code_names[] = {
    {ExclusionCode::memory, "memory"},
    {ExclusionCode::dtype, "dtype"},
    {ExclusionCode::capability, "capability"},
    {ExclusionCode::power, "power"},
    {ExclusionCode::price, "price"},
    {ExclusionCode::deadline, "deadline"},
    {ExclusionCode::no_price, "no_price"},
    {ExclusionCode::no_figures, "no_figures"},
    {ExclusionCode::not_rentable, "not_rentable"},
};
constexpr std::string_view name(ExclusionCode id) { return name_of(exclusion_code_names, id); }

// What cannot do it, and the first reason why.
struct Exclusion {
  std::string device;
  ExclusionCode code = {};
  std::string reason;                       // "needs 120 GiB on each of 8, has 80 GiB"
  std::optional<double> needed, available;  // bytes for memory, W for power, USD for price, s for a deadline
};

// The smallest change of one input that puts another first.
struct Flip {
  std::string input;  // "rent of AWS p5.48xlarge", "efficiency of H100 SXM5 80GB", "tokens"
  double value = 0;   // now
  double at = 0;      // where the first place changes
  std::string unit;   // "USD/h", "", "h"
  std::string winner;
};

// A figure that the answer rests on.
struct Assumption {
  std::string path;  // "training.optimizer.state_bytes"
  double value = 0;
  std::string unit;  // "byte per parameter"; may be empty
  std::string source;
  Tag tag = Tag::assumed;
};

struct Advice {
  Workload workload;
  Objective objective = Objective::cost;
  std::string unit;                   // what cost_per_unit_usd is of: "million tokens", "epoch", "1,000 requests"
  MemoryNeed memory;                  // of one copy of the model and the least batch
  std::vector<MemorySaving> savings;  // most saved first
  std::string recommendation;         // one sentence; where nothing can do it: why, and the smallest set that could
  std::vector<Choice> ranking;        // best first
  std::vector<Exclusion> excluded;    // in the order of the catalogue
  std::vector<Flip> flips;            // smallest relative change first
  std::vector<Assumption> assumptions;
  std::vector<std::string> warnings;  // "12 prices are older than 90 days", …
};

}  // namespace gpupeak
