// An NVIDIA GPU as a device: its own memory, one stream, events round every window, and a stamp of both its clocks
// inside.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/device.h"
#include "device/opening.h"
#include "peaks/accelerator.h"

namespace gpupeak::cuda {

// What can be used, without opening any of it. Never throws.
struct Found {
  std::vector<std::string> names;  // by CUDA's index
  std::string note;                // why there are none, or what else a user should know
  bool driver = false;             // one answers, though it may not serve this program
};
Found find_devices();

// Everything that a GPU says of itself; of the peak only what the driver tells: the memory's bandwidth. `index` is
// CUDA's. Throws when the GPU cannot be asked.
DeviceInfo describe_device(int index);

// Opens GPU `index` of find_devices(), with the peaks that `catalogue` gives it. Throws std::runtime_error with the
// reason when it cannot be used.
std::unique_ptr<Device> open_device(int index, const Opening&, const Catalogue& catalogue = {});

}  // namespace gpupeak::cuda
