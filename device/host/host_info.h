// Everything that is known about the host before the first launch.
#pragma once

#include <vector>

#include "core/device_info.h"

namespace gpupeak::host {

struct HostDescription {
  DeviceInfo info;
  std::vector<int> cpus;  // the logical CPU of each core that this process may use
};

// With `probe` false nothing is probed and no library is opened: some milliseconds, for listings.
HostDescription describe_host(bool probe);

}  // namespace gpupeak::host
