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

// The facts of those diagnoses that belong to the machine and not to the moment: for DeviceInfo::notes.
std::vector<Note> lasting_notes(const HostState&, const DeviceInfo&);

// The part of diagnose() on variables of the environment that steer the threads and kernels of vendor libraries: one
// per variable that is set and matters; one that says so when none is. Nothing when they are not known.
std::vector<Diagnosis> diagnose_environment(const HostState&);

}  // namespace gpupeak::host
