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

void print_findings(const std::vector<host::Finding>& findings, std::ostream& out, const Style& style) {
  for (const host::Finding& finding : findings) {
    print_field(std::string(host::name(finding.severity)), finding.title + ": " + finding.detail, out, style);
    if (!finding.remedy.empty()) print_field("", "try: " + finding.remedy, out, style);
  }
}

void declare_doctor_options(CLI::App& app, DoctorOptions& options) { declare_color(app, options.color); }

ExitCode execute_doctor(const DoctorOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  bool usable = false;
  for (const Backend* backend : environment.backends) {
    const Discovery found = backend->discover();
    const std::string state = found.devices.empty() ? "not usable: " + found.note : joined(found.devices);
    print_field(std::string(backend->name), state, environment.out, style);
    if (!found.devices.empty()) usable = true;
    print_findings(backend->diagnose(), environment.out, style);
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
