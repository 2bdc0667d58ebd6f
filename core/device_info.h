// What is known about a device: a value, so reports can carry it and tests can make it up.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/library.h"
#include "core/note.h"
#include "core/peak.h"
#include "core/resource.h"
#include "core/throttling.h"
#include "core/units.h"

namespace gpupeak {

struct CacheLevel {
  std::string name;       // "l1", "l2", "l3"
  Bytes size;             // of one instance
  int instances = 1;      // on the device
  int units_sharing = 1;  // compute units that share one instance
  // Not in reports:
  bool avoidable = false;  // loads can go round it: the level behind it is seen at any size
  double exceeded_by = 3;  // a loop over so many times its size meets next to nothing of itself there
};

struct DeviceInfo {
  std::string backend;  // "host", "cuda"
  int index = 0;
  std::string uuid;                // stable identity; on the host derived from the machine, empty when unknown
  std::string name;                // "Intel Xeon Platinum 8481C"
  int units = 0;                   // cores or SMs this process may use; 0: unknown
  std::string unit_name;           // "core", "SM"
  Bytes memory;                    // total; 0: unknown
  Bytes free_memory;               // when the device was opened; unknown where the total is
  std::vector<CacheLevel> caches;  // smallest first
  Bytes line{64};                  // what moves where a load misses: a cache line, or a sector of one (not in reports)
  std::optional<Hertz> rated_clock;
  std::string clock_source;               // how rated_clock was found
  std::string clock_policy;               // who may move the clock: "governor performance, turbo on"; empty: unknown
  std::optional<Seconds> longest_launch;  // after which the device is taken away (a display's watchdog; not in reports)
  std::optional<Seconds> launch_overhead;  // measured: of an empty launch among many, back to back
  std::vector<std::string> features;       // instruction sets: "avx2", "avx512f"
  std::string driver;                      // driver and runtime; on the host the kernel's release
  std::vector<Library> libraries;
  Peak peak;
  std::vector<Note> notes;  // what limits or distorts this device
  // Of this process while a run went on; nothing where no quota is in force.
  std::optional<Throttling> throttling;
};

// All that limits or distorts this device, with what was counted while it was used.
inline std::vector<Note> notes_of(const DeviceInfo& device) {
  std::vector<Note> notes = device.notes;
  if (const std::optional<Throttling>& t = device.throttling; t && t->throttled > 0)
    notes.push_back(
        {NoteKind::throttled, {static_cast<double>(t->throttled), static_cast<double>(t->periods), t->stopped.value}});
  return notes;
}

// The library of this name; null where the device does not list it.
inline const Library* library_of(const DeviceInfo& device, std::string_view name) {
  for (const Library& library : device.libraries)
    if (library.name == name) return &library;
  return nullptr;
}

// Why that library cannot be used, as far as the device knows; nothing where it may be tried.
inline std::optional<std::string> why_unusable(const DeviceInfo& device, std::string_view name) {
  const Library* library = library_of(device, name);
  if (!library || !library->version.empty() || library->note.empty()) return std::nullopt;
  return why_not(*library);
}

// Total capacity of a cache level over its instances; nothing when the device has no such level.
inline std::optional<Bytes> capacity(const DeviceInfo& device, std::string_view level) {
  for (const CacheLevel& cache : device.caches)
    if (cache.name == level) return cache.size * cache.instances;
  return std::nullopt;
}

// The last (largest) cache's total capacity, 0 when there are none.
inline Bytes last_level_cache(const DeviceInfo& device) {
  return device.caches.empty() ? Bytes(0) : device.caches.back().size * device.caches.back().instances;
}

// What a launch on so many units (0: all) sees of a cache level: only their share of the private ones.
inline Bytes reachable(const CacheLevel& cache, const DeviceInfo& device, int units) {
  if (units <= 0 || units >= device.units) return cache.size * cache.instances;
  const int instances = (units + cache.units_sharing - 1) / cache.units_sharing;
  return cache.size * instances;
}

}  // namespace gpupeak
