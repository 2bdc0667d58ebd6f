// Everything a run produced: pure data, read by reporters and by analysis.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/device_info.h"
#include "method/measurement.h"
#include "method/schedule.h"

namespace gpupeak {

// The version of the way figures come about (docs/method.md). It rises where the same code on the same device would be
// given another figure than before, for then older reports cannot be compared with newer ones.
inline constexpr int method_version = 1;

struct Tool {
  std::string version, commit, compiler, build;  // build: "Release"
  std::map<std::string, std::string> libraries;  // compiled-in: "fmt" → "9.1.0"
  int method = method_version;
  bool operator==(const Tool&) const = default;
};

struct HostFacts {
  std::string hostname, os, kernel, cpu;
  int logical_cpus = 0;  // 0: unknown
  bool operator==(const HostFacts&) const = default;
};

struct Run {
  std::vector<std::string> argv;
  std::string started_at;  // ISO 8601, UTC
  std::string state;       // "running", "complete", "interrupted"
  int processes = 1;       // fresh processes pooled in this report
  HostFacts host;
  Schedule schedule;
};

inline constexpr int report_schema = 2;

struct Report {
  Tool tool;
  Run run;
  std::vector<DeviceInfo> devices;
  std::vector<Measurement> measurements;
};

// Removes what identifies the machine's owner: host name, uuid, argv, library paths.
inline Report redacted(Report report) {
  report.run.argv.clear();
  report.run.host.hostname.clear();
  for (DeviceInfo& device : report.devices) {
    device.uuid.clear();
    for (Library& library : device.libraries) library.path.clear();
  }
  return report;
}

}  // namespace gpupeak
