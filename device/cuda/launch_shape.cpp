#include "device/cuda/launch_shape.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "device/cuda/check.h"

namespace gpupeak::cuda {
namespace {

// Registers are given to warps in portions of 256, and a block takes 1 KiB of shared memory more than it asked for from
// compute capability 8.0 on (CUDA C++ Programming Guide, compute capabilities).
constexpr int warp = 32, register_portion = 256;
constexpr size_t reserved_shared = 1024;

int launch_shape_attribute(cudaDeviceAttr which, int device) {
  int value = 0;
  check(cudaDeviceGetAttribute(&value, which, device));
  return value;
}

// "multiply_vectors<float, Square>" of a mangled name; what a kernel's parameters are is no news.
std::string readable(const char* mangled) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(abi::__cxa_demangle(mangled, nullptr, nullptr, &status),
                                                          &std::free);
  std::string name = status == 0 && plain ? plain.get() : mangled;
  for (const std::string_view noise : {"void ", "gpupeak::", "cuda::", "(anonymous namespace)::"})
    for (size_t at = name.find(noise); at != std::string::npos; at = name.find(noise)) name.erase(at, noise.size());
  // The parameters are the last pair of parentheses that opens outside of angle brackets.
  int depth = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '<') ++depth;
    if (name[i] == '>') --depth;
    if (name[i] == '(' && depth == 0) return name.substr(0, i);
  }
  return name;
}

std::string name_of(const void* kernel) {
  const char* name = nullptr;
  return cudaFuncGetName(&name, kernel) == cudaSuccess && name ? readable(name) : std::string();
}

}  // namespace

LaunchShape shape_of(const Started& started, int device) {
  cudaFuncAttributes of_kernel{};
  check(cudaFuncGetAttributes(&of_kernel, started.kernel));
  LaunchShape shape;
  shape.kernel = name_of(started.kernel);
  shape.blocks = int64_t{started.blocks.x} * started.blocks.y * started.blocks.z;
  shape.threads = static_cast<int>(started.threads.x * started.threads.y * started.threads.z);
  shape.registers = of_kernel.numRegs;
  const size_t shared = of_kernel.sharedSizeBytes + started.shared_bytes;
  shape.shared = Bytes(static_cast<double>(shared));
  check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&shape.blocks_per_unit, started.kernel, shape.threads,
                                                      started.shared_bytes));
  shape.most_threads = launch_shape_attribute(cudaDevAttrMaxThreadsPerMultiProcessor, device);
  if (shape.threads < 1 || shape.blocks_per_unit >= shape.most_threads / shape.threads) return shape;

  // The smallest of what each allows is what the runtime counted.
  const int warps = (shape.threads + warp - 1) / warp;
  const int of_warp = (shape.registers * warp + register_portion - 1) / register_portion * register_portion;
  const int by_registers =
      launch_shape_attribute(cudaDevAttrMaxRegistersPerMultiprocessor, device) / std::max(1, warps * of_warp);
  const int by_shared = static_cast<int>(
      static_cast<size_t>(launch_shape_attribute(cudaDevAttrMaxSharedMemoryPerMultiprocessor, device)) /
      (shared + reserved_shared));
  const int by_blocks = launch_shape_attribute(cudaDevAttrMaxBlocksPerMultiprocessor, device);
  const int least = std::min({by_registers, by_shared, by_blocks});
  shape.limited_by = least == by_blocks ? "blocks" : least == by_registers ? "registers" : "shared memory";
  return shape;
}

}  // namespace gpupeak::cuda
