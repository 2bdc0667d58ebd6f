// 01 · three loops. The definition, written down: one dot product per element of C. It fixes nothing; it is the floor.
// One core forms the elements of C one after the other, each over all of k.
// Limit: b is read down a column, a new cache line for every multiply-add, and each sum waits for the addition before
// it.
#include "device/host/host_device.h"
#include "kernels/host/gemm/rungs.h"

namespace gpupeak::host {
namespace {

template <class T>
void multiply(const gemm::Problem& problem, const T* a, const T* b, T* c) {
  for (int64_t i = 0; i < problem.m; ++i) {
    for (int64_t j = 0; j < problem.n; ++j) {
      T sum = 0;
      for (int64_t p = 0; p < problem.k; ++p) sum += a[i * problem.k + p] * b[p * problem.n + j];
      c[i * problem.n + j] = sum;
    }
  }
}

template <class T>
Launch bind_as(const gemm::Problem& problem, const gemm::Operands& operands) {
  return [=](Queue& queue) {
    host(queue).parallel(1, [&](int, int) {
      multiply(problem, static_cast<const T*>(operands.a), static_cast<const T*>(operands.b),
               static_cast<T*>(operands.c));
    });
  };
}

Launch bind(Device&, const gemm::Problem& problem, const gemm::Operands& operands) {
  return problem.dtype == DType::f32 ? bind_as<float>(problem, operands) : bind_as<double>(problem, operands);
}

std::optional<std::string> refuses(const DeviceInfo&, const gemm::Problem&) { return std::nullopt; }

}  // namespace

constinit const gemm::Rung gemm_three_loops{
    .name = "three_loops",
    .idea = "one dot product per element, on one core",
    .rehearse_at = 192,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
