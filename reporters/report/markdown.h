// A report as Markdown: what it comes to first, what went wrong next, then a table per suite. For a file, and for the
// summary of a CI job, which takes only so much.
#pragma once

#include <ostream>

#include "method/report.h"
#include "reporters/text/text.h"

namespace gpupeak {

struct MarkdownLimit {
  size_t rows;   // of all tables together
  size_t notes;  // below the tables
};
void write_markdown(const Report&, std::ostream&, const MarkdownLimit&);

}  // namespace gpupeak
