#include "reporters/text/openmetrics.h"

#include <fmt/format.h>

#include <array>

#include "reporters/text/escape.h"

namespace gpupeak::openmetrics {
namespace {

struct UnitName {
  MetricUnit unit;
  std::string_view in_metric;  // how names of method/metrics end
  std::string_view name;
};
constexpr std::array units{
    UnitName{MetricUnit::seconds, "_s", "seconds"},
    UnitName{MetricUnit::flops_per_second, "_flops_per_s", "flops_per_second"},
    UnitName{MetricUnit::bytes_per_second, "_bytes_per_s", "bytes_per_second"},
    UnitName{MetricUnit::operations_per_second, "_ops_per_s", "operations_per_second"},
    UnitName{MetricUnit::samples_per_second, "_samples_per_s", "samples_per_second"},
    UnitName{MetricUnit::bytes, "_bytes", "bytes"},
    UnitName{MetricUnit::joules, "_j", "joules"},
    UnitName{MetricUnit::hertz, "_hz", "hertz"},
    UnitName{MetricUnit::cycles, "_cycles", "cycles"},
    UnitName{MetricUnit::ratio, "", "ratio"},
};

// The text of a HELP line: a backslash and a line break are escaped there, and GitLab cuts every line at a '#'.
std::string help_text(std::string_view text) {
  std::string out;
  for (const char c : harmless(text)) out += c == '\\' ? std::string("\\\\") : c == '#' ? "No." : std::string(1, c);
  return out;
}

}  // namespace

Family family_of(const Metric& metric) {
  for (const UnitName& unit : units) {
    if (unit.unit != metric.unit) continue;
    std::string_view stem = metric.name;
    if (stem.ends_with(unit.in_metric)) stem.remove_suffix(unit.in_metric.size());
    return {fmt::format("gpupeak_{}_{}", stem, unit.name), std::string(unit.name), std::string(metric.summary)};
  }
  return {fmt::format("gpupeak_{}", metric.name), "", std::string(metric.summary)};
}

void write_head(std::ostream& out, const Family& family) {
  out << "# TYPE " << family.name << " gauge\n";
  if (!family.unit.empty()) out << "# UNIT " << family.name << ' ' << family.unit << '\n';
  out << "# HELP " << family.name << ' ' << help_text(family.help) << '\n';
}

void write_gauge(std::ostream& out, std::string_view name, std::string_view labels, double value) {
  out << name;
  if (!labels.empty()) out << '{' << labels << '}';
  out << fmt::format(" {:.3g}\n", value);
}

std::string label(std::string_view name, std::string_view foreign) {
  return fmt::format("{}=\"{}\"", name, label_text(foreign));
}

void write_end(std::ostream& out) { out << "# EOF\n"; }

}  // namespace gpupeak::openmetrics
