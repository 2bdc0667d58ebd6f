// An NVIDIA GPU as a device: its own memory, one stream, events round every window, and a stamp of both its clocks
// inside.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/device.h"
#include "device/opening.h"
#include "peaks/accelerator.h"

namespace gpupeak::cuda {

// Why a GPU that is there cannot be used, and what helps.
struct Unusable {
  std::string why, remedy;
};

// What is there, without opening any of it. Never throws.
struct Found {
  std::vector<std::string> names;    // by CUDA's index
  std::map<int, Unusable> unusable;  // by CUDA's index
  std::string note;                  // why there are none, or what else a user should know
  bool driver = false;               // one answers, though it may not serve this program
};
Found find_devices();

// The oldest driver (its major version) that works with the runtime in this program; 0 where it is not known.
int needed_driver();

// Everything that a GPU says of itself; of the peak only what the driver tells: the memory's bandwidth. `index` is
// CUDA's. Throws when the GPU cannot be asked.
DeviceInfo describe_device(int index);

// Makes GPU `index` the one that this thread's calls mean, and opens it at the first. Throws std::runtime_error with
// what the error means to a user.
void make_current(int index);

// Opens GPU `index` of find_devices(), with the peaks that `catalogue` gives it. Throws std::runtime_error with the
// reason when it cannot be used.
std::unique_ptr<Device> open_device(int index, const Opening&, const Catalogue& catalogue = {});

}  // namespace gpupeak::cuda
