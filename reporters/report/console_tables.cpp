// The body of the console report: the cases sorted into tables, each with what its cases share in the caption.
#include <fmt/format.h>

#include "reporters/report/case_groups.h"
#include "reporters/report/console.h"
#include "reporters/report/suite_table.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

std::string caption(const Report& report, const Cases& cases, const Style& style) {
  std::string text;
  for (const std::string& fact : shared_facts(report, cases))
    text += fmt::format("{}{}", glyphs(style).dot, shown(fact, style));
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
