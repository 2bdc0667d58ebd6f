// The host's side of the emulator: kernels by address, launches, and what went wrong in one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

struct dim3;

namespace gpupeak::simt {

// Calls a kernel with its parameters, each behind a pointer.
using Call = void (*)(const void* kernel, void** arguments);

// Copies of a kernel's parameters, as a graph keeps them.
using Parameters = std::vector<std::vector<std::byte>>;
using Keep = Parameters (*)(void** arguments);

void know(const void* kernel, Call, Keep);
Parameters keep(const void* kernel, void** arguments);  // nothing of a kernel that was never announced

struct Machine {
  int sms = 4;
  uint64_t nanoseconds = 0, cycles = 0;  // of the clocks that kernels read
};

// Runs every block of the grid. Returns what the kernel did wrong ("a barrier that 3 of 32 threads never reach"); empty
// when nothing. `seed` chooses the order of blocks and threads.
std::string launch(const void* kernel, const dim3& blocks, const dim3& threads, void** arguments, size_t shared_bytes,
                   uint64_t seed, const Machine&);

}  // namespace gpupeak::simt
