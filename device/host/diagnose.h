// What on this machine is missing or will distort results, each with its remedy.
#pragma once

#include <string>
#include <vector>

#include "core/device_info.h"
#include "device/diagnosis.h"
#include "device/host/host_state.h"

namespace gpupeak::host {

// In the order of importance of the checks. A check whose facts the system does not show says nothing.
std::vector<Diagnosis> diagnose(const HostState&, const DeviceInfo&);

// The details of those diagnoses, ok ones left out, that belong to the machine and not to the moment: for
// DeviceInfo::notes.
std::vector<std::string> lasting_notes(const HostState&, const DeviceInfo&);

}  // namespace gpupeak::host
