// What only hardware can tell, as one JSON object: the steps of the GPU's clocks and events, what a launch costs, and
// how many operations of each kind an SM does per clock. The catalogue cites it. Not a benchmark of the product: no
// figure of it appears in a report.
//   gpu_probe [index of the GPU [FILE]]      the object goes to FILE as it grows, else to stdout
// A kernel that hangs is given up with the process that launched it; what it wrote is kept.
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/probe_board.h"

namespace {

using probe::Board;

Board* board = nullptr;           // of this process
uint64_t* words_there = nullptr;  // its words as the GPU sees them

// Ends the process that probes; what it found is on the board.
void check(cudaError_t error, int line) {
  if (error == cudaSuccess) return;
  const std::string why = "gpu_probe.cu:" + std::to_string(line) + ": " + cudaGetErrorString(error);
  std::fprintf(stderr, "%s\n", why.c_str());
  board->fail(why);
  _exit(1);
}
#define CHECK(call) check(call, __LINE__)

__device__ uint64_t now_ns() {
  uint64_t now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now)::"memory");
  return now;
}

__global__ void empty() {}

// Into the GPU's own memory, and from there to the host's, whose stores would slow the readings down.
__global__ void read_timer(uint64_t* readings, int count, uint64_t* out) {
  for (int i = 0; i < count; ++i) readings[i] = now_ns();
  for (int i = 0; i < count; ++i) out[i] = readings[i];
}

// Readings of one SM's clock and of the GPU's timer, about 10 ms apart; ends also where the timer stands still.
__global__ void clock_rate(uint64_t* out) {
  constexpr long long enough_cycles = 1'000'000'000;
  const uint64_t start_ns = now_ns();
  const long long start = clock64();
  while (now_ns() - start_ns < 10'000'000 && clock64() - start < enough_cycles) {
  }
  out[0] = static_cast<uint64_t>(clock64() - start);
  out[1] = now_ns() - start_ns;
}

// x = x * y + z over 8 independent chains per thread; the cycles of the slowest warp of the block tell the rate.
template <class Step>
__global__ void __launch_bounds__(1024) turn(typename Step::T* out, uint64_t* cycles, int steps, float seed) {
  constexpr int chains = 8;
  typename Step::T x[chains];
  for (int i = 0; i < chains; ++i) x[i] = Step::make(seed + 0.001f * static_cast<float>(threadIdx.x + i));
  // Of each thread its own: what all have in common is not read from the register file.
  const float own = seed + 1e-6f * static_cast<float>(threadIdx.x);
  const auto y = Step::make(0.999f * own), z = Step::make(0.001f * own);
  __syncthreads();
  const long long start = clock64();
#pragma unroll 16
  for (int step = 0; step < steps; ++step)
#pragma unroll
    for (int i = 0; i < chains; ++i) x[i] = Step::step(x[i], y, z);
  __syncthreads();
  const long long spent = clock64() - start;
  auto sum = x[0];
  for (int i = 1; i < chains; ++i) sum = Step::step(sum, y, x[i]);
  out[blockIdx.x * blockDim.x + threadIdx.x] = sum;
  if (threadIdx.x == 0) cycles[blockIdx.x] = static_cast<uint64_t>(spent);
}

struct F32ThreeSources {
  using T = float;
  static constexpr int flops = 2;
  static __device__ T make(float v) { return v; }
  static __device__ T step(T x, T y, T z) { return fmaf(x, y, z); }
};
struct F32TwoSources {
  using T = float;
  static constexpr int flops = 2;
  static __device__ T make(float v) { return v; }
  static __device__ T step(T x, T y, T) { return fmaf(y, x, x); }
};
struct F64 {
  using T = double;
  static constexpr int flops = 2;
  static __device__ T make(float v) { return v; }
  static __device__ T step(T x, T y, T z) { return fma(x, y, z); }
};
struct Half2 {
  using T = __half2;
  static constexpr int flops = 4;
  static __device__ T make(float v) { return __float2half2_rn(v); }
  static __device__ T step(T x, T y, T z) { return __hfma2(x, y, z); }
};
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
struct Bf162 {
  using T = __nv_bfloat162;
  static constexpr int flops = 4;
  static __device__ T make(float v) { return __float2bfloat162_rn(v); }
  static __device__ T step(T x, T y, T z) { return __hfma2(x, y, z); }
};
#endif
struct Int32 {
  using T = int;
  static constexpr int flops = 2;
  static __device__ T make(float v) { return static_cast<int>(1000 * v); }
  static __device__ T step(T x, T y, T z) { return x * y + z; }
};
struct Dp4a {
  using T = int;
  static constexpr int flops = 8;
  static __device__ T make(float v) { return static_cast<int>(1000 * v); }
  static __device__ T step(T x, T y, T z) {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 610
    return __dp4a(y, z, x);
#else
    return x + y + z;
#endif
  }
};

template <class Step>
void find_rate(const char* name, int sms) {
  constexpr int threads = 1024, steps = 20'000, chains = 8;
  const int blocks = std::min(sms, Board::most_words);
  typename Step::T* out = nullptr;
  CHECK(cudaMalloc(&out, sizeof(*out) * static_cast<size_t>(blocks) * threads));
  board->begin(name, blocks);
  for (int round = 0; round < 3; ++round) turn<Step><<<blocks, threads>>>(out, words_there, steps, 1.f);
  CHECK(cudaGetLastError());
  CHECK(cudaDeviceSynchronize());
  std::vector<uint64_t> spent(board->words, board->words + blocks);
  std::sort(spent.begin(), spent.end());
  const double per_clock =
      double{Step::flops} * chains * threads * steps / static_cast<double>(spent[spent.size() / 2]);
  board->number((std::string(name) + "_per_clock_and_sm").c_str(), "%.1f", per_clock);
  CHECK(cudaFree(out));
}

