// What the trials of all families share: fresh operands for a round, the comparison with the oracle, and whose rung it
// is.
#pragma once

#include <utility>

#include "method/suite.h"

namespace gpupeak {

// A trial without launches yet, which keeps `data` (a family's Data, a handle) for its reset and its check.
template <class Data>
Trial verified_by(Data data, Work work) {
  Trial trial;
  trial.work = std::move(work);
  trial.reset = [data](uint64_t round) mutable { data.reset(round); };
  trial.check = [data]() mutable { return data.check(); };
  return trial;
}

// A vendor's rung brings threads of its own.
template <class Rung>
void made_by(const Rung& rung, Trial& trial) {
  trial.vendor = rung.vendor;
  trial.threads = !rung.vendor.empty() ? Threads::vendors : Threads::ours;
}

}  // namespace gpupeak
