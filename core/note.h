// What a reader must know of a case or a device, as a fact that code can ask for: its kind, with figures and words. The
// sentence is its rendering.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

enum class NoteKind {
  // Of samples and their ceiling.
  drift,
  two_modes,
  low_clock,
  single_sample,
  few_samples,
  beyond_our_rungs,
  phases_apart,
  doubted_peak,
  clock_misread,
  probed_again,
  no_p99,
  kernels_below,
  // Of what was launched.
  llc_not_exceeded,
  zeros_prove_nothing,
  small_factors,
  no_direct_access,
  // Of a host.
  cpu_quota,
  throttled,
  clock_follows_load,
  no_huge_pages,
  slow_clock_source,
  unknown_clock_source,
  no_fused_multiply_add,
  some_cpus,
  memory_limit,
  hyper_threading,
  turbo,
  virtual_machine,
  variable_set,
  kinds_of_cores,
  // Of a GPU.
  no_ecc,
  drives_display,
  exclusive_mode,
  shares_host_memory,
  no_telemetry,
  bulk_disagrees,
  bulk_untried,
  // Of a run.
  passed_over,
  others_at_work,
  // Of another tool's file.
  statistic_alone,
  kept_apart,
  row_left_out,
  clock_not_fixed,
  // A sentence of another program, or of an old report: nothing is known of it but its text.
  said,
};

struct Note {
  NoteKind kind = NoteKind::said;
  std::vector<double> figures = {};  // as many as the kind's row names, in that order
  std::vector<std::string> words = {};
  bool operator==(const Note&) const = default;
};

// What another program or an old report said, which has no kind of its own.
Note said(std::string sentence);

// At most three names, in their order.
struct FactNames {
  std::array<std::string_view, 3> names;

  constexpr const std::string_view* begin() const { return names.data(); }
  constexpr const std::string_view* end() const {
    const std::string_view* last = begin();
    while (last != names.data() + names.size() && !last->empty()) ++last;
    return last;
  }
  constexpr size_t size() const { return static_cast<size_t>(end() - begin()); }
};

// TABLE row: what a kind is called in files, what its figures and words are, and its sentence.
struct NoteRow {
  NoteKind id;
  std::string_view name;
  FactNames figures;  // in the unit that the name ends in; others are ratios or counts
  FactNames words;
  std::string (*sentence)(const Note&);
};
std::span<const NoteRow> note_rows();
const NoteRow& row(NoteKind);

// The sentence. Throws std::logic_error where a note lacks a figure or word of its kind.
std::string text(const Note&);
std::vector<std::string> texts(const std::vector<Note>&);

// The first note of one of these kinds; null when there is none.
const Note* first_of(const std::vector<Note>&, std::initializer_list<NoteKind> kinds);

}  // namespace gpupeak
