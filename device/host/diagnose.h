// What on this machine is missing or will distort results, each with its remedy.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/device_info.h"
#include "device/host/host_state.h"

namespace gpupeak::host {

// ok: as it should be. note: good to know, cannot or need not be changed. warn: times will scatter or be longer than
// they could. problem: results are not to be trusted or something cannot be measured.
enum class Severity { ok, note, warn, problem };
inline constexpr std::array severities{Severity::ok, Severity::note, Severity::warn, Severity::problem};
std::string_view name(Severity);

struct Finding {
  Severity severity = Severity::ok;
  std::string title;   // "clock governor"
  std::string detail;  // one sentence
  std::string remedy;  // what to do; empty when nothing can or need be done
};

// In the order of importance of the checks. A check whose facts the system does not show says nothing.
std::vector<Finding> diagnose(const HostState&, const DeviceInfo&);

// The details of those findings, ok ones left out, that belong to the machine and not to the moment: for
// DeviceInfo::notes.
std::vector<std::string> lasting_notes(const HostState&, const DeviceInfo&);

}  // namespace gpupeak::host
