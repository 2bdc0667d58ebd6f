// An NVIDIA GPU as a device: its own memory, one stream, events round every window, and a stamp of both its clocks
// inside.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/device.h"

namespace gpupeak::cuda {

// What can be used, without opening any of it. Never throws.
struct Found {
  std::vector<std::string> names;  // by CUDA's index
  std::string note;                // why there are none, or what else a user should know
};
Found find_devices();

// What a GPU of this description can do, by whoever knows: the catalogue is not read down here.
using PeakOf = std::function<Peak(const DeviceInfo&)>;

// Opens GPU `index` of find_devices(); without `peak_of` its peaks stay empty. Throws std::runtime_error with the
// reason when it cannot be used.
std::unique_ptr<Device> open_device(int index, const PeakOf& peak_of);

}  // namespace gpupeak::cuda
