#include "analysis/summary/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/kinds.h"
#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "core/text.h"

namespace gpupeak {
namespace {

// A ratio to a vendor is of median times, which a percentile of single launches need not follow.
constexpr std::string_view of_single_launches = "latency_p99_s";

constexpr double high_share = 0.9, moderate_share = 0.6;  // of the measured cases that are precise

bool better(const Metric& metric, double value, double than) {
  return metric.better == Better::higher ? value > than : value < than;
}

// A precise figure goes before all others: of noise the best is what is furthest from the truth.
bool replaces(const Measurement& m, const Metric& metric, double value, const Headline& known) {
  if (known.metric != &metric) return false;
  const bool precise = is_precise(m), was = known.reliability == Reliability::precise;
  return precise != was ? precise : better(metric, value, known.value);
}

// Keeps the best of every kind, in the order in which the kinds were first met.
class Bests {
 public:
  void add(const Measurement& m, const Metric& metric, std::string variant, std::string detail, const WorkKind* kind) {
    const double value = *finite_value(metric, m);
    const auto [at, first] = place_.emplace(variant, all_.size());
    if (!first && !replaces(m, metric, value, all_[at->second])) return;
    Headline line{.best = &m,
                  .kind = kind ? kind->title : std::string_view(m.id.suite()),
                  .variant = std::move(variant),
                  .detail = std::move(detail),
                  .brief = kind && kind->brief,
                  .lesser = kind && kind->lesser,
                  .metric = &metric,
                  .value = value,
                  .reliability = *reliability(m),
                  .efficiency = {},
                  .own_of_vendor = {}};
    if (first)
      all_.push_back(std::move(line));
    else
      all_[at->second] = std::move(line);
  }
  std::vector<Headline>& all() { return all_; }

 private:
  std::vector<Headline> all_;
  std::map<std::string, size_t> place_;  // of a variant in it
};

// Values of the id, as little as tells what it was.
std::string described_case(const Case& id) {
  std::string text;
  for (const auto& [axis, value] : id.values()) text += (text.empty() ? "" : ", ") + value;
  return text;
}

// Of one device: by the table of kinds, then what is best of each suite that has no row there, or none of whose cases
// counts.
std::vector<Headline> best_of_kinds(const std::vector<const Measurement*>& measured) {
  std::vector<Headline> lines;
  std::set<std::string_view> told;
  for (const WorkKind& kind : work_kinds()) {
    Bests bests;
    for (const Measurement* m : measured) {
      if (m->id.suite() != kind.suite || !headline(*m) || headline(*m)->name != kind.metric) continue;
      if (auto variant = kind.variant(*m)) bests.add(*m, *headline(*m), *std::move(variant), kind.detail(m->id), &kind);
    }
    if (!bests.all().empty()) told.insert(kind.suite);
    if (told.contains(kind.unless)) continue;
    std::ranges::move(bests.all(), std::back_inserter(lines));
  }
  std::map<std::string_view, size_t> place;
  std::vector<Bests> others;
  for (const Measurement* m : measured) {
    if (!headline(*m) || told.contains(m->id.suite())) continue;
    const auto [at, first] = place.emplace(m->id.suite(), others.size());
    if (first) others.emplace_back();
    others[at->second].add(*m, *headline(*m), "", described_case(m->id), nullptr);
  }
  for (Bests& bests : others) std::ranges::move(bests.all(), std::back_inserter(lines));
  return lines;
}

// Of our rungs in each ladder the fastest.
class OwnFastest {
 public:
  explicit OwnFastest(const Report& report) {
    for (const Measurement& m : report.measurements) {
      if (m.vendor || m.outcome != Outcome::measured || !m.stats) continue;
      const Measurement*& own = fastest_[{m.device, m.group}];
      if (!own || m.stats->median < own->stats->median) own = &m;
    }
  }
  const Measurement* beside(const Measurement& m) const {
    const auto found = fastest_.find({m.device, m.group});
    return found == fastest_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::pair<int, std::string_view>, const Measurement*> fastest_;
};

void count(const Report& report, ReportSummary& summary) {
  summary.cases = report.measurements.size();
  for (const Measurement& m : report.measurements) {
    summary.wrong += m.outcome == Outcome::wrong;
    summary.failed += m.outcome == Outcome::failed;
    summary.implausible += m.outcome == Outcome::implausible;
    summary.skipped += m.outcome == Outcome::skipped;
    const std::optional<Reliability> one = reliability(m);
    summary.precise += one == Reliability::precise;
    summary.unsteady += one == Reliability::unsteady;
    summary.single_sample += one == Reliability::single_sample;
  }
}

Grade grade_of(const ReportSummary& s) {
  const size_t measured = s.precise + s.unsteady + s.single_sample;
  if (measured == 0) return s.wrong > 0 ? Grade::low : Grade::none;
  const double share = static_cast<double>(s.precise) / static_cast<double>(measured);
  if (s.wrong > 0 || share < moderate_share) return Grade::low;
  return s.implausible > 0 || share < high_share ? Grade::moderate : Grade::high;
}

}  // namespace

ReportSummary summary_of(const Report& report) {
  ReportSummary summary;
  count(report, summary);
  summary.grade = grade_of(summary);
  const VendorRatios vendors(report);
  const SeenRates seen(report);
  const OwnFastest own(report);
  std::vector<std::vector<const Measurement*>> measured(report.devices.size());
  for (const Measurement& m : report.measurements)
    if (m.device >= 0 && static_cast<size_t>(m.device) < measured.size() && reliability(m))
      measured[static_cast<size_t>(m.device)].push_back(&m);
  for (const std::vector<const Measurement*>& of_device : measured)
    for (Headline& line : best_of_kinds(of_device)) {
      line.efficiency = seen.share_of_ceiling(*line.best);
      const Measurement* const fastest = own.beside(*line.best);
      if (fastest && line.metric != metric_named(of_single_launches)) line.own_of_vendor = vendors.shown(*fastest);
      summary.headlines.push_back(std::move(line));
    }
  std::vector<const Measurement*> bests;
  for (const Headline& line : summary.headlines) bests.push_back(line.best);
  summary.gaps = largest_gaps(report, bests);
  return summary;
}

std::string reliability_sentence(const ReportSummary& s) {
  const size_t measured = s.precise + s.unsteady + s.single_sample;
  if (measured == 0) return "nothing was measured";
  std::string text =
      fmt::format("{} of {} repeat{} within {:.0f} %", s.precise > 0 ? std::to_string(s.precise) : "none",
                  count_of(measured, "figure"), s.precise <= 1 ? "s" : "", 100 * precise_within);
  if (s.unsteady > 0) text += fmt::format(", {} {} unsteady", s.unsteady, s.unsteady == 1 ? "is" : "are");
  if (s.single_sample > 0)
    text += fmt::format(", {} rest{} on one or two samples", s.single_sample, s.single_sample == 1 ? "s" : "");
  return text;
}

}  // namespace gpupeak
