#include "kernels/matmul/matmul.h"

#include "core/names.h"
#include "kernels/common/fastest_unit.h"

namespace gpupeak::matmul {
namespace {

double as_double(int64_t count) { return static_cast<double>(count); }

}  // namespace

bool takes_all(DType dtype) { return takes_f32_and_f64(dtype) || takes_bf16_and_i8(dtype); }
bool takes_f32_and_f64(DType dtype) { return dtype == DType::f32 || dtype == DType::f64; }
bool takes_bf16_and_i8(DType dtype) { return dtype == DType::bf16 || dtype == DType::i8; }

std::optional<Layout> layout_named(std::string_view name) { return id_of(layouts, name); }
std::optional<Update> update_named(std::string_view name) { return id_of(updates, name); }

Bytes working_set(const Problem& problem) {
  const double m = as_double(problem.m), n = as_double(problem.n), k = as_double(problem.k);
  const DTypeRow& dtype = row(problem.dtype);
  return Bytes(as_double(problem.batch) * (dtype.bytes * (m * k + k * n) + dtype.sum_bytes * m * n));
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const double m = as_double(problem.m), n = as_double(problem.n), k = as_double(problem.k);
  const Bytes c(as_double(problem.batch) * row(problem.dtype).sum_bytes * m * n);
  const Bytes read_of_c = row(problem.update).beta == 0 ? Bytes(0) : c;
  Work work;
  work.working_set = working_set(problem);
  work.add(fastest_unit(problem.dtype, device.peak), FlopCount(2 * as_double(problem.batch) * m * n * k));
  charge_memory(work, device, work.working_set - c + read_of_c, c, cache);
  return work;
}

}  // namespace gpupeak::matmul
