#include "kernels/dot/host/add_products.h"

#include "device/host/host_device.h"

namespace gpupeak::host {

Launch add_products(const dot::Problem& problem, const dot::Operands& operands, const dot::Shape& shape,
                    AddProducts add) {
  const auto element = static_cast<size_t>(row(problem.dtype).bytes);
  const size_t a_bytes = static_cast<size_t>(shape.a_elements) * element;
  const size_t b_bytes = static_cast<size_t>(shape.b_elements) * element;
  const auto sum_bytes = static_cast<size_t>(shape.sums) * static_cast<size_t>(shape.elements) *
                         static_cast<size_t>(row(problem.dtype).sum_bytes);
  return [=](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      const auto of_unit = [](const void* all, int unit, size_t bytes) {
        return static_cast<const std::byte*>(all) + static_cast<size_t>(unit) * bytes;
      };
      for (int unit = worker; unit < problem.units; unit += workers)
        for (int64_t pass = 0; pass < problem.passes; ++pass)
          add(of_unit(operands.a, unit, a_bytes), of_unit(operands.b, unit, b_bytes),
              of_unit(operands.in, unit, sum_bytes), const_cast<std::byte*>(of_unit(operands.out, unit, sum_bytes)),
              problem.steps);
    });
  };
}

}  // namespace gpupeak::host
