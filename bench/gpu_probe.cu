// What only hardware can tell, as one JSON object on stdout: the steps of the GPU's clocks and events, what a launch
// costs, and how many operations of each kind an SM does per clock. The catalogue cites it. Not a benchmark of the
// product: no figure of it appears in a report.
//   gpu_probe [index of the GPU]
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

void check(cudaError_t error, int line) {
  if (error == cudaSuccess) return;
  std::fprintf(stderr, "gpu_probe.cu:%d: %s\n", line, cudaGetErrorString(error));
  std::exit(1);
}
#define CHECK(call) check(call, __LINE__)

__device__ uint64_t now_ns() {
  uint64_t now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now)::"memory");
  return now;
}

__global__ void empty() {}

__global__ void read_timer(uint64_t* readings, int count) {
  for (int i = 0; i < count; ++i) readings[i] = now_ns();
}

// Readings of one SM's clock and of the GPU's timer, about 10 ms apart.
__global__ void clock_rate(uint64_t* out) {
  const uint64_t start_ns = now_ns();
  const long long start = clock64();
  while (now_ns() - start_ns < 10'000'000) {
  }
  out[0] = static_cast<uint64_t>(clock64() - start);
  out[1] = now_ns() - start_ns;
}

// x = x * y + z over 8 independent chains per thread; the cycles of the slowest warp of the block tell the rate.
template <class Step>
__global__ void __launch_bounds__(1024) turn(typename Step::T* out, long long* cycles, int steps, float seed) {
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
  if (threadIdx.x == 0) cycles[blockIdx.x] = spent;
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
void print_rate(const char* name, int sms) {
  constexpr int threads = 1024, steps = 20'000, chains = 8;
  typename Step::T* out = nullptr;
  long long* cycles = nullptr;
  CHECK(cudaMalloc(&out, sizeof(*out) * static_cast<size_t>(sms) * threads));
  CHECK(cudaMalloc(&cycles, sizeof(long long) * static_cast<size_t>(sms)));
  std::vector<long long> spent(static_cast<size_t>(sms));
  for (int round = 0; round < 3; ++round) turn<Step><<<sms, threads>>>(out, cycles, steps, 1.f);
  CHECK(cudaGetLastError());
  CHECK(cudaMemcpy(spent.data(), cycles, sizeof(long long) * spent.size(), cudaMemcpyDeviceToHost));
  std::sort(spent.begin(), spent.end());
  const double per_clock =
      double{Step::flops} * chains * threads * steps / static_cast<double>(spent[spent.size() / 2]);
  std::printf("  \"%s_per_clock_and_sm\": %.1f,\n", name, per_clock);
  CHECK(cudaFree(out));
  CHECK(cudaFree(cycles));
}

double host_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

int main(int argc, char** argv) {
  const int device = argc > 1 ? std::atoi(argv[1]) : 0;
  CHECK(cudaSetDevice(device));
  cudaDeviceProp properties{};
  CHECK(cudaGetDeviceProperties(&properties, device));
  int driver = 0, clock_khz = 0;
  CHECK(cudaDriverGetVersion(&driver));
  CHECK(cudaDeviceGetAttribute(&clock_khz, cudaDevAttrClockRate, device));
  const int sms = properties.multiProcessorCount;
  std::printf("{\n  \"name\": \"%s\",\n  \"compute_capability\": \"%d.%d\",\n  \"sms\": %d,\n  \"driver\": %d,\n",
              properties.name, properties.major, properties.minor, sms, driver);
  std::printf("  \"clock_attribute_hz\": %.0f,\n", 1e3 * clock_khz);

  constexpr int readings = 20'000;
  uint64_t* on_gpu = nullptr;
  CHECK(cudaMalloc(&on_gpu, sizeof(uint64_t) * readings));
  std::vector<uint64_t> timer(readings);
  read_timer<<<1, 1>>>(on_gpu, readings);
  CHECK(cudaMemcpy(timer.data(), on_gpu, sizeof(uint64_t) * readings, cudaMemcpyDeviceToHost));
  uint64_t smallest = UINT64_MAX, changes = 0;
  for (size_t i = 1; i < timer.size(); ++i)
    if (timer[i] != timer[i - 1]) smallest = std::min(smallest, timer[i] - timer[i - 1]), ++changes;
  std::printf("  \"globaltimer_step_ns\": %llu,\n  \"globaltimer_changes_of_20000_readings\": %llu,\n",
              static_cast<unsigned long long>(smallest), static_cast<unsigned long long>(changes));

  clock_rate<<<1, 1>>>(on_gpu);
  CHECK(cudaMemcpy(timer.data(), on_gpu, 2 * sizeof(uint64_t), cudaMemcpyDeviceToHost));
  std::printf("  \"clock_idle_hz\": %.4g,\n", 1e9 * static_cast<double>(timer[0]) / static_cast<double>(timer[1]));

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
  std::printf("  \"event_step_ns\": %.1f,\n  \"event_pair_round_empty_kernel_ns\": %.1f,\n",
              1e6 * static_cast<double>(step), 1e6 * static_cast<double>(pairs[pairs.size() / 2]));

  CHECK(cudaDeviceSynchronize());
  constexpr int launches = 20'000;
  double begin = host_s();
  for (int i = 0; i < launches; ++i) empty<<<1, 1>>>();
  CHECK(cudaDeviceSynchronize());
  std::printf("  \"launch_back_to_back_ns\": %.0f,\n", 1e9 * (host_s() - begin) / launches);
  begin = host_s();
  for (int i = 0; i < 2000; ++i) {
    empty<<<1, 1>>>();
    CHECK(cudaDeviceSynchronize());
  }
  std::printf("  \"launch_round_trip_ns\": %.0f,\n", 1e9 * (host_s() - begin) / 2000);

  print_rate<F32ThreeSources>("fp32_three_sources_flop", sms);
  print_rate<F32TwoSources>("fp32_two_sources_flop", sms);
  print_rate<F64>("fp64_flop", sms);
  print_rate<Half2>("half2_flop", sms);
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
  if (properties.major >= 8) print_rate<Bf162>("bfloat162_flop", sms);
#endif
  print_rate<Int32>("int32_multiply_add_op", sms);
  print_rate<Dp4a>("dp4a_op", sms);
  std::printf("  \"memory_bytes\": %zu\n}\n", properties.totalGlobalMem);
  return 0;
}
