// A suite whose behaviour a test scripts: one row for the whole path from schedule to report without any kernel.
#pragma once

#include <functional>
#include <string>

#include "kernels/families.h"
#include "method/suite.h"

namespace gpupeak::testing {

// What prepare() returns for a case; reset by ToyScript's destructor.
struct ToyScript {
  explicit ToyScript(std::function<Prepared(const Target&, const Case&)> prepare);
  ~ToyScript();
  ToyScript(const ToyScript&) = delete;
  ToyScript& operator=(const ToyScript&) = delete;
};

// "toy": axes n (count: 1, 2; word "same"), mode (word: plain) and rung (word: slow, fast, vendor); ladder is rung.
// A case with n=13 does not apply.
extern const Suite toy_suite;
inline constexpr const Suite* toy_suites[] = {&toy_suite};

// A trial of 1e6 flop (fp32) per launch that is always right and whose launches do nothing.
Trial good_trial();

inline const kernels::Ladders no_kernels{};

}  // namespace gpupeak::testing
