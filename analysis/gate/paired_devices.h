// Which device of one report is which of another: a case is held against the same case on the same device.
#pragma once

#include <map>
#include <string>

#include "method/report.h"

namespace gpupeak {

// For each device of `b` that has cases, its place in `a`; behind those of `a` where `a` has no such device. Devices
// are the same by uuid, else by backend and index; the only ones of both reports are held against one another.
std::map<int, int> paired_devices(const Report& a, const Report& b);

// The case's id with its device as the last part: "toy/n=1/device=1".
std::string id_on_device(const std::string& id, int device);

}  // namespace gpupeak
