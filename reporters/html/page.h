// The parts of report.html, in the order a reader meets them. Each escapes what the report says.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/vendor_ratios.h"
#include "method/report.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"

namespace gpupeak::html {

std::string_view page_css();     // layout; colours are the palette's
std::string_view page_script();  // sorts and filters tables, at most 3 KB; the page does without

// Up to and with <body>, and from <script> on.
void begin_page(std::string_view title, std::ostream&);
void end_page(std::ostream&);

void write_summary(const Report&, std::ostream&);   // what the first screen of a terminal has
void write_devices(const Report&, std::ostream&);   // a card each
void write_picture(const Picture&, std::ostream&);  // with the table of its figures

// "412 GB/s", and "8.733 us p99" of what is no median.
std::string headline_text(const Metric&, double value);

// One row per case, at most `most` of them and a line that says so. `label` tells the table from the others of the
// page.
void write_case_table(const Report&, const VendorRatios&, const SeenRates&, std::string_view label, const Cases&,
                      size_t most, std::ostream&);

// A table in a frame that scrolls sideways and can be reached by the keyboard.
struct Cell {
  std::string text;                     // not yet escaped
  std::optional<double> value = {};     // to sort by: figures stand at the right
  std::string_view classes = {};        // ours
  std::vector<std::string> notes = {};  // behind a summary where there is also a text, unless it is a "reason"
  size_t span = 1;                      // columns that it takes
  std::optional<double> bar = {};       // a share that is drawn too
  std::string tooltip = {};             // not yet escaped
};
// Of a cell's classes these are its whole column's: "name" tells rows apart and stays where the table scrolls, "key" is
// one of several values that do so together, "short" stands for these where there is little room.
void write_table(std::ostream&, std::string_view label, const std::vector<std::string>& columns,
                 const std::vector<std::vector<Cell>>& rows);

}  // namespace gpupeak::html
