#include "analysis/gate/disturbances.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace gpupeak {

void Disturbances::add(const std::string& who, std::string_view id, double off) {
  Seen& seen = seen_[who];
  ++seen.cases;
  if (std::abs(off) <= std::abs(seen.off)) return;
  seen.off = off;
  seen.worst = id;
}

std::vector<std::string> Disturbances::notes() const {
  constexpr size_t most = 5;
  std::vector<const std::pair<const std::string, Seen>*> all;
  for (const auto& one : seen_) all.push_back(&one);
  std::ranges::stable_sort(all, [](const auto* a, const auto* b) { return a->second.cases > b->second.cases; });
  std::vector<std::string> notes;
  for (const auto* one : all) {
    if (notes.size() == most) {
      notes.push_back(fmt::format("{} more of them disagree with the others in some case, and do not count there",
                                  all.size() - most));
      break;
    }
    const auto& [who, seen] = *one;
    notes.push_back(fmt::format("{} disagrees with the others in {} and does not count there: {:.3g} % {} in {}", who,
                                count_of(seen.cases, "case"), 100 * std::expm1(std::abs(seen.off)),
                                seen.off > 0 ? "slower" : "faster", seen.worst));
  }
  return notes;
}

}  // namespace gpupeak
