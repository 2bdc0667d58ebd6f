// The report as a person reads it in a terminal: its head, the cases sorted into tables, each with what its cases share
// in the caption, and what it comes to.
#include "reporters/report/console.h"

#include <fmt/format.h>

#include "analysis/summary/vendor_ratios.h"
#include "reporters/report/case_groups.h"
#include "reporters/reporters.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

std::string caption(const Report& report, const Cases& cases, const Style& style) {
  std::string text;
  for (const std::string& fact : shared_facts(report, cases))
    text += fmt::format("{}{}", glyphs(style).dot, shown(fact, style));
  return text;
}

void write_tables(const Report& report, std::ostream& out, const Style& style) {
  const VendorRatios vendors(report);
  for (const Cases& cases : tables_of(report)) {
    out << '\n';
    const std::string suite = shown(cases.front()->id.suite(), style);
    write_wrapped(out, "", suite + caption(report, cases, style), style, Ink::strong);
    write_suite_table(report, vendors, cases, out, style);
  }
}

}  // namespace

extern constinit const Reporter console_reporter{
    .name = "console",
    .extension = "txt",
    .summary = "tables for a terminal: a table per suite, the largest gaps at the end",
    .write =
        [](const Report& report, std::ostream& out, const Style& style) {
          write_header(report, out, style);
          write_tables(report, out, style);
          write_summary(report, out, style);
        },
};

}  // namespace gpupeak
