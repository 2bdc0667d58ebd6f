// Every ladder's rungs as rows: family, name, idea, and whether they run on this device.
#pragma once

#include <string>
#include <vector>

#include "core/device_info.h"
#include "kernels/common/kernel_set.h"

namespace gpupeak::cli {

struct RungRow {
  std::string family, name, idea;
  std::string refusal;  // why it does not run here; empty when it does
};

std::vector<RungRow> rungs(const kernels::KernelSet&, const DeviceInfo&);

}  // namespace gpupeak::cli
