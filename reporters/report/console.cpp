// The report as a person reads it in a terminal. What it comes to stands at the end, where the eye is when the output
// has run through; before it, where asked for, the machine in full and the cases sorted into tables, each with what its
// cases share in the caption.
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
    .summary = "for a terminal: a table per suite, and at the end what it comes to",
    .write =
        [](const Report& report, std::ostream& out, const Style& style) {
          if (style.detail != Detail::summary) {
            write_header(report, out, style);
            write_tables(report, out, style);
            write_views(report, out, style);
            write_legend(report, out, style);
            out << '\n';
          }
          write_first_screen(report, out, style);
        },
};

}  // namespace gpupeak
