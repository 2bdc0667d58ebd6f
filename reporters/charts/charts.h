// The TABLE of charts: pure functions from a report to pictures, which a page shows and files keep.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "method/report.h"
#include "reporters/report/case_groups.h"

namespace gpupeak {

// One cell of the table of figures: what sorts as a number says so.
struct Figure {
  std::string text;
  std::optional<double> value = {};
  Figure(std::string words) : text(std::move(words)) {}
  Figure(std::string words, std::optional<double> number) : text(std::move(words)), value(number) {}
};
using FigureRow = std::vector<Figure>;

// One drawn chart with the figures that it shows. Texts are as the report has them; only `body` is escaped.
struct Picture {
  std::string name = {};                  // fit for a file: "roofline", "ladder-matmul"
  std::string suite = {};                 // that it is about; empty: the run as a whole
  std::string title = {};                 // "matmul: rungs beside the vendor's library"
  std::string summary = {};               // one sentence for those who do not see it
  std::string about = {};                 // how to read it, in sentences; empty where the title says it
  std::string note = {};                  // what was left out of it; empty where all is shown
  double height = 0;                      // in units of which it is `picture_width` wide
  std::string body = {};                  // SVG elements
  double list_height = 0;                 // of
  std::string list = {};                  // what its signs stand for; a page has the table of its figures beside it
  std::vector<std::string> columns = {};  // of the table of its figures
  std::vector<FigureRow> rows = {};       // as many cells as columns
};

// As wide as a phone shows it, so that a text of 11 has 11 pixels there; a desktop shows two beside one another.
inline constexpr double picture_width = 360;

struct Chart {
  std::string_view name;  // its pictures are called this, or this-SUITE
  std::string_view summary;
  std::vector<Picture> (*draw)(const Report&);  // none where it does not apply
};

// One picture per suite, of its cases that can be drawn; none of a suite without any.
std::vector<Picture> per_suite(const Report&, bool (*drawable)(const Measurement&),
                               Picture (*picture_of)(const Report&, const SuiteCases&, const Cases&));

std::span<const Chart* const> charts();

// Of all charts, in the order of the table; names are distinct.
std::vector<Picture> pictures(const Report&);

std::string svg_element(const Picture&);  // for a page, which has the colours (reporters/svg/palette.h)
std::string svg_file(const Picture&);     // complete, with colours for light and dark

}  // namespace gpupeak
