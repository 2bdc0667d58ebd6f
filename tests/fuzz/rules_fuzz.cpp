// Any bytes are either gate rules that make sense, or a FormatError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analysis/gate/gated_metrics.h"
#include "formats/error.h"
#include "formats/gate_files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const gpupeak::Rules rules = gpupeak::read_rules(text, "fuzz.json");
    if (rules.rules.empty()) std::abort();
    for (const gpupeak::Rule& rule : rules.rules)
      if (!(rule.warn <= rule.fail) || rule.line < 1 || !gpupeak::gated_metric_named(rule.metric) ||
          (rule.floor && !(*rule.floor <= 1)))
        std::abort();
  } catch (const gpupeak::FormatError&) {
  }
  return 0;
}
