// The TABLE of reporters: pure functions from a report to text.
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "core/report.h"
#include "reporters/comparison.h"
#include "reporters/style.h"

namespace gpupeak {

struct Reporter {
  std::string_view name;       // as in --format
  std::string_view extension;  // file is report.<extension>
  std::string_view summary;
  void (*write)(const Report&, std::ostream&, const Style&);
};

std::span<const Reporter* const> reporters();
const Reporter* reporter_named(std::string_view);

}  // namespace gpupeak
