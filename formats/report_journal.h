// journal.jsonl: what a run has measured since its report.json was last written whole, a line per case, so that saving
// a case costs what the case is long. Schema: configs/schema/journal.schema.json.
#pragma once

#include <string>
#include <string_view>

#include "method/report.h"

namespace gpupeak {

inline constexpr int journal_schema = 1;

// The first line, which says of which run it is. Lines end with a newline; never NaN or Infinity.
std::string journal_head(const Report&);

// The line of one measurement of the report, with what its device has counted in the run so far.
std::string journal_line(const Report&, size_t place);

bool is_journal(std::string_view text);

// Adds what the journal beside a report has and the report, whose run has not ended, lacks. A report that has ended has
// all of it. A last line without its end is left out: its writer was killed. Throws FormatError, the report unchanged,
// for a journal of another run and for any other line that is none of its; `name` is the file, for messages.
void read_journal(std::string_view text, std::string_view name, Report& report);

}  // namespace gpupeak