double host_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

void find_timer_steps() {
  constexpr int readings = 20'000;
  static_assert(readings <= Board::most_words);
  uint64_t* on_gpu = nullptr;
  CHECK(cudaMalloc(&on_gpu, sizeof(uint64_t) * readings));
  board->begin("globaltimer", readings);
  read_timer<<<1, 1>>>(on_gpu, readings, words_there);
  CHECK(cudaDeviceSynchronize());
  uint64_t smallest = UINT64_MAX, changes = 0;
  for (int i = 1; i < readings; ++i)
    if (const uint64_t step = board->words[i] - board->words[i - 1]; step != 0)
      smallest = std::min(smallest, step), ++changes;
  board->number("globaltimer_step_ns", "%llu", static_cast<unsigned long long>(smallest));
  board->number("globaltimer_changes_of_20000_readings", "%llu", static_cast<unsigned long long>(changes));
  CHECK(cudaFree(on_gpu));
}

void find_clock() {
  board->begin("clock", 2);
  clock_rate<<<1, 1>>>(words_there);
  CHECK(cudaDeviceSynchronize());
  const uint64_t* read = board->words;
  board->number("clock_idle_hz", "%.4g", 1e9 * static_cast<double>(read[0]) / static_cast<double>(read[1]));
}

void find_event_steps() {
  board->begin("events", 0);
  cudaEvent_t start, end;
  CHECK(cudaEventCreate(&start));
  CHECK(cudaEventCreate(&end));
  std::vector<float> pairs;
  for (int i = 0; i < 1000; ++i) {
    CHECK(cudaEventRecord(start));
    empty<<<1, 1>>>();
    CHECK(cudaEventRecord(end));
    CHECK(cudaEventSynchronize(end));
    float milliseconds = 0;
    CHECK(cudaEventElapsedTime(&milliseconds, start, end));
    pairs.push_back(milliseconds);
  }
  std::sort(pairs.begin(), pairs.end());
  float step = 1;
  for (size_t i = 1; i < pairs.size(); ++i)
    if (pairs[i] > pairs[i - 1]) step = std::min(step, pairs[i] - pairs[i - 1]);
  board->number("event_step_ns", "%.1f", 1e6 * static_cast<double>(step));
  board->number("event_pair_round_empty_kernel_ns", "%.1f", 1e6 * static_cast<double>(pairs[pairs.size() / 2]));
}

void find_launch_costs() {
  board->begin("launches", 0);
  CHECK(cudaDeviceSynchronize());
  constexpr int launches = 20'000, round_trips = 2000;
  double begin = host_s();
  for (int i = 0; i < launches; ++i) empty<<<1, 1>>>();
  CHECK(cudaDeviceSynchronize());
  board->number("launch_back_to_back_ns", "%.0f", 1e9 * (host_s() - begin) / launches);
  begin = host_s();
  for (int i = 0; i < round_trips; ++i) {
    empty<<<1, 1>>>();
    CHECK(cudaDeviceSynchronize());
  }
  board->number("launch_round_trip_ns", "%.0f", 1e9 * (host_s() - begin) / round_trips);
}

void ask(int device) {
  board->begin("device", 0);
  CHECK(cudaSetDevice(device));
  cudaDeviceProp properties{};
  CHECK(cudaGetDeviceProperties(&properties, device));
  int driver = 0, clock_khz = 0;
  CHECK(cudaDriverGetVersion(&driver));
  CHECK(cudaDeviceGetAttribute(&clock_khz, cudaDevAttrClockRate, device));
  const int sms = properties.multiProcessorCount;
  board->text("name", properties.name);
  board->number("compute_capability", "\"%d.%d\"", properties.major, properties.minor);
  board->number("sms", "%d", sms);
  board->number("driver", "%d", driver);
  board->number("clock_attribute_hz", "%.0f", 1e3 * clock_khz);
  board->number("memory_bytes", "%zu", properties.totalGlobalMem);
  CHECK(cudaHostRegister(board->words, sizeof board->words, cudaHostRegisterMapped));
  CHECK(cudaHostGetDevicePointer(reinterpret_cast<void**>(&words_there), board->words, 0));

  find_timer_steps();
  find_clock();
  find_event_steps();
  find_launch_costs();
  find_rate<F32ThreeSources>("fp32_three_sources_flop", sms);
  find_rate<F32TwoSources>("fp32_two_sources_flop", sms);
  find_rate<F64>("fp64_flop", sms);
  find_rate<Half2>("half2_flop", sms);
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
  if (properties.major >= 8) find_rate<Bf162>("bfloat162_flop", sms);
#endif
  find_rate<Int32>("int32_multiply_add_op", sms);
  find_rate<Dp4a>("dp4a_op", sms);
}

}  // namespace

int main(int argc, char** argv) {
  constexpr double longest_s = 12;  // a GPU that answers needs one or two
  const int device = argc > 1 ? std::atoi(argv[1]) : 0;
  const auto asked = [device](Board& shared) {
    board = &shared;
    ask(device);
  };
  return probe::watch(asked, longest_s, argc > 2 ? argv[2] : "") ? 0 : 1;
}
