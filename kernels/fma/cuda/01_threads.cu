// 01 · threads. One element per thread and instruction, as CUDA C++ is written: f32, f64 and int32. A unit is one block
// of 1024 threads, which fills the four schedulers of an SM with 8 warps each; every thread turns 4 independent pairs,
// so that instructions of latency 4 follow each other without a gap. Nothing is loaded or stored between the first turn
// and the last, and 512 of the 516 instructions of a round of the loop are multiply-adds. Limit: three_sources reads
// three registers per instruction, more than the register banks of some SMs are said to deliver; two_sources shows what
// the units can do. Not measured yet.
#include "kernels/fma/cuda/turns.cuh"
#include "kernels/fma/fma.h"

namespace gpupeak::cuda {
namespace {

template <class T>
Launch bind_threads_type(const fma::Problem& problem, const fma::Operands& operands) {
  return bind_turns(problem, operands, static_cast<T>(fma::turn_of(problem.dtype)));
}

Launch bind_threads(Device&, const fma::Problem& problem, const fma::Operands& operands) {
  if (problem.dtype == DType::f64) return bind_threads_type<double>(problem, operands);
  if (problem.dtype == DType::i32) return bind_threads_type<uint32_t>(problem, operands);
  return bind_threads_type<float>(problem, operands);
}

bool threads_takes(DType dtype) { return dtype == DType::f32 || dtype == DType::f64 || dtype == DType::i32; }
Resource threads_resource(DType dtype) {
  return dtype == DType::f64 ? Resource::fp64 : dtype == DType::i32 ? Resource::int32 : Resource::fp32;
}
std::optional<std::string> threads_refuses(const DeviceInfo&, const fma::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const fma::Rung fma_threads{
    .name = "threads",
    .idea = "one element per thread and instruction",
    .unrolled = unrolled,
    .resource = threads_resource,
    .takes = threads_takes,
    .pairs = turned_at_once,
    .refuses = threads_refuses,
    .bind = bind_threads,
};

}  // namespace gpupeak::cuda
