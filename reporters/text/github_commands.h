// What a job of GitHub Actions may say: annotations on stdout, of which a step may make ten of each kind, and outputs,
// one line each.
#pragma once

#include <array>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::github {

enum class Level { error, warning, notice };

struct Annotation {
  Level level = Level::notice;
  std::string title, message;
  std::string file = {};  // to point at; empty: nowhere
  int line = 0;
};

// At most `most_of_a_level` of each level, in their order; where there are more of one, its last one says how many.
inline constexpr size_t most_of_a_level = 10;
void write_annotations(std::ostream&, const std::vector<Annotation>&);

void write_output(std::ostream&, std::string_view name, std::string_view foreign);

// A summary has room for 1 MiB.
inline constexpr size_t most_rows = 200, most_notes = 50;

}  // namespace gpupeak::github
