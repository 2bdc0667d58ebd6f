// What the rungs of `dot` share.
#pragma once

#include "kernels/dot/dot.h"

namespace gpupeak::host {

// Does all steps of one unit.
using AddProducts = void (*)(const void* a, const void* b, const void* in, void* out, int64_t steps);

// One unit per core.
Launch add_products(const dot::Problem&, const dot::Operands&, const dot::Shape&, AddProducts);

}  // namespace gpupeak::host
