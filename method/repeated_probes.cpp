#include "method/repeated_probes.h"

#include <optional>
#include <string>

#include "method/judge.h"

namespace gpupeak {

bool repeat_beaten_probes(Device& device, Measurement& result, std::span<Measurement* const> judged) {
  constexpr int most_probes = 3;
  bool rose = false;
  for (int left = most_probes; left > 0; --left) {
    const std::optional<Resource> resource = beaten(result, device.info());
    if (!resource) return rose;
    const Rate before = device.info().peak.rates.at(*resource);
    if (before.source != Source::calibrated) return rose;
    if (!device.probe_again(*resource)) continue;
    rose = true;
    const Rate& after = device.info().peak.rates.at(*resource);
    result.notes.push_back(
        {NoteKind::probed_again, {before.per_second, after.per_second}, {std::string(row(*resource).name)}});
    for (Measurement* m : judged)
      if (has_time(m->outcome) && m->stats) hold_against_peak(*m, device.info());
  }
  if (result.outcome == Outcome::implausible) result.reason += "; probed again it read no more";
  return rose;
}

}  // namespace gpupeak
