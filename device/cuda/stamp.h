// Both clocks of every SM, read by the GPU itself in a stream: two stamps tell at what clock the SMs ran between them.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <optional>
#include <span>

#include "core/units.h"

namespace gpupeak::cuda {

// What one SM read. `valid` is set when some block of the stamp ran on that SM.
struct Stamp {
  uint64_t cycles = 0;       // the SM's own clock64
  uint64_t nanoseconds = 0;  // globaltimer
  uint64_t valid = 0;
};

// Puts into the stream: stamps[i] receives the reading of SM i, for i < `count`.
void stamp(cudaStream_t, Stamp* stamps, int count);

// The median over the SMs that both saw, of cycles / time. Nothing when none did, or when the timer did not move.
std::optional<Hertz> clock_between(std::span<const Stamp> before, std::span<const Stamp> after);

}  // namespace gpupeak::cuda
