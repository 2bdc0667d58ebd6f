#include "analysis/summary/reliability.h"

#include <cmath>

#include "method/judge.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

constexpr int64_t fewest_times = 3;  // with fewer nothing tells how far they lie apart

}  // namespace

std::optional<Reliability> reliability(const Measurement& m) {
  if (m.outcome != Outcome::measured || !m.stats) return std::nullopt;
  if (times_of(m) < fewest_times) return Reliability::single_sample;
  const std::optional<double> half = finite_value(*metric_named("median_precision"), m);
  if (!half || *half > precise_within) return Reliability::unsteady;
  for (const Note& note : m.notes)
    if ((note.kind == NoteKind::drift || note.kind == NoteKind::two_modes) &&
        !(std::abs(note.figures.at(0)) <= precise_within))
      return Reliability::unsteady;
  return Reliability::precise;
}

}  // namespace gpupeak
