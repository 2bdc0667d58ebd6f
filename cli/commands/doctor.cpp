// gpupeak doctor: what is missing or will distort results here, each with its remedy.
#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/options/declare.h"
#include "cli/process/terminal.h"

namespace gpupeak::cli {
namespace {

struct DoctorOptions {
  std::string color = "auto";
};

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
    const bool has_one = first_usable(found).has_value();
    print_field(std::string(backend->name), has_one ? joined(found.devices) : "not usable: " + why_none(found),
                environment.out, style);
    usable = usable || has_one;
    print_diagnoses(backend->diagnose(), environment.out, style);
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
