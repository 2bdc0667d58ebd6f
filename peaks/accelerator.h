// What vendors publish about accelerators, and what the units of an architecture do per clock.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/units.h"

namespace gpupeak {

struct Accelerator {
  std::string name, vendor, architecture, chip, compute_capability, release, form_factor;
  std::vector<std::string> aliases, pci_ids, shares_name_with;
  int units = 0;  // SMs, CUs, Xe cores
  std::optional<Hertz> base_clock, boost_clock, tensor_clock;
  Bytes memory;
  std::string memory_type;
  std::optional<BytesPerSecond> memory_bandwidth;
  std::optional<int> memory_bus_bits;
  std::optional<double> memory_pin_rate;  // bit/s per pin
  std::optional<Bytes> l2;
  std::optional<Watts> power;
  std::map<std::string, double> peaks;         // "fp32" → flop/s (dense; op/s for int8)
  std::map<std::string, std::string> derived;  // peak → its formula, when computed rather than read from a source
  std::string confidence, note;
  std::vector<std::string> sources;
};

// What one compute unit (SM) of an architecture does per clock.
struct Architecture {
  std::string compute_capability, name;
  std::map<std::string, double> vector_rates;  // "fp32" → flop per clock and unit
  std::optional<Bytes> first_level;            // first-level cache and shared memory of a unit together
  std::string confidence;
};

struct Catalogue {
  std::vector<Accelerator> accelerators;
  std::vector<Architecture> architectures;
};

// Exact name or alias first (case-insensitive), else all whose name contains it.
std::vector<const Accelerator*> find_accelerators(const Catalogue&, std::string_view name);
// Null when it knows none of that compute capability ("9.0").
const Architecture* find_architecture(const Catalogue&, std::string_view compute_capability);

}  // namespace gpupeak
