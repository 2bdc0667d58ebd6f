// The machine that the double of the CUDA runtime plays: its GPUs, its clock and what goes wrong.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gpupeak::cuda_double {

struct Gpu {
  std::string name = "Double 1";
  std::string uuid = "\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef";  // 16 bytes
  int sms = 4, major = 9, minor = 0;
  size_t memory = size_t{1} << 30;
  size_t l2_bytes = size_t{1} << 20, first_level_bytes = size_t{64} << 10;
  int clock_khz = 1'000'000, memory_clock_khz = 1'000'000, bus_bits = 512;
  bool ecc = true;
  bool pools = true;               // memory can be had in stream order
  cudaError_t sick = cudaSuccess;  // what every question about it is answered with
};

struct Scenario {
  std::vector<Gpu> gpus{Gpu{}};
  cudaError_t count_error = cudaSuccess;  // what every question for devices is answered with
  int driver_version = 13000, runtime_version = 13000;
  double seconds_per_launch = 1e-3;
  double copy_bytes_per_s = 1e11;       // of every copy, wherever it goes
  bool peer_access = true;              // GPUs reach each other's memory
  double clock_factor = 1;              // of the SMs' clock, as when throttled …
  double throttled_from_s = 0;          // … from this time on, by the clock of the launches
  std::optional<int64_t> lost_at;       // number of the launch at which the GPU falls off the bus
  std::optional<int64_t> no_memory_at;  // number of the allocation that fails, though there is memory
  std::optional<double> watchdog_s;     // a display's: ends launches that take longer
  double seconds_per_thread = 0;        // of a launch, beside seconds_per_launch
  int compute_mode = 0;                 // cudaComputeMode of all GPUs
  bool taken = false;                   // by another process in exclusive mode: none can be opened
  std::optional<size_t> most_memory;    // bytes that can still be had, as when another process holds the rest
};

// Of a file (scenario_file.cpp says what is in it). Throws std::runtime_error naming what it does not know.
Scenario read_scenario(const std::string& path);

// Starts anew: no launch counted, nothing lost, the clock at zero.
void play(const Scenario&);

int64_t launches();          // since play()
int64_t allocations();       // of device memory, since play()
uint64_t bytes_to_host();    // copied from a GPU since play()
int64_t copies_to_host();    // how many copies that took
int64_t pending();           // what was put on streams and has not been waited for
std::string wrong_kernel();  // what the emulator said of the last launch that failed; empty when none did
void seed_orders(uint64_t);  // the order of threads and blocks from the next launch on

}  // namespace gpupeak::cuda_double
