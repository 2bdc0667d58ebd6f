// What one launch must do, as amounts per resource; and which level of memory that traffic is charged to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/names.h"
#include "core/resource.h"
#include "core/units.h"

namespace gpupeak {

struct DeviceInfo;

enum class Cache { hot, cold };  // hot re-uses one set of operands; cold rotates sets that exceed the last-level cache
inline constexpr Named<Cache> cache_names[] = {
    {Cache::hot, "hot"},
    {Cache::cold, "cold"},
};
constexpr std::string_view name(Cache id) { return name_of(cache_names, id); }
constexpr std::optional<Cache> cache_named(std::string_view text) { return id_of(cache_names, text); }

struct Work {
  std::map<Resource, double> amounts;  // flop or byte, by row(resource).unit
  int units = 0;                       // compute units the launch may use; 0 means all of them
  double steps = 0;                    // dependent accesses, for latency: time / steps is the latency of one
  double operations = 0;               // that are neither arithmetic nor bytes: updates of counters or parameters
  double samples = 0;                  // that a step learns from, or a launch infers
  double model_flops = 0;              // of a step by the convention of its suite, whatever is executed: for MFU
  // Where a definition counts more arithmetic than is required, or an implementation does another amount: by the
  // definition, and as it was done. 0: no more than `amounts` says, or not known.
  FlopCount effective, executed;
  Bytes working_set;  // bytes one launch touches
  Bytes used;         // of the bytes that move, those the program asked for; 0 where it asked for all

  void add(Resource resource, FlopCount amount) { amounts[resource] += amount.value; }
  void add(Resource resource, Bytes amount) { amounts[resource] += amount.value; }
};

// Charges `reads` and `writes` to the smallest level of `device` that holds the working set; to dram when cold or when
// none does. Hot and below 3 x the last level, dram gets only the part beyond it: a cache may serve the rest of a pass.
void charge_memory(Work& work, const DeviceInfo& device, Bytes reads, Bytes writes, Cache cache);

// The arithmetic a launch does, when it does any.
std::optional<Resource> arithmetic_of(const Work&);

// Whether two amounts of work are one. Ours are exact. Another tool's may be a rate times a time, and tools write six
// significant digits at least, so that each factor is off by 5e-6 at most and two products differ by 2e-5. That changes
// a ratio of times by as little, which no interval is narrower than.
bool same_amount(double a, double b);

// Whether a launch of each does the same, as far as both are known: amounts and dependent accesses.
bool same_work(const Work&, const Work&);
// The first amount that differs: "536870912 byte of dram / 268435456 byte". Empty where none does.
std::string work_difference(const Work&, const Work&);

// Totals over the resources that count in this unit.
FlopCount total_flops(const Work&);
Bytes total_bytes(const Work&);

}  // namespace gpupeak
