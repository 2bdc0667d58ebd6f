#include "cli/run/quiet.h"

#include <fmt/format.h>

#include <utility>

#include "cli/options/values.h"

namespace gpupeak::cli {
namespace {

// In a row, of a quarter of a second each: programs that start others rest between them.
constexpr int quiet_readings = 4;

Note note_of(const host::OtherPrograms& seen) {
  return {NoteKind::others_at_work, {seen.used, seen.stolen, seen.cpus}};
}

// What they use when the waiting ends; nothing where they have come to rest.
std::optional<host::OtherPrograms> wait_for_quiet(double longest_s, Progress& progress, Environment& environment) {
  const double begin = environment.seconds();
  std::optional<host::OtherPrograms> busy;  // as it was seen last
  bool said = false;
  for (int quiet = 0; quiet < quiet_readings;) {
    const double waited = environment.seconds() - begin;
    if (waited >= longest_s || (environment.interrupted && environment.interrupted())) return busy;
    const std::optional<host::OtherPrograms> seen = environment.others();
    if (!seen || is_quiet(*seen)) {
      ++quiet;
      continue;
    }
    quiet = 0;
    busy = seen;
    if (!std::exchange(said, true))
      progress.note(
          fmt::format("gpupeak: other programs use {}: waiting for quiet, at most {:g} s", text(*seen), longest_s));
    progress.doing(fmt::format("waiting for quiet: other programs use {}", text(*seen)));
  }
  if (said) progress.note(fmt::format("gpupeak: quiet after {:.0f} s", environment.seconds() - begin));
  return std::nullopt;
}

}  // namespace

std::optional<Note> look_for_others(const std::string& wait_idle, Progress& progress, Environment& environment) {
  std::optional<Seconds> longest;
  if (!wait_idle.empty()) longest = duration("--wait-idle", wait_idle);
  if (!environment.others) return std::nullopt;
  progress.doing("looking for other programs");
  if (longest) {
    const double begin = environment.seconds();
    const std::optional<host::OtherPrograms> busy = wait_for_quiet(longest->value, progress, environment);
    environment.began += environment.seconds() - begin;  // a budget is not for waiting
    if (!busy) return std::nullopt;
    progress.note(
        fmt::format("gpupeak: other programs still use {} after {:g} s: measuring anyway, results will be unsteady",
                    text(*busy), longest->value));
    return note_of(*busy);
  }
  const std::optional<host::OtherPrograms> seen = environment.others();
  if (!seen || is_quiet(*seen)) return std::nullopt;
  progress.note(fmt::format("gpupeak: other programs use {}: results will be unsteady; --wait-idle 60s waits for quiet",
                            text(*seen)));
  return note_of(*seen);
}

}  // namespace gpupeak::cli
