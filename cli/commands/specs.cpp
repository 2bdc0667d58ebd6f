// gpupeak specs: the catalogue of accelerators, every figure with its sources.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/options/declare.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/format.h"
#include "core/text.h"
#include "formats/catalogue.h"

namespace gpupeak::cli {
namespace {

struct SpecsOptions {
  std::string name, color = "auto";
};

constexpr std::string_view missing = "–";

std::string peak_text(const Accelerator& accelerator, const std::string& name) {
  const auto found = accelerator.peaks.find(name);
  return found == accelerator.peaks.end() ? std::string(missing) : text(FlopsPerSecond(found->second));
}

template <class Quantity>
std::string or_missing(const std::optional<Quantity>& value) {
  return value ? text(*value) : std::string(missing);
}

// The catalogue's types have 0 for what a row does not tell.
std::string units_text(const Accelerator& a) { return a.units > 0 ? fmt::format("{}", a.units) : std::string(missing); }
std::string memory_text(const Accelerator& a) { return a.memory > Bytes(0) ? text(a.memory) : std::string(missing); }

void print_table(const std::vector<const Accelerator*>& accelerators, std::ostream& out, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (const Accelerator* a : accelerators)
    rows.push_back({a->name, a->architecture, a->release, units_text(*a), peak_text(*a, "fp32"),
                    or_missing(a->memory_bandwidth), memory_text(*a)});
  print_listing({"name", "architecture", "release", "units", "fp32", "bandwidth", "memory"}, rows, out, style);
}

void print_one(const Accelerator& a, std::ostream& out, const Style& style) {
  const auto field = [&](const std::string& name, const std::string& value) { print_field(name, value, out, style); };
  field("name", a.name);
  field("aliases", joined(a.aliases));
  field("vendor", a.vendor);
  field("chip", joined({a.architecture, a.chip}, " "));
  field("capability", a.compute_capability);
  field("release", a.release);
  field("form", a.form_factor);
  field("units", units_text(a));
  if (a.base_clock) field("base clock", text(*a.base_clock));
  if (a.boost_clock) field("boost clock", text(*a.boost_clock));
  if (a.tensor_clock) field("tensor clock", text(*a.tensor_clock));
  field("memory", joined({memory_text(a), a.memory_type}, " "));
  if (a.memory_bandwidth) field("bandwidth", text(*a.memory_bandwidth));
  if (a.memory_bus_bits) field("bus", fmt::format("{} bits", *a.memory_bus_bits));
  if (a.memory_pin_rate) field("pin rate", fmt::format("{:g} Gbit/s", *a.memory_pin_rate / 1e9));
  if (a.l2) field("l2", text(*a.l2));
  if (a.power) field("power", fmt::format("{:g} W", a.power->value));
  for (const auto& [name, rate] : a.peaks) {
    const auto derived = a.derived.find(name);
    field(name, text(FlopsPerSecond(rate)) + (derived == a.derived.end() ? "" : " (derived: " + derived->second + ")"));
  }
  field("pci ids", joined(a.pci_ids));
  field("same name", joined(a.shares_name_with));
  field("confidence", a.confidence);
  field("note", a.note);
  for (const std::string& source : a.sources) field("source", source);
}

void declare_specs_options(CLI::App& app, SpecsOptions& options) {
  app.add_option("NAME", options.name, "one of them, or a part of its name (default: all)");
  declare_color(app, options.color);
}

ExitCode execute_specs(const SpecsOptions& options, const Invocation&, Environment& environment) {
  const Style style = style_of(environment, options.color);
  std::vector<const Accelerator*> found;
  if (options.name.empty())
    for (const Accelerator& accelerator : catalogue().accelerators) found.push_back(&accelerator);
  else
    found = find_accelerators(catalogue(), options.name);
  if (found.empty()) {
    std::vector<std::string> known;
    for (const Accelerator& accelerator : catalogue().accelerators) known.push_back(accelerator.name);
    const std::string near = nearest(options.name, known);
    throw UsageError(fmt::format("specs: no accelerator '{}'{}", options.name,
                                 near.empty() ? "; gpupeak specs lists all" : "; did you mean '" + near + "'?"));
  }
  if (found.size() == 1)
    print_one(*found.front(), environment.out, style);
  else
    print_table(found, environment.out, style);
  return ExitCode::ok;
}

}  // namespace

constinit const Command specs_command{
    .name = "specs",
    .summary = "the catalogue of accelerators, with the source of every figure",
    .examples =
        "  gpupeak specs\n"
        "  gpupeak specs H100\n"
        "  gpupeak specs 'RTX 4090'\n",
    .declare = bound<SpecsOptions, declare_specs_options, execute_specs>,
};

}  // namespace gpupeak::cli
