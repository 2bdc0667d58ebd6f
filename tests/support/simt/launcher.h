// The host's side of the emulator: kernels by address, launches, and what went wrong in one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

struct dim3;

namespace gpupeak::simt {

// Calls a kernel with its parameters, each behind a pointer.
using Call = void (*)(const void* kernel, void** arguments);

void know(const void* kernel, Call);

struct Machine {
  int sms = 4;
  uint64_t nanoseconds = 0, cycles = 0;  // of the clocks that kernels read
};

// Runs every block of the grid. Returns what the kernel did wrong ("a barrier that 3 of 32 threads never reach"); empty
// when nothing. `seed` chooses the order of blocks and threads.
std::string launch(const void* kernel, const dim3& blocks, const dim3& threads, void** arguments, size_t shared_bytes,
                   uint64_t seed, const Machine&);

}  // namespace gpupeak::simt
