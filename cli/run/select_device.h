// --device: which backend's which device.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "cli/process/environment.h"
#include "cli/run/backends.h"

namespace gpupeak::cli {

struct Selected {
  const Backend* backend;
  int index;
  std::vector<Note> passed_over = {};  // what is in the machine, would have come first and cannot be used
};

// The backend of `wanted`, whether or not it has a device. Throws UsageError for a name nobody knows.
const Backend& select_backend(std::span<const Backend* const> backends, const std::string& wanted);

// `wanted` is "host", "cuda" or "cuda:1", or "" for the first that can be used; what is passed over is said on stderr.
// Throws UsageError for a name nobody knows, NothingToMeasure when it is not there.
Selected select_device(const Environment&, const std::string& wanted);

// What it says of itself without being opened; throws NothingToMeasure with the cause.
DeviceInfo describe(const Selected&);

// What goes on while it is opened, for a reader who waits.
std::string opening_text(const Selected&);

// Opens it; throws NothingToMeasure with the cause.
std::unique_ptr<Device> open(const Selected&, const Opening&);

}  // namespace gpupeak::cli
