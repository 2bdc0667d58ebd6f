// The TABLE of what tells a gate's result: pure functions, for a terminal, for CI servers, for charts.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gate/verdict.h"
#include "reporters/text/output.h"

namespace gpupeak {

using GateReporter = Output<GateResult>;  // its file is gate.<extension>
using GatePart = OutputPart<GateResult>;

std::span<const GateReporter* const> gate_reporters();
const GateReporter* gate_reporter_named(std::string_view);

// What the formats share.

// "2 REGRESSED, 1 MISSING, 37 SAME": the worst first.
std::string verdict_counts(const GateResult&);
// Rows that fail, warn or are worth a note first, in this order; within one severity as they stand.
std::vector<const GateRow*> worst_first(const GateResult&);
// "1.234 ms -> 1.310 ms, 6.1 % worse (99 % interval +5.2 % to +6.9 %), limit 3 %; …": all that a row says, in one line.
std::string sentence(const GateRow&);
// A figure of the row in the unit of its metric; a dash where there is none.
std::string figure(const GateRow&, const std::optional<double>&);
// "6.1 % worse", "8.3 % better"; a dash where it is not known.
std::string change(const GateRow&);
// "alone fails 0.012 rows of such a gate on average, before any is run again"
std::string chance_alone(const GateResult&);
size_t rows_of(const GateResult&, Verdict);
// As Markdown, for a pull request and for the summary of a CI job, which takes only so much.
void write_gate_markdown(const GateResult&, std::ostream&, size_t most_rows);

}  // namespace gpupeak
