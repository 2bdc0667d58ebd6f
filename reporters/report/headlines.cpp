#include "reporters/report/headlines.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "core/format.h"
#include "core/text.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"

namespace gpupeak {
namespace {

struct FaultRow {
  size_t ReportSummary::*count;
  Outcome outcome;
  std::string_view what;
};
constexpr FaultRow fault_rows[] = {
    {&ReportSummary::wrong, Outcome::wrong, "computed WRONG results"},
    {&ReportSummary::failed, Outcome::failed, "FAILED"},
    {&ReportSummary::implausible, Outcome::implausible, "ran faster than this device can, so not believed"},
};

// Levels of memory that some precise headline moves bytes to or from, and of which nothing tells the rate.
std::set<Resource> levels_without_rate(const Report& report, const ReportSummary& summary) {
  std::set<Resource> unknown;
  for (const Headline& line : summary.headlines) {
    if (line.efficiency || line.brief || line.reliability != Reliability::precise) continue;
    const DeviceInfo& device = report.devices[static_cast<size_t>(line.best->device)];
    for (const auto& [resource, amount] : line.best->work.amounts)
      if (row(resource).unit == Unit::byte && device.peak.unknown.contains(resource)) unknown.insert(resource);
  }
  return unknown;
}

}  // namespace

std::vector<std::string> fault_sentences(const Report& report, const ReportSummary& summary) {
  std::vector<std::string> all;
  for (const FaultRow& fault : fault_rows) {
    const size_t count = summary.*fault.count;
    if (count == 0) continue;
    const auto first = std::ranges::find(report.measurements, fault.outcome, &Measurement::outcome);
    all.push_back(fmt::format("{} {}: {}{}", count_of(count, "case"), fault.what, first->id.id(),
                              count > 1 ? fmt::format(" and {} more", count - 1) : std::string()));
  }
  return all;
}

std::string grade_sentence(const ReportSummary& summary) {
  if (summary.grade == Grade::none) return "";
  return fmt::format("Reliability {}: {}.", name(summary.grade), reliability_sentence(summary));
}

std::string figure_text(const Headline& line) { return text_of(line.value, line.metric->unit); }

std::string share_text(const Headline& line) {
  if (std::string doubt = doubt_of(*line.best); !doubt.empty()) return doubt;
  return line.efficiency ? share(*line.efficiency) : "–";
}

std::vector<std::string> explained_terms(const ReportSummary& summary) {
  std::vector<std::string> all;
  const auto any = [&](bool (*holds)(const Headline&)) { return std::ranges::any_of(summary.headlines, holds); };
  if (any([](const Headline& line) { return line.efficiency.has_value(); }))
    all.emplace_back("Of ceiling: of the shortest time physics allows at the clock seen.");
  if (any([](const Headline& line) { return line.own_of_vendor.has_value(); }))
    all.emplace_back("Ours/vendor: gpupeak's own best by the library's.");
  if (!summary.headlines.empty()) all.emplace_back("Rung: one implementation.");
  return all;
}

std::string why_no_share(const Report& report, const ReportSummary& summary) {
  std::string levels, last;
  for (const Resource resource : levels_without_rate(report, summary)) {
    last = row(resource).name;
    levels += (levels.empty() ? "" : ", ") + last;
  }
  const bool any = std::ranges::any_of(summary.headlines, [](const Headline& line) {
    return !line.brief && !line.efficiency && line.reliability == Reliability::precise;
  });
  if (levels.empty()) return any ? "–: no rate that is known binds it." : "";
  return fmt::format("–: the rate of {} is unknown here; --peak {}=RATE tells it", levels, last);
}

std::vector<std::string> names_of_gaps(const Report& report, const ReportSummary& summary, size_t count) {
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(count, summary.gaps.size()); ++i) {
    const Measurement& of = *summary.gaps[i].of;
    std::vector<Case> cases{of.id};
    for (const Measurement& m : report.measurements)
      if (m.device == of.device && m.id != of.id) cases.push_back(m.id);
    names.push_back(brief_names(cases).front());
  }
  return names;
}

}  // namespace gpupeak
