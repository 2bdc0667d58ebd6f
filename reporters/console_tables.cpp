// The body of the console report: the cases sorted into tables, each with what its cases share in the caption.
#include <fmt/format.h>

#include <map>

#include "core/dtype.h"
#include "reporters/console.h"
#include "reporters/suite_table.h"
#include "reporters/text.h"

namespace gpupeak {
namespace {

// One table: cases of one suite on one device that have the same axes and the same element type.
std::vector<Cases> tables_of(const Report& report) {
  std::vector<Cases> tables;
  std::map<std::vector<std::string>, size_t> known;
  for (const Measurement& m : report.measurements) {
    std::vector<std::string> key{std::to_string(m.device), m.id.suite()};
    for (const auto& [axis, value] : m.id.values())
      key.push_back(dtype_named(value) ? fmt::format("{}={}", axis, value) : axis);
    const auto [entry, is_new] = known.emplace(std::move(key), tables.size());
    if (is_new) tables.emplace_back();
    tables[entry->second].push_back(&m);
  }
  return tables;
}

std::string caption(const Report& report, const Cases& cases, const Style& style) {
  const Measurement& first = *cases.front();
  std::string text;
  for (size_t axis = 0; axis < first.id.values().size(); ++axis) {
    if (varies(cases, axis)) continue;
    const auto& [name, value] = first.id.values()[axis];
    // An element type says what it is; other values need their axis.
    text += glyphs(style).dot;
    text += dtype_named(value) ? shown(value, style) : shown(fmt::format("{} {}", name, value), style);
  }
  if (report.devices.size() > 1) text += fmt::format("{}device {}", glyphs(style).dot, first.device);
  return text;
}

}  // namespace

void write_tables(const Report& report, std::ostream& out, const Style& style) {
  const VendorRatios vendors(report);
  for (const Cases& cases : tables_of(report)) {
    out << '\n';
    const std::string suite = shown(cases.front()->id.suite(), style);
    write_wrapped(out, "", suite + caption(report, cases, style), style, Ink::strong);
    write_suite_table(report, vendors, cases, out, style);
  }
}

}  // namespace gpupeak
