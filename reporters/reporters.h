// The TABLE of reporters: pure functions from a report to text.
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "method/report.h"
#include "reporters/text/output.h"
#include "reporters/text/text.h"

namespace gpupeak {

using Reporter = Output<Report>;  // its file is report.<extension>
using ReportPart = OutputPart<Report>;

std::span<const Reporter* const> reporters();
const Reporter* reporter_named(std::string_view);

}  // namespace gpupeak
