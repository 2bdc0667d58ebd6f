// "Did you mean": the known name nearest to one that nobody knows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

// The name with the smallest edit distance, empty when none is near (more than a third of its length away, at least 2).
std::string nearest(std::string_view wrong, const std::vector<std::string>& known);

// "; did you mean 'matmul'?" or "; known: a, b, c" when none is near.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace gpupeak
