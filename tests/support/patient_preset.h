// A preset whose cases end by their samples alone, however slow the machine is that plays the GPU: what a test holds
// against a text must not depend on that.
#pragma once

#include <string_view>

namespace gpupeak::testing {

// As the preset quick but for the time of a case.
inline constexpr std::string_view patient_preset = R"({
  "schema": 1,
  "summary": "products as they come",
  "stop": {"min_samples": 10, "max_samples": 100, "precision": 0.01, "case_budget_s": 100, "min_window_s": 0.001,
           "warmup_s": 0.05},
  "cold_cap_bytes": 536870912,
  "selections": [{"suite": "matmul"}]
})";

}  // namespace gpupeak::testing
