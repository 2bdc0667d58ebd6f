// TABLE of notes: a row per kind, which holds its sentence.
#include "core/note.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/format.h"
#include "core/library.h"
#include "core/resource.h"
#include "core/text.h"
#include "core/throttling.h"

namespace gpupeak {
namespace {

// A file may say anything.
int64_t whole_figure(const Note& n, size_t place) {
  constexpr double most = 0x1p53;
  const double figure = n.figures[place];
  return std::isnan(figure) ? 0 : std::llround(std::clamp(figure, -most, most));
}

std::string phases_sentence(const Note& n) {
  const double ratio = n.figures[0];
  return fmt::format("phases sum to {:.1f} % of the whole: {}", 100 * ratio,
                     ratio < 1 ? "the rest lies between them, or others used the machine while the whole was timed"
                               : "timed apart, each is waited for and finds its threads and caches as the last left "
                                 "them");
}

constexpr NoteRow note_table[] = {
    {NoteKind::drift,
     "drift",
     {"change"},
     {},
     [](const Note& n) {
       return fmt::format("drift: the second half of the samples is {:.1f} % {} than the first",
                          100 * std::abs(n.figures[0]), n.figures[0] > 0 ? "slower" : "faster");
     }},
    {NoteKind::two_modes,
     "two_modes",
     {"gap"},
     {},
     [](const Note& n) {
       return fmt::format("two modes: the samples fall into two groups {:.1f} % apart", 100 * n.figures[0]);
     }},
    {NoteKind::low_clock,
     "low_clock",
     {"clock_hz", "rated_clock_hz"},
     {},
     [](const Note& n) {
       return fmt::format("clock {} in the window, {:.1f} % below the rated {}", text(Hertz(n.figures[0])),
                          100 * (1 - n.figures[0] / n.figures[1]), text(Hertz(n.figures[1])));
     }},
    {NoteKind::single_sample,
     "single_sample",
     {},
     {},
     [](const Note&) { return std::string("a single sample: its spread is not known"); }},
    {NoteKind::few_samples,
     "few_samples",
     {"samples", "confidence"},
     {},
     [](const Note& n) {
       return fmt::format("only {}: their range covers the median with {:.0f} % confidence",
                          count_of(whole_figure(n, 0), "sample"), 100 * n.figures[1]);
     }},
    {NoteKind::beyond_our_rungs,
     "beyond_our_rungs",
     {},
     {"instructions"},
     [](const Note& n) {
       return fmt::format(
           "the ceiling is what {} reaches, which no rung but the vendor's library uses yet: a low share of it is no "
           "fault of the device",
           n.words[0]);
     }},
    {NoteKind::phases_apart, "phases_apart", {"ratio"}, {}, phases_sentence},
    {NoteKind::doubted_peak,
     "doubted_peak",
     {"excess"},
     {"resource", "doubt"},
     [](const Note& n) {
       return fmt::format("faster than its ceiling by {:.1f} %, as the rate of {} is not certain: {}",
                          100 * n.figures[0], n.words[0], n.words[1]);
     }},
    {NoteKind::clock_misread,
     "clock_misread",
     {"excess"},
     {},
     [](const Note& n) {
       return fmt::format(
           "faster than its ceiling at the clock seen by {:.1f} %: the clock is read before and after a window, and "
           "was "
           "misread or higher in between",
           100 * n.figures[0]);
     }},
    {NoteKind::probed_again,
     "probed_again",
     {"before_per_second", "after_per_second"},
     {"resource"},
     [](const Note& n) {
       const std::optional<Resource> resource = resource_named(n.words[0]);
       const Unit unit = resource ? row(*resource).unit : Unit::flop;
       return fmt::format(
           "the rate of {} was probed again, as this case beat it, and rose from {} to {}: another program had "
           "disturbed the first probe",
           n.words[0], text_of(n.figures[0], unit), text_of(n.figures[1], unit));
     }},
    {NoteKind::no_p99,
     "no_p99",
     {"launches", "needed"},
     {},
     [](const Note& n) {
       return fmt::format(
           "no p99: the case's budget allowed {} one by one, and it takes {}; raise case_budget_s of the preset",
           count_of(whole_figure(n, 0), "launch"), whole_figure(n, 1));
     }},
    {NoteKind::kernels_below,
     "kernels_below",
     {},
     {"library", "kernels_of", "processor_has"},
     [](const Note& n) { return below_sentence(n.words[0], n.words[1], n.words[2]) + ": its time is no yardstick"; }},
    {NoteKind::llc_not_exceeded,
     "llc_not_exceeded",
     {"total_bytes", "exceeded_by", "enough_bytes"},
     {},
     [](const Note& n) {
       return fmt::format(
           "its {} are less than {:g} x the last-level cache ({}), so that part of them stays in cache; "
           "raise cold_cap_bytes of the preset or free memory",
           text(Bytes(n.figures[0])), n.figures[1], text(Bytes(n.figures[2])));
     }},
    {NoteKind::zeros_prove_nothing,
     "zeros_prove_nothing",
     {},
     {},
     [](const Note&) {
       return std::string("zeros stay zero whatever is done: this result proves nothing, and units run cooler on them");
     }},
    {NoteKind::small_factors,
     "small_factors",
     {},
     {},
     [](const Note&) {
       return std::string(
           "factors are small whole numbers, those of one side not negative, so that sums are exact: fewer bits flip "
           "and less power is drawn than by random ones, and at a power limit the clock is higher");
     }},
    {NoteKind::no_direct_access,
     "no_direct_access",
     {},
     {},
     [](const Note&) {
       return std::string(
           "no direct access to that GPU: copies pass through the host's memory (nvidia-smi topo -p2p r tells why)");
     }},
    {NoteKind::cpu_quota,
     "cpu_quota",
     {"allowed_cores", "used_cores"},
     {},
     [](const Note& n) {
       return fmt::format(
           "a control group limits this process to the time of {:.2f} cores, but {} are used: threads are stopped "
           "in mid-measurement",
           n.figures[0], whole_figure(n, 1));
     }},
    {NoteKind::throttled,
     "throttled",
     {"throttled_periods", "periods", "stopped_s"},
     {},
     [](const Note& n) {
       return "the quota of CPU time stopped this process " +
              text(Throttling{whole_figure(n, 1), whole_figure(n, 0), Seconds(n.figures[2])});
     }},
    {NoteKind::clock_follows_load,
     "clock_follows_load",
     {},
     {"governors"},
     [](const Note& n) {
       return fmt::format("the clock follows the load (governor {} CPUs), so that short measurements run slower",
                          n.words[0]);
     }},
    {NoteKind::no_huge_pages,
     "no_huge_pages",
     {},
     {},
     [](const Note&) {
       return std::string("transparent huge pages are off: latency and bandwidth of large arrays suffer");
     }},
    {NoteKind::slow_clock_source,
     "slow_clock_source",
     {},
     {"source"},
     [](const Note& n) {
       return fmt::format("reading the time through {} takes microseconds and blurs short measurements", n.words[0]);
     }},
    {NoteKind::unknown_clock_source,
     "unknown_clock_source",
     {},
     {"source"},
     [](const Note& n) {
       return n.words[0] + " is not known here: where a reading takes long, short measurements blur";
     }},
    {NoteKind::no_fused_multiply_add,
     "no_fused_multiply_add",
     {},
     {},
     [](const Note&) {
       return std::string("this processor has no fused multiply-add, which most of our kernels need");
     }},
    {NoteKind::some_cpus,
     "some_cpus",
     {"allowed_cpus", "online_cpus"},
     {},
     [](const Note& n) {
       return fmt::format("this process may use {} of {} logical CPUs: peaks are of those alone", whole_figure(n, 0),
                          whole_figure(n, 1));
     }},
    {NoteKind::memory_limit,
     "memory_limit",
     {"limit_bytes"},
     {},
     [](const Note& n) {
       return fmt::format(
           "a control group limits this process to {} of memory: cases that need more are skipped, and "
           "cold ones may not leave the caches",
           text(Bytes(n.figures[0])));
     }},
    {NoteKind::hyper_threading,
     "hyper_threading",
     {},
     {},
     [](const Note&) {
       return std::string(
           "cores have several logical CPUs: our kernels use one of each core, and whatever runs on its sibling takes "
           "a share of the same units");
     }},
    {NoteKind::turbo,
     "turbo",
     {},
     {},
     [](const Note&) {
       return std::string(
           "the core clock rises above its nominal value while power and temperature allow it, so that times depend "
           "on both");
     }},
    {NoteKind::virtual_machine,
     "virtual_machine",
     {},
     {"hypervisor"},
     [](const Note& n) {
       return fmt::format(
           "a hypervisor ({}) hides clock control and memory modules, and neighbours share caches and memory",
           n.words[0]);
     }},
    {NoteKind::variable_set,
     "variable_set",
     {},
     {"name", "value", "effect"},
     [](const Note& n) { return fmt::format("{}={} {}", n.words[0], n.words[1], n.words[2]); }},
    {NoteKind::kinds_of_cores,
     "kinds_of_cores",
     {"kinds"},
     {},
     [](const Note& n) {
       return fmt::format("the processor has {} kinds of cores, and peaks are those of its first core times all",
                          whole_figure(n, 0));
     }},
    {NoteKind::no_ecc,
     "no_ecc",
     {},
     {},
     [](const Note&) { return std::string("its memory has no ECC, or ECC is off: errors pass unseen"); }},
    {NoteKind::drives_display,
     "drives_display",
     {"watchdog_s"},
     {},
     [](const Note& n) {
       return fmt::format(
           "the GPU drives a display, whose watchdog ends launches that take about {:.0f} s: cases that may come near "
           "are skipped, and what the display shows takes a part of the time",
           n.figures[0]);
     }},
    {NoteKind::exclusive_mode,
     "exclusive_mode",
     {},
     {},
     [](const Note&) {
       return std::string("the GPU is in exclusive mode: while another process holds it, nothing can be measured here");
     }},
    {NoteKind::shares_host_memory,
     "shares_host_memory",
     {},
     {},
     [](const Note&) { return std::string("the GPU shares its memory with the CPU"); }},
    {NoteKind::no_telemetry,
     "no_telemetry",
     {},
     {"why"},
     [](const Note& n) { return "no telemetry: NVML does not show this GPU: " + n.words[0]; }},
    {NoteKind::bulk_disagrees,
     "bulk_disagrees",
     {},
     {},
     [](const Note&) {
       return std::string(
           "this GPU fills or digests memory otherwise than the host, which does it all now; dmesg | grep -i xid may "
           "say why");
     }},
    {NoteKind::bulk_untried,
     "bulk_untried",
     {},
     {},
     [](const Note&) {
       return std::string("too little memory is left to try how this GPU fills and digests it, so the host does that");
     }},
    {NoteKind::passed_over,
     "passed_over",
     {},
     {"backend", "why"},
     [](const Note& n) { return fmt::format("{} is passed over: {}", n.words[0], n.words[1]); }},
    {NoteKind::others_at_work,
     "others_at_work",
     {"other_cpus", "stolen_cpus", "all_cpus"},
     {},
     [](const Note& n) {
       return fmt::format(
           "when the run began, other programs used {:.1f} of {:g} CPUs{}: what they still used while a case was timed "
           "is in its time",
           n.figures[0], n.figures[2],
           n.figures[1] < 0.05 ? "" : fmt::format(", and the hypervisor gave {:.1f} to other machines", n.figures[1]));
     }},
    {NoteKind::statistic_alone,
     "statistic_alone",
     {},
     {"statistic"},
     [](const Note& n) { return fmt::format("the {} alone: the file does not hold single times", n.words[0]); }},
    {NoteKind::kept_apart,
     "kept_apart",
     {"cases"},
     {"id", "axis"},
     [](const Note& n) {
       return fmt::format("{} cases of the file are called {}: {} is the order they stand in", whole_figure(n, 0),
                          n.words[0], n.words[1]);
     }},
    {NoteKind::row_left_out,
     "row_left_out",
     {},
     {"why"},
     [](const Note& n) { return "a row of it is left out: " + n.words[0]; }},
    {NoteKind::clock_not_fixed,
     "clock_not_fixed",
     {},
     {},
     [](const Note&) { return std::string("the tool warned that the clock is not fixed"); }},
    {NoteKind::said, "said", {}, {"sentence"}, [](const Note& n) { return n.words[0]; }},
};

constexpr bool in_order_of_kinds() {
  for (size_t i = 0; i < std::size(note_table); ++i)
    if (note_table[i].id != static_cast<NoteKind>(i)) return false;
  return std::size(note_table) == static_cast<size_t>(NoteKind::said) + 1;
}
static_assert(in_order_of_kinds(), "the rows of note_table must stand in the order of NoteKind, one for each");

}  // namespace

Note said(std::string sentence) { return {NoteKind::said, {}, {std::move(sentence)}}; }

std::span<const NoteRow> note_rows() { return note_table; }

const NoteRow& row(NoteKind kind) { return note_table[static_cast<size_t>(kind)]; }

std::string text(const Note& note) {
  const NoteRow& of = row(note.kind);
  if (note.figures.size() != of.figures.size() || note.words.size() != of.words.size())
    throw std::logic_error(fmt::format("a note '{}' takes {} and {}, but has {} and {}", of.name,
                                       count_of(of.figures.size(), "figure"), count_of(of.words.size(), "word"),
                                       note.figures.size(), note.words.size()));
  return of.sentence(note);
}

std::vector<std::string> texts(const std::vector<Note>& notes) {
  std::vector<std::string> sentences;
  sentences.reserve(notes.size());
  for (const Note& note : notes) sentences.push_back(text(note));
  return sentences;
}

const Note* first_of(const std::vector<Note>& notes, std::initializer_list<NoteKind> kinds) {
  const auto found =
      std::ranges::find_if(notes, [&](const Note& note) { return std::ranges::count(kinds, note.kind) > 0; });
  return found == notes.end() ? nullptr : &*found;
}

}  // namespace gpupeak
