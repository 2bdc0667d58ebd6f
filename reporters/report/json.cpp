// The report itself, complete: what every other rendering can be made from again.
#include "formats/report_json.h"
#include "reporters/reporters.h"

namespace gpupeak {

extern constinit const Reporter json_reporter{
    .name = "json",
    .extension = "json",
    .summary = "the whole report with every sample; `report`, `compare` and `run --resume` read it",
    .write = [](const Report& report, std::ostream& out, const Style&) { write_report(report, out); },
};

}  // namespace gpupeak
