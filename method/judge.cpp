#include "method/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/format.h"
#include "core/text.h"

namespace gpupeak {
namespace {

constexpr double drift_limit = 0.01;       // first half against second half of the samples
constexpr double clock_drop_limit = 0.02;  // below the rated clock
constexpr double mode_gap_in_mads = 5;     // a gap this wide, with a fifth of the samples on each side, is two modes
constexpr double mode_mass = 0.2;
constexpr double phases_sum_within = 0.03;  // of the whole
constexpr double times_the_ceiling = 10;    // that a launch may take: a plain rung reaches a tenth of its ceiling
constexpr double safe_part = 0.5;           // of the longest launch that a device allows
constexpr size_t fewest_for_shape = 8;      // below this many samples neither drift nor modes can be told from noise

std::optional<Hertz> median_clock(const std::vector<Sample>& samples) {
  std::vector<double> clocks;
  for (const Sample& sample : samples)
    if (sample.clock) clocks.push_back(sample.clock->value);
  if (clocks.empty()) return std::nullopt;
  return Hertz(median(clocks));
}

std::optional<Note> drift(std::span<const double> times) {
  const size_t half = times.size() / 2;
  const double change = median(times.last(half)) / median(times.first(half)) - 1;
  if (std::abs(change) <= drift_limit) return std::nullopt;
  return Note{NoteKind::drift, {change}};
}

std::optional<Note> two_modes(std::span<const double> times) {
  const Stats stats = statistics(times);
  std::vector<double> sorted(times.begin(), times.end());
  std::sort(sorted.begin(), sorted.end());
  const auto edge = static_cast<size_t>(std::ceil(mode_mass * static_cast<double>(sorted.size())));
  for (size_t i = edge; i + edge <= sorted.size(); ++i) {
    const double gap = sorted[i] - sorted[i - 1];
    if (gap > mode_gap_in_mads * stats.mad.value_or(0) && gap > drift_limit * stats.median)
      return Note{NoteKind::two_modes, {gap / stats.median}};
  }
  return std::nullopt;
}

bool exceeds(const Measurement& m, const Ceiling& ceiling) {
  return ceiling.time.value > (1 + plausible_excess) * m.stats->median;
}

// The highest clock that a result may have had which is held against a calibrated rate: such clocks are read before and
// after a window, not in it, and may have been higher in between.
std::optional<Hertz> highest_clock(const Measurement& m, const Rate& rate) {
  std::optional<Hertz> highest = rate.rated_clock;
  for (const Sample& sample : m.samples)
    if (sample.clock && (!highest || *sample.clock > *highest)) highest = sample.clock;
  return highest;
}

// The shortest time that the rates without a doubt allow, where the result is faster.
std::optional<Ceiling> beaten_ceiling(const Measurement& m, const DeviceInfo& device) {
  std::optional<Ceiling> certain = ceiling(m.work, device, m.clock, Terms::certain);
  if (!certain || !exceeds(m, *certain)) return std::nullopt;
  const Rate& rate = device.peak.rates.at(certain->bound_by);
  if (m.clock && rate.source == Source::calibrated) {
    certain = ceiling(m.work, device, highest_clock(m, rate), Terms::certain);
    if (!exceeds(m, *certain)) return std::nullopt;
  }
  return certain;
}

// TABLE of what a rate may have wrong, by where it comes from, and what helps. {} the resource.
struct BeatenSource {
  Source source;
  std::string_view words;
};
constexpr std::array beaten_sources{
    BeatenSource{Source::datasheet,
                 "the rate is the datasheet's: the device is another than the catalogue took it for or runs beyond its "
                 "datasheet (give its own figure with --peak {}=…), or the work is miscounted"},
    BeatenSource{Source::attributes,
                 "the rate follows from what the device reports of itself: it reports too little (give the figure with "
                 "--peak {}=…), or the work is miscounted"},
    BeatenSource{
        Source::configured,
        "the rate was configured: it is too low (correct or leave out --peak {}=…), or the work is miscounted"},
    BeatenSource{Source::calibrated,
                 "the rate was probed on this device: the probe was disturbed (stop other programs and run again, or "
                 "give the figure with --peak {}=…), or the work is miscounted"},
};

}  // namespace

std::vector<Note> distortions(const std::vector<Sample>& samples, std::optional<Hertz> rated_clock) {
  std::vector<Note> notes;
  std::vector<double> times;
  for (const Sample& sample : samples) times.push_back(sample.time.value);
  if (times.size() >= fewest_for_shape) {
    if (auto note = drift(times)) notes.push_back(*note);
    if (auto note = two_modes(times)) notes.push_back(*note);
  }
  const std::optional<Hertz> clock = median_clock(samples);
  if (clock && rated_clock && *clock < (1 - clock_drop_limit) * *rated_clock)
    notes.push_back({NoteKind::low_clock, {clock->value, rated_clock->value}});
  return notes;
}

// The clock the device's peak is rated at for this work's arithmetic; for other work the device's own.
std::optional<Hertz> rated_clock_for(const Work& work, const DeviceInfo& device) {
  const std::optional<Resource> arithmetic = arithmetic_of(work);
  if (!arithmetic) return device.rated_clock;
  const auto rate = device.peak.rates.find(*arithmetic);
  return rate == device.peak.rates.end() ? std::nullopt : rate->second.rated_clock;
}

void judge(Measurement& m, const DeviceInfo& device) {
  m.stats = statistics_of(m.samples, m.summary).value();
  m.clock = median_clock(m.samples);
  hold_against_peak(m, device);
  for (Note& note : distortions(m.samples, rated_clock_for(m.work, device))) m.notes.push_back(std::move(note));
  if (!m.stats->median_interval)
    m.notes.push_back({NoteKind::single_sample});
  else if (m.stats->median_interval->confidence < 0.99)
    m.notes.push_back(
        {NoteKind::few_samples, {static_cast<double>(m.stats->count), m.stats->median_interval->confidence}});
  if (auto note = beyond_our_rungs(m, device)) m.notes.push_back(*std::move(note));
  if (auto note = unaccounted(m.phases, Seconds(m.stats->median))) m.notes.push_back(std::move(*note));
  if (m.outcome == Outcome::implausible) return;
  if (std::optional<Note> note = faster_than_doubted(m, device)) m.notes.push_back(*std::move(note));
}

void hold_against_peak(Measurement& m, const DeviceInfo& device) {
  m.rated = ceiling(m.work, device);
  m.clocked = m.clock ? ceiling(m.work, device, m.clock) : m.rated;
  std::optional<std::string> reason = too_fast(m, device);
  m.outcome = reason ? Outcome::implausible : Outcome::measured;
  m.reason_kind = reason ? ReasonKind::too_fast : ReasonKind::other;
  m.reason = std::move(reason).value_or("");
}

std::optional<Resource> beaten(const Measurement& m, const DeviceInfo& device) {
  const std::optional<Ceiling> shortest = beaten_ceiling(m, device);
  return shortest ? std::optional(shortest->bound_by) : std::nullopt;
}

const Note* unsteadiness(const Measurement& m) { return first_of(m.notes, {NoteKind::drift, NoteKind::two_modes}); }

void recognise_notes(Measurement& m, const DeviceInfo& device) {
  if (!first_of(m.notes, {NoteKind::said}) || m.samples.empty()) return;
  Measurement anew = m;
  anew.notes.clear();
  judge(anew, device);
  if (m.latencies)
    if (auto note = without_p99(*m.latencies)) anew.notes.push_back(*std::move(note));
  std::map<int, std::vector<Sample>> processes;
  for (const Sample& sample : m.samples) processes[sample.process].push_back(sample);
  for (const auto& [process, samples] : processes)
    for (Note& note : distortions(samples, rated_clock_for(m.work, device))) anew.notes.push_back(std::move(note));
  std::map<std::string, const Note*> known;
  for (const Note& note : anew.notes) known.emplace(text(note), &note);
  for (Note& note : m.notes)
    if (note.kind == NoteKind::said)
      if (const auto found = known.find(text(note)); found != known.end()) note = *found->second;
}

std::optional<std::string> too_fast(const Measurement& m, const DeviceInfo& device) {
  const std::optional<Ceiling> shortest = beaten_ceiling(m, device);
  if (!shortest) return std::nullopt;
  const std::string_view resource = row(shortest->bound_by).name;
  const Rate& rate = device.peak.rates.at(shortest->bound_by);
  const Source source = rate.source;
  const std::string why =
      fmt::format(fmt::runtime(std::ranges::find(beaten_sources, source, &BeatenSource::source)->words), resource);
  return fmt::format("takes {}, but {} at {} allows no less than {}; {}", text(Seconds(m.stats->median)), resource,
                     !m.clock                       ? "the rated clock"
                     : source == Source::calibrated ? text(*highest_clock(m, rate)) + ", the highest clock seen,"
                                                    : text(*m.clock),
                     text(shortest->time), why);
}

std::optional<Note> faster_than_doubted(const Measurement& m, const DeviceInfo& device) {
  if (!m.clocked || !exceeds(m, *m.clocked)) return std::nullopt;
  const auto rate = device.peak.rates.find(m.clocked->bound_by);
  if (rate == device.peak.rates.end()) return std::nullopt;
  const double excess = m.clocked->time.value / m.stats->median - 1;
  if (!rate->second.doubt.empty())
    return Note{NoteKind::doubted_peak, {excess}, {std::string(row(m.clocked->bound_by).name), rate->second.doubt}};
  if (rate->second.source == Source::calibrated && m.clock) return Note{NoteKind::clock_misread, {excess}};
  return std::nullopt;
}

std::optional<Note> beyond_our_rungs(const Measurement& m, const DeviceInfo& device) {
  if (m.vendor || !m.rated) return std::nullopt;
  const auto rate = device.peak.rates.find(m.rated->bound_by);
  if (rate == device.peak.rates.end() || rate->second.vendor_only.empty()) return std::nullopt;
  return Note{NoteKind::beyond_our_rungs, {}, {rate->second.vendor_only}};
}

std::optional<std::string> may_be_cut_off(const Work& work, const DeviceInfo& device) {
  if (!device.longest_launch) return std::nullopt;
  const std::optional<Ceiling> least = ceiling(work, device);
  if (least && is_link(least->bound_by)) return std::nullopt;  // a copy, which no watchdog ends
  return least ? is_cut_off(times_the_ceiling * least->time, device) : std::nullopt;
}

std::optional<std::string> is_cut_off(Seconds one_launch, const DeviceInfo& device) {
  if (!device.longest_launch || one_launch <= safe_part * *device.longest_launch) return std::nullopt;
  return fmt::format(
      "one launch may take {}, and the watchdog of the display that this device drives ends what takes about {:.0f} s, "
      "and the run with it; try a smaller size, or let another device drive the display",
      text(one_launch), device.longest_launch->value);
}

std::optional<ToldSpread> told_spread(const std::vector<Sample>& samples, const std::optional<Summary>& summary) {
  if (samples.size() != 1 || !summary || !summary->deviation) return std::nullopt;
  return ToldSpread{.estimate = samples.front().time.value,
                    .is_mean = summary->is_mean,
                    .count = summary->count,
                    .deviation = summary->deviation->value};
}

std::optional<Stats> statistics_of(const std::vector<Sample>& samples, const std::optional<Summary>& summary) {
  if (samples.empty()) return std::nullopt;
  std::vector<double> times;
  for (const Sample& sample : samples) times.push_back(sample.time.value);
  Stats stats = statistics(times);
  if (const auto told = told_spread(samples, summary)) stats.median_interval = told_interval(*told);
  return stats;
}

int64_t times_of(const Measurement& m) {
  const auto samples = static_cast<int64_t>(m.samples.size());
  return samples == 1 && m.summary ? std::max<int64_t>(m.summary->count, 1) : samples;
}

Seconds total(const std::vector<PhaseTime>& phases) {
  Seconds sum{0};
  for (const PhaseTime& phase : phases) sum += phase.median;
  return sum;
}

std::optional<Note> unaccounted(const std::vector<PhaseTime>& phases, Seconds whole) {
  if (phases.empty() || !(whole > Seconds(0))) return std::nullopt;
  const double ratio = total(phases) / whole;
  if (std::abs(ratio - 1) <= phases_sum_within) return std::nullopt;
  return Note{NoteKind::phases_apart, {ratio}};
}

}  // namespace gpupeak
