// The report as a person reads it in a terminal. What it comes to stands at the end, where the eye is when the output
// has run through; before it, where asked for, the machine in full and the cases sorted into tables, each with what its
// cases share in the caption.
#include "reporters/report/console.h"

#include <fmt/format.h>

#include <set>
#include <string_view>

#include "analysis/summary/vendor_ratios.h"
#include "core/text.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/footnotes.h"
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
  const SeenRates seen(report);
  const std::vector<Cases> tables = tables_of(report);
  SharedNotes notes;
  for (const Cases& cases : tables) gather_notes(report, vendors, seen, cases, notes, style);
  notes.letter();
  std::set<std::string_view> known_words;
  for (const Cases& cases : tables) {
    out << '\n';
    const std::string suite = shown(cases.front()->id.suite(), style);
    write_wrapped(out, "", suite + caption(report, cases, style), style, Ink::strong);
    for (const auto& [word, meaning] : explained_words(cases))
      if (known_words.insert(meaning).second)
        write_wrapped(out, "  ", fmt::format("{}: {}", word, meaning), style, Ink::faint);
    write_suite_table(report, vendors, seen, cases, notes, out, style);
  }
  if (notes.count() == 0) return;
  if (style.detail != Detail::notes) {
    out << '\n';
    write_wrapped(out, "  ", fmt::format("{} on these cases: -vv or gpupeak report", count_of(notes.count(), "note")),
                  style, Ink::faint);
  } else if (notes.any_lettered()) {
    out << '\n' << inked("Notes on several tables", Ink::strong, style) << '\n';
    notes.write(out, style);
  }
}

}  // namespace

extern constinit const Reporter console_reporter{
    .name = "console",
    .extension = "txt",
    .summary = "for a terminal: what it comes to on one screen, and tables where asked for",
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
