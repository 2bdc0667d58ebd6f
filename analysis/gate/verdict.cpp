#include "analysis/gate/verdict.h"

#include <algorithm>

namespace gpupeak {
namespace {

constexpr bool in_order() {
  for (size_t i = 0; i < verdicts.size(); ++i)
    if (static_cast<size_t>(verdicts[i].id) != i) return false;
  return true;
}
static_assert(in_order(), "row() finds a verdict by its place");

}  // namespace

std::string_view name(Severity severity) {
  constexpr std::string_view names[] = {"pass", "note", "warn", "fail"};
  return names[static_cast<size_t>(severity)];
}

bool GateResult::failed() const {
  return device_failed || std::ranges::any_of(rows, [](const GateRow& r) { return r.severity == Severity::fail; });
}

std::string_view GateResult::conclusion() const { return failed() ? "failed" : decided ? "passed" : "undecided"; }

}  // namespace gpupeak
