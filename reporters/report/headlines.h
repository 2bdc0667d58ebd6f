// The words of a summary, which the console's first screen, the page and the Markdown report share. All of them are as
// the report has them: whoever writes them escapes them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/summary/summary.h"

namespace gpupeak {

inline constexpr size_t most_headline_rows = 60;  // of one device, on a page of any length

// So few headlines that the console's page is to fit a terminal of 24 lines; else it has 40.
inline constexpr size_t few_headlines = 12;
inline bool is_small(const ReportSummary& summary) { return summary.headlines.size() <= few_headlines; }

// What went wrong, one sentence for each kind of it: "2 cases FAILED: matmul/… and 1 more".
std::vector<std::string> fault_sentences(const Report&, const ReportSummary&);

// "Reliability high: 80 of 84 figures repeat within 5 %."; nothing where nothing was measured.
std::string grade_sentence(const ReportSummary&);

// "440 GFLOP/s"
std::string figure_text(const Headline&);

// "98.2 %"; in place of it "± 10.0 %", "unsteady" or "one sample" where the figure is not precise, and "–" where no
// ceiling is known.
std::string share_text(const Headline&);

// The terms of the table, a sentence each.
std::vector<std::string> explained_terms(const ReportSummary&);

// What "–" in place of a share means; empty where there is none.
std::string why_no_share(const Report&, const ReportSummary&);

// Of the first `count` gaps the cases, as short as tells them from all others of the report.
std::vector<std::string> names_of_gaps(const Report&, const ReportSummary&, size_t count);

}  // namespace gpupeak
