// The report as a person reads it in a terminal.
#include "reporters/report/console.h"

#include "reporters/reporters.h"

namespace gpupeak {

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
