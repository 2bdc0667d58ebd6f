// Everything a run produced: pure data, read by reporters and by analysis.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/device_info.h"
#include "method/measurement.h"
#include "method/method.h"
#include "method/schedule.h"

namespace gpupeak {

struct Tool {
  std::string version, commit, compiler, build;  // build: "Release"
  std::map<std::string, std::string> libraries;  // compiled-in: "fmt" → "9.1.0"
  int method = method_version;
  bool operator==(const Tool&) const = default;
};

struct HostFacts {
  std::string hostname, os, kernel, cpu;
  int logical_cpus = 0;
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

inline constexpr int report_schema = 1;

struct Report {
  Tool tool;
  Run run;
  std::vector<DeviceInfo> devices;
  std::vector<Measurement> measurements;
};

// Removes what identifies the machine's owner: host name, uuid, argv, library paths.
Report redacted(Report);

}  // namespace gpupeak
