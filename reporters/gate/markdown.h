// The result of a gate as Markdown, for a pull request and for the summary of a CI job, which takes only so much.
#pragma once

#include <ostream>

#include "analysis/gate/verdict.h"

namespace gpupeak {

void write_gate_markdown(const GateResult&, std::ostream&, size_t most_rows);

}  // namespace gpupeak
