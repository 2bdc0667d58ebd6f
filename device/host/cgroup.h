// The limits a container or service puts on this process: control groups, versions 1 and 2, of the process and its
// ancestors.
#pragma once

#include <filesystem>
#include <optional>

#include "core/throttling.h"
#include "core/units.h"

namespace gpupeak::host {

struct CgroupLimits {
  std::optional<double> cpus;            // quota / period: 1.5 cores' worth of time
  std::optional<Throttling> throttling;  // by quotas so far, of all groups together
  std::optional<Bytes> memory;           // smallest limit on the way up
  std::optional<Bytes>
      free_memory;  // limit less what is in use, page cache that can be dropped not counted; smallest on the way up
};

CgroupLimits read_cgroup_limits(const std::filesystem::path& root = "/");

// The throttling alone: what costs the least to read again and again.
std::optional<Throttling> read_throttling(const std::filesystem::path& root = "/");

}  // namespace gpupeak::host
