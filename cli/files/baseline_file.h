// A baseline on disk: read whole, changed under a lock, replaced in one step.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gate/baseline.h"

namespace gpupeak::cli {

inline constexpr const char* default_baseline = "gpupeak-baseline.json";

// Throws UsageError or FormatError with the path, the cause and how to make one, or what else the command could do.
Baseline load_baseline(const std::filesystem::path&, std::string_view otherwise = "");

// Throws UsageError, as load_baseline does, where there is none.
void require_baseline(const std::filesystem::path&, std::string_view otherwise = "");

// What the reports of these paths measured, pooled, as a job of each of their devices' classes. Throws UsageError or
// FormatError.
struct ClassedJob {
  DeviceClass device;
  BaselineJob job;
  bool whole = true;  // its run came to its end
};
// `path` names the report in messages.
std::vector<ClassedJob> jobs_of(const Report&, const std::string& path, const std::string& label,
                                const std::string& added_at);

// That these jobs name no machine, and what helps; empty where they do.
std::string unnamed_machine(const std::vector<ClassedJob>&, const std::string& report);

// Adds it to its class. Throws UsageError where the class cannot take it.
void add_job(Baseline&, const ClassedJob&, const std::string& file, size_t most);

// Reads the file, or begins an empty one where there is none, and writes back what `change` makes of it. Another
// process that does the same waits; one that is killed leaves the file as it was.
void update_baseline(const std::filesystem::path&, const std::function<void(Baseline&)>& change);

}  // namespace gpupeak::cli
