// What an earlier run left in a folder when another begins there. It must not be taken for the new one's, and nothing
// measured may go for a run that came to less.
#pragma once

#include "cli/files/output_directory.h"

namespace gpupeak::cli {

// Renames report.json, with what its journal has, and the files of other formats beside it:
//   to report.previous.*    where the run came to its end and something was measured: the last such run is kept;
//   to report.unfinished.*  where it did not: of such runs that which measured most is kept;
//   to report.unreadable.*  what is no report that this version reads: all of them are kept, as is such a journal.
// The files of a run that has no case are deleted. Throws UsageError with the cause when it cannot be done.
void set_aside(const OutputDirectory&);

}  // namespace gpupeak::cli
