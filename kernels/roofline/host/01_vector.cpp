// 01 · vector. The widest vectors of the CPU, ten at a time, each read, worked on in a register and written; each core
// walks one contiguous part. Limit: memory below the knee, the multiply-add ports above it.
#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"
#include "kernels/roofline/host/sweeps.h"
#include "kernels/roofline/roofline.h"

#define GPUPEAK_LOOPS "kernels/roofline/host/sweep_loops.h"
#include "kernels/common/host/each_isa.h"

namespace gpupeak::host {

constinit const Sweeps sweeps_vector128{vector128::sweep<float>, vector128::sweep<double>},
    sweeps_avx2{avx2::sweep<float>, avx2::sweep<double>}, sweeps_avx512{avx512::sweep<float>, avx512::sweep<double>};

namespace {

const Sweeps& widest(const DeviceInfo& device) {
  if (has_feature(device, "avx512f")) return sweeps_avx512;
  if (has_feature(device, "avx2") && has_feature(device, "fma")) return sweeps_avx2;
  return sweeps_vector128;
}

std::optional<std::string> refuses(const DeviceInfo&, const roofline::Problem&) { return std::nullopt; }

Launch bind(Device& device, const roofline::Problem& problem, const roofline::Operands& operands) {
  const Sweeps& sweeps = widest(device.info());
  const Sweep sweep = problem.dtype == DType::f64 ? sweeps.f64 : sweeps.f32;
  const int64_t bytes = row(problem.dtype).bytes;
  return [=](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      for (int unit = worker; unit < problem.units; unit += workers) {
        const roofline::Range part = roofline::part_of(problem, unit);
        sweep(static_cast<const std::byte*>(operands.in) + part.first * bytes,
              static_cast<std::byte*>(operands.out) + part.first * bytes, part.count, problem.fmas);
      }
    });
  };
}

}  // namespace

extern constinit const roofline::Rung roofline_vector{
    .name = "vector",
    .idea = "the widest vectors, each read, worked on and written once",
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
