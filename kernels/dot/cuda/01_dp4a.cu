// 01 · dp4a. A multiply-add of int32 does one product per instruction; here four int8 of a register meet four of
// another and all four products are added to one int32. A unit is one block of 1024 threads, as in `fma`; every thread
// has 8 sums. Element e of a sum is what lane e of a warp adds up, from its own four elements of a and b. Limit: the
// rate of the pipe that does it, a half of that of single multiply-adds or all of it. Not measured yet.
#include "device/cuda/launch.h"
#include "device/cuda/multiply_code.cuh"
#include "kernels/dot/dot.h"

namespace gpupeak::cuda {
namespace {

constexpr int dp4a_threads = 1024, chains = 8, lanes = 32, dp4a_depth = 4;
constexpr int unrolled = 64;  // steps of 8 instructions: 512, beside which the loop's own 3 are 0.6 %

// a and b are [units][lanes] of 4 elements, in and out [units][sums][lanes].
template <int own>
__global__ void __launch_bounds__(dp4a_threads)
    add_dot_products(const int32_t* a, const int32_t* b, const int32_t* in, int32_t* out, int steps, int64_t passes) {
  const unsigned lane = threadIdx.x % lanes;
  const int32_t own_a = a[blockIdx.x * lanes + lane], own_b = b[blockIdx.x * lanes + lane];
  const int64_t first = int64_t{own} * blockDim.x * blockIdx.x + threadIdx.x;
  for (int64_t pass = 0; pass < passes; ++pass) {
    int32_t sums[own];
#pragma unroll
    for (int i = 0; i < own; ++i) sums[i] = in[first + i * blockDim.x];
#pragma unroll unrolled
    for (int step = 0; step < steps; ++step) {
#pragma unroll
      for (int i = 0; i < own; ++i) add_dot_product(sums[i], own_a, own_b);
    }
#pragma unroll
    for (int i = 0; i < own; ++i) out[first + i * blockDim.x] = sums[i];
  }
}

int at(int element, int p) { return dp4a_depth * element + p; }

dot::Shape dp4a_shape(const dot::Problem& problem) {
  return {problem.dependent ? 1 : chains * dp4a_threads / lanes,
          lanes,
          dp4a_depth,
          lanes * dp4a_depth,
          lanes * dp4a_depth,
          at,
          at};
}

bool dp4a_takes(DType dtype) { return dtype == DType::i8; }
Resource dp4a_resource(DType) { return Resource::int8; }
std::optional<std::string> dp4a_refuses(const DeviceInfo&, const dot::Problem&) { return std::nullopt; }

Launch bind_dp4a(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  const bool dependent = problem.dependent;
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)), .threads = dependent ? lanes : dp4a_threads};
  return [=](Queue& queue) {
    launch(queue, grid, dependent ? add_dot_products<1> : add_dot_products<chains>,
           static_cast<const int32_t*>(operands.a), static_cast<const int32_t*>(operands.b),
           static_cast<const int32_t*>(operands.in), static_cast<int32_t*>(operands.out),
           static_cast<int>(problem.steps), problem.passes);
  };
}

}  // namespace

extern constinit const dot::Rung dot_dp4a{
    .name = "dp4a",
    .idea = "four int8 products per thread and instruction",
    .resource = dp4a_resource,
    .takes = dp4a_takes,
    .shape = dp4a_shape,
    .refuses = dp4a_refuses,
    .bind = bind_dp4a,
    .unrolled = unrolled,
};

}  // namespace gpupeak::cuda
