// The cores, caches and memory nodes that this process may use.
#pragma once

#include <string>
#include <vector>

#include "core/device_info.h"

namespace gpupeak::host {

struct Core {
  int cpu = 0;      // the logical CPU our worker runs on: the first of the core that this process may use
  int threads = 1;  // logical CPUs of the core that this process may use
};

struct Topology {
  std::vector<Core> cores;         // physical ones, in the order of the machine
  std::vector<CacheLevel> caches;  // those of these cores, smallest first
  int kinds_of_cores = 1;          // 2 on a processor with performance and efficiency cores
  int memory_nodes = 1;
  std::string cpu_model;  // as the processor or the system calls it; empty when neither says
};

// Throws std::runtime_error when the system shows no CPU at all. The mask is the calling thread's.
Topology read_topology();

// The same of a machine made up in hwloc's synthetic notation ("pack:2 l3:1 core:4 pu:2"), of which the given logical
// CPUs may be used. Throws std::invalid_argument.
Topology made_up_topology(const std::string& synthetic, const std::vector<int>& allowed);

}  // namespace gpupeak::host
