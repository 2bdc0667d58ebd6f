// The functions of the CUDA runtime that device/cuda calls, played on the host: a stream is done when a call returns,
// time is the script's, and a kernel runs in the emulator; memory.cpp has those of memory. Linked in the place of
// cudart.
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "tests/support/cuda_double/world.h"
#include "tests/support/simt/launcher.h"

namespace gpupeak::cuda_double {

World& world() {
  static World world = [] {
    World first;
    if (const char* path = std::getenv("GPUPEAK_CUDA_SCENARIO")) first.scenario = read_scenario(path);
    return first;
  }();
  return world;
}

namespace {

// Of the SMs' clock since the world began.
uint64_t cycles_now() {
  const World& w = world();
  const double throttled_s = std::max(0.0, w.now_s - start_s - w.scenario.throttled_from_s);
  return static_cast<uint64_t>((w.now_s - throttled_s * (1 - w.scenario.clock_factor)) * 1e3 * gpu(w.device).clock_khz);
}

// Of dynamic shared memory: every kernel may have 48 KiB; with cudaFuncSetAttribute all of an SM's but 1 KiB (CUDA C++
// Programming Guide, compute capabilities).
constexpr size_t shared_for_all = size_t{48} << 10;

// Of an SM and of every kernel, as the double has no compiler to ask.
constexpr int most_threads = 2048, most_blocks = 32, registers = 65536, registers_of_kernels = 64;
size_t most_shared() { return gpu(world().device).first_level_bytes - 1024; }

}  // namespace

void play(const Scenario& scenario) {
  World& w = world();
  for (const auto& [memory, size] : w.allocations) std::free(memory);
  for (const auto& [memory, mapped] : w.pinned) std::free(memory);
  w = World{};
  w.scenario = scenario;
}

int64_t launches() { return world().launches; }
uint64_t bytes_to_host() { return world().bytes_to_host; }
int64_t copies_to_host() { return world().copies_to_host; }
int64_t allocations() { return world().allocated; }
int64_t pending() { return world().pending; }
std::string wrong_kernel() { return world().wrong; }
void seed_orders(uint64_t seed) { world().seed = seed; }

}  // namespace gpupeak::cuda_double

using namespace gpupeak::cuda_double;

struct CUevent_st {
  double at_s = 0;
};
struct CUstream_st {};
struct CUgraph_st {
  struct Node {
    const void* kernel;
    dim3 blocks, threads;
    gpupeak::simt::Parameters arguments;
    size_t shared_bytes;
  };
  std::vector<Node> nodes;
};
struct CUgraphExec_st : CUgraph_st {};

extern "C" {

cudaError_t cudaGetDeviceCount(int* count) {
  *count = 0;
  if (world().scenario.count_error != cudaSuccess) return answer(world().scenario.count_error);
  *count = static_cast<int>(world().scenario.gpus.size());
  return *count == 0 ? answer(cudaErrorNoDevice) : cudaSuccess;
}
cudaError_t cudaSetDevice(int device) {
  if (!known(device)) return answer(cudaErrorInvalidDevice);
  if (gpu(device).sick != cudaSuccess) return answer(gpu(device).sick);
  world().device = device;
  return in_context();
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  if (!known(device)) return answer(cudaErrorInvalidDevice);
  const Gpu& g = gpu(device);
  if (g.sick != cudaSuccess) return answer(g.sick);
  std::memset(properties, 0, sizeof *properties);
  std::strncpy(properties->name, g.name.c_str(), sizeof properties->name - 1);
  std::memcpy(properties->uuid.bytes, g.uuid.data(), std::min(g.uuid.size(), sizeof properties->uuid.bytes));
  properties->totalGlobalMem = g.memory;
  properties->multiProcessorCount = g.sms;
  properties->major = g.major;
  properties->minor = g.minor;
  return present();
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
  if (!known(device)) return answer(cudaErrorInvalidDevice);
  const Gpu& g = gpu(device);
  if (g.sick != cudaSuccess) return answer(g.sick);
  const std::map<cudaDeviceAttr, int> values{
      {cudaDevAttrL2CacheSize, static_cast<int>(g.l2_bytes)},
      {cudaDevAttrMaxSharedMemoryPerMultiprocessor, static_cast<int>(g.first_level_bytes)},
      {cudaDevAttrClockRate, g.clock_khz},
      {cudaDevAttrMemoryClockRate, g.memory_clock_khz},
      {cudaDevAttrGlobalMemoryBusWidth, g.bus_bits},
      {cudaDevAttrEccEnabled, g.ecc ? 1 : 0},
      {cudaDevAttrIntegrated, 0},
      {cudaDevAttrKernelExecTimeout, world().scenario.watchdog_s ? 1 : 0},
      {cudaDevAttrComputeMode, world().scenario.compute_mode},
      {cudaDevAttrMaxThreadsPerMultiProcessor, most_threads},
      {cudaDevAttrMaxBlocksPerMultiprocessor, most_blocks},
      {cudaDevAttrMaxRegistersPerMultiprocessor, registers},
      {cudaDevAttrMemoryPoolsSupported, g.pools ? 1 : 0},
  };
  const auto found = values.find(attribute);
  if (found == values.end()) return answer(cudaErrorInvalidValue);
  *value = found->second;
  return present();
}
cudaError_t cudaDriverGetVersion(int* version) {
  *version = world().scenario.driver_version;
  return cudaSuccess;
}
cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = world().scenario.runtime_version;
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  *stream = new CUstream_st;
  return present();
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  delete stream;
  return present();
}
cudaError_t cudaStreamWaitEvent(cudaStream_t, cudaEvent_t event, unsigned) {
  return event ? present() : answer(cudaErrorInvalidValue);
}
cudaError_t cudaStreamSynchronize(cudaStream_t) {
  world().pending = 0;
  return present();
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = new CUevent_st;
  return present();
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  return present();
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t) {
  event->at_s = world().now_s;
  ++world().pending;
  return present();
}
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t start, cudaEvent_t end) {
  *milliseconds = static_cast<float>(1e3 * (end->at_s - start->at_s));
  return present();
}

