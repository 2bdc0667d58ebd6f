// gpupeak doctor: what is missing or will distort results here, each with its remedy.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/options/declare.h"
#include "cli/process/terminal.h"

namespace gpupeak::cli {
namespace {

struct DoctorOptions {
  std::string color = "auto";
};

// "7 x NVIDIA H200, Tesla T4", by the first of each.
std::string counted(const std::vector<std::string>& names) {
  std::vector<std::string> parts;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) continue;
    const auto count = std::count(name, names.end(), *name);
    parts.push_back(count == 1 ? *name : fmt::format("{} x {}", count, *name));
  }
  return joined(parts);
}

// Which devices there are; the diagnoses say why some cannot be used.
std::string state_of(const Discovery& found) {
  if (found.devices.empty()) return "not usable: " + found.note;
  std::vector<std::string> usable;
  for (size_t index = 0; index < found.devices.size(); ++index)
    if (!found.unusable.contains(index)) usable.push_back(found.devices[index]);
  if (usable.empty()) return "not usable: " + counted(found.devices);
  return counted(usable) + (found.unusable.empty() ? "" : fmt::format(", and {} not usable", found.unusable.size()));
}

void print_diagnoses(const std::vector<Diagnosis>& found, std::ostream& out, const Style& style) {
  for (const Diagnosis& diagnosis : found) {
    print_field(std::string(name(diagnosis.severity)), diagnosis.title + ": " + diagnosis.detail, out, style);
    if (!diagnosis.remedy.empty()) print_field("", "try: " + diagnosis.remedy, out, style);
  }
}

void declare_doctor_options(CLI::App& app, DoctorOptions& options) { declare_color(app, options.color); }

ExitCode execute_doctor(const DoctorOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  bool usable = false;
  for (const Backend* backend : environment.backends) {
    const Discovery found = backend->discover();
    print_field(std::string(backend->name), state_of(found), environment.out, style);
    usable = usable || first_usable(found);
    print_diagnoses(backend->diagnose(environment.inspect), environment.out, style);
  }
  return usable ? ExitCode::ok : ExitCode::nothing_measured;
}

}  // namespace

constinit const Command doctor_command{
    .name = "doctor",
    .summary = "what is missing or will distort results here, and what helps",
    .examples =
        "  gpupeak doctor\n"
        "  gpupeak doctor | less\n"
        "  gpupeak doctor --color never > findings.txt\n",
    .declare = bound<DoctorOptions, declare_doctor_options, execute_doctor>,
};

}  // namespace gpupeak::cli
