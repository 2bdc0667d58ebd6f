// report.json both ways, and inside a page. Writing what was read gives the same bytes. Schema:
// configs/schema/report.schema.json.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "method/report.h"

namespace gpupeak {

std::string write_report(const Report&);          // ends with a newline; never NaN or Infinity
void write_report(const Report&, std::ostream&);  // the same, case by case
Report read_report(std::string_view json,
                   std::string_view name);  // `name` is the file, for messages; throws FormatError

// A report inside a page: report.html carries report.json, so that the page can be shown to people and read by
// programs.

// A page without its report is for eyes alone: a note says so. Above this many cases or samples it would be too large
// for a browser.
bool fits_a_page(const Report&);

// <script type="application/json" …>: report.json without indentation, with every < and whatever turns a line round as
// \u003c. Nothing that a report says can end the element. Throws FormatError, with nothing written, where write_report
// does.
void write_embedded_report(const Report&, std::ostream&);

// What read_report can take: a page (a text that begins with '<') is cut down to the report in it, with as many line
// breaks before it as in the page, so that messages name its lines; any other text is itself. Throws FormatError.
std::string report_text(std::string text, std::string_view name);

}  // namespace gpupeak
