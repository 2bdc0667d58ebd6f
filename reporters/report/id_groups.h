// Ids of cases, as a list that is read from top to bottom: what neighbours share is said once, above them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reporters/text/text.h"

namespace gpupeak {

// Neighbours of one suite whose ids have as many parts.
struct IdGroup {
  std::vector<std::string> shared;  // parts that all of them have: "matmul", "dtype=f32"
  std::vector<size_t> members;      // places in the list
  std::vector<std::string> names;   // what tells each of them apart, "n=64/rung=naive"; never empty unless its id is
};

std::vector<IdGroup> grouped_ids(const std::vector<std::string>& ids);

std::string caption(const IdGroup&, const Style&);  // "matmul · dtype=f32", fit to be shown

}  // namespace gpupeak
