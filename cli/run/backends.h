// The TABLE of device backends: the first row that finds a device is the default; the host is last and always there.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/device.h"
#include "device/diagnosis.h"
#include "device/opening.h"
#include "kernels/families.h"

namespace gpupeak::cli {

// What a backend finds without probing a device or opening a vendor's library.
struct Discovery {
  std::vector<std::string> devices;             // names, by index
  std::string note;                             // why there are none, or what else a user should know
  std::map<size_t, std::string> unusable = {};  // by index: why that one cannot be used, and what helps
  bool in_machine = false;  // a device of this kind or its driver is there, whether or not it can be used
};

// The device that is meant where none is named; nothing where none can be used.
std::optional<size_t> first_usable(const Discovery&);
// Why there is none that can be used.
std::string why_none(const Discovery&);

struct Backend {
  std::string_view name;  // as in --device
  std::string_view summary;
  Discovery (*discover)();
  std::unique_ptr<Device> (*open)(int index, const Opening&);
  // What device `index` says of itself without being opened: with no free memory and no peaks but the driver's own.
  DeviceInfo (*describe)(int index);
  const kernels::Ladders& (*kernels)();
  // What is missing or will distort results; called where there is no device too.
  std::vector<Diagnosis> (*diagnose)(const Inspector&);
};

extern const Backend cuda_backend;  // cuda_backend.cpp, or its absent twin

std::span<const Backend* const> backends();

// What their devices can run, one after the other.
std::vector<const kernels::Ladders*> ladders_of(std::span<const Backend* const>);

}  // namespace gpupeak::cli
