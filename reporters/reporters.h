// The TABLE of reporters: pure functions from a report to text.
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "analysis/compare.h"
#include "core/report.h"

namespace gpupeak {

struct Style {
  bool color = false;
  int width = 100;         // columns the reader has
  bool unicode = true;     // bars and lines; ASCII otherwise
  bool long_rows = false;  // csv: one row per sample
};

struct Reporter {
  std::string_view name;       // as in --format
  std::string_view extension;  // file is report.<extension>
  std::string_view summary;
  void (*write)(const Report&, std::ostream&, const Style&);
};

std::span<const Reporter* const> reporters();
const Reporter* reporter_named(std::string_view);

void write_comparison(const CompareTable&, std::ostream&, const Style&);

}  // namespace gpupeak