cudaError_t cudaLaunchKernel(const void* kernel, dim3 blocks, dim3 threads, void** arguments, size_t shared_bytes,
                             cudaStream_t) {
  World& w = world();
  if (w.recording) {
    if (!w.loaded.contains(kernel)) return answer(cudaErrorStreamCaptureUnsupported);
    w.recording->nodes.push_back({kernel, blocks, threads, gpupeak::simt::keep(kernel, arguments), shared_bytes});
    return cudaSuccess;
  }
  if (w.scenario.lost_at && w.launches >= *w.scenario.lost_at) w.lost = true;
  if (const cudaError_t error = present(); error != cudaSuccess) return error;
  const unsigned in_block = threads.x * threads.y * threads.z;
  if (in_block == 0 || in_block > 1024 || blocks.x == 0 || blocks.y == 0 || blocks.z == 0 || blocks.y > 65535 ||
      blocks.z > 65535)
    return answer(cudaErrorInvalidConfiguration);
  const auto allowed = w.allowed.find(kernel);
  if (shared_bytes > (allowed == w.allowed.end() ? shared_for_all : allowed->second))
    return answer(cudaErrorInvalidValue);
  const double threads_started = 1.0 * in_block * blocks.x * blocks.y * blocks.z;
  const double takes_s = w.scenario.seconds_per_launch + w.scenario.seconds_per_thread * threads_started;
  if (w.scenario.watchdog_s && takes_s > *w.scenario.watchdog_s) {
    w.lost = true;
    w.lost_with = cudaErrorLaunchTimeout;
    return present();
  }
  ++w.launches;
  ++w.pending;
  w.loaded.insert(kernel);
  const gpupeak::simt::Machine machine{
      .sms = gpu(w.device).sms, .nanoseconds = static_cast<uint64_t>(1e9 * w.now_s), .cycles = cycles_now()};
  w.wrong = gpupeak::simt::launch(kernel, blocks, threads, arguments, shared_bytes, w.seed++, machine);
  w.now_s += takes_s;
  if (w.wrong.empty()) return cudaSuccess;
  w.lost = true;
  return present();
}

// One stream at a time; only kernels are recorded.
cudaError_t cudaStreamBeginCapture(cudaStream_t, cudaStreamCaptureMode) {
  if (world().recording) return answer(cudaErrorIllegalState);
  world().recording = new CUgraph_st;
  return present();
}
cudaError_t cudaStreamEndCapture(cudaStream_t, cudaGraph_t* graph) {
  *graph = std::exchange(world().recording, nullptr);
  return *graph ? present() : answer(cudaErrorIllegalState);
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  *executable = new CUgraphExec_st{*graph};
  return present();
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return present();
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graph) {
  delete graph;
  return present();
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t graph, cudaStream_t stream) {
  for (CUgraph_st::Node& node : graph->nodes) {
    std::vector<void*> arguments;
    for (std::vector<std::byte>& argument : node.arguments) arguments.push_back(argument.data());
    const cudaError_t error =
        cudaLaunchKernel(node.kernel, node.blocks, node.threads, arguments.data(), node.shared_bytes, stream);
    if (error != cudaSuccess) return error;
  }
  return present();
}
cudaError_t cudaFuncSetAttribute(const void* kernel, cudaFuncAttribute attribute, int value) {
  if (const cudaError_t error = present(); error != cudaSuccess) return error;
  if (attribute != cudaFuncAttributeMaxDynamicSharedMemorySize) return answer(cudaErrorInvalidValue);
  const auto bytes = static_cast<size_t>(value);
  if (value < 0 || bytes > most_shared()) return answer(cudaErrorInvalidValue);
  world().allowed[kernel] = std::max(bytes, shared_for_all);
  world().loaded.insert(kernel);
  return cudaSuccess;
}
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, const void* kernel) {
  world().loaded.insert(kernel);
  *attributes = {};
  attributes->numRegs = registers_of_kernels;
  return present();
}
cudaError_t cudaFuncGetName(const char** name, const void*) {
  *name = "_ZN7gpupeak4cuda12_GLOBAL__N_15raiseEPll";
  return present();
}
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, const void*, int threads, size_t shared_bytes) {
  const auto by_shared = static_cast<int>(gpu(world().device).first_level_bytes / (shared_bytes + 1024));
  *blocks = std::min({most_blocks, most_threads / threads, registers / (threads * registers_of_kernels), by_shared});
  return present();
}

cudaError_t cudaGetLastError() {
  const cudaError_t last = world().last;
  world().last = cudaSuccess;
  return world().lost ? world().lost_with : last;
}
const char* cudaGetErrorName(cudaError_t error) {
  return error == cudaErrorLaunchFailure   ? "cudaErrorLaunchFailure"
         : error == cudaErrorLaunchTimeout ? "cudaErrorLaunchTimeout"
         : error == cudaErrorUnknown       ? "cudaErrorUnknown"
                                           : "an error of the double";
}
const char* cudaGetErrorString(cudaError_t error) {
  return error == cudaErrorLaunchFailure   ? "unspecified launch failure"
         : error == cudaErrorLaunchTimeout ? "the launch timed out and was terminated"
         : error == cudaErrorUnknown       ? "unknown error"
                                           : "an error of the double";
}

}  // extern "C"
