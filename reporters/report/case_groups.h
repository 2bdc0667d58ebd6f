// Cases sorted into what belongs on one table or into one picture, and what to call each there.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/case.h"
#include "method/report.h"

namespace gpupeak {

using Cases = std::vector<const Measurement*>;

// Whether the values of the axis at this position differ between cases of one suite that have the same axes.
bool varies(const Cases&, size_t axis);

// One table each: cases of one suite on one device that have the same axes, the same element type and the same metric
// as their figure. A case without a figure stands with those whose ids begin as its own does.
std::vector<Cases> tables_of(const Report&);

// What all cases of such a table share, as facts: "f32", "cache hot".
std::vector<std::string> shared_facts(const Report&, const Cases&);

// The words in these cases' ids that a reader cannot guess, with what they mean, each once.
std::vector<std::pair<std::string_view, std::string_view>> explained_words(const Cases&);

struct SuiteCases {
  std::string suite;
  int device = 0;
  Cases cases;  // not empty
};
// All cases of one suite on one device, in the order of the report.
std::vector<SuiteCases> suites_of(const Report&);

// Those that are drawn: a page of more pictures helps nobody.
inline constexpr size_t most_drawn_suites = 40;
std::vector<SuiteCases> drawn_suites(const Report&);

// "memory", or "memory on device 1" where there are several.
std::string heading(const Report&, const SuiteCases&);

// "f32" and "64KiB" speak for themselves, "2048" needs its axis; axes of one number share it: "f32 m=n=k=2048".
using AxisValues = std::vector<std::pair<std::string, std::string>>;
std::string labelled(const AxisValues&);

// For each case its values without those that all of `among` share: "f32 n=2048 onednn". Never empty. `among` are all
// that a reader may take it for, not only the shown. `but` is an axis that the picture shows otherwise.
std::vector<std::string> short_labels(const Cases& shown, const Cases& among, std::string_view but = {});

// The same of ids, of which those of one suite share what all of them have: "matmul f32 m=n=k=2048 onednn".
std::vector<std::string> short_ids(const std::vector<std::string>& shown, const std::vector<std::string>& among);

// The shortest that still tells each of these cases from all others, for a line that is read once: of its values, in
// their order, those that do not follow from the ones before them, and its element type: "matmul f32 2048 onednn",
// "memory read dram". Sizes named by one letter stand together: "2048" for m=n=k=2048, "127x129x1023".
std::vector<std::string> brief_names(const std::vector<Case>&);

// At most `most` of them, evenly, the first and the last among them.
template <class T>
std::vector<T> thinned(const std::vector<T>& all, size_t most) {
  if (all.size() <= most || most < 2) return all;
  std::vector<T> kept;
  for (size_t i = 0; i < most; ++i) kept.push_back(all[i * (all.size() - 1) / (most - 1)]);
  return kept;
}

}  // namespace gpupeak
