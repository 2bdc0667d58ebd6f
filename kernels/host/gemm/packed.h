// What the tests of the packed rung need beside its row: every tile this CPU can run, any number of workers.
#pragma once

#include "kernels/gemm.h"
#include "kernels/host/gemm/tile.h"

namespace gpupeak::host {

// C = A x B with this tile on `workers` cores, all of them busy whatever the shape.
template <class T>
Launch bind_packed(Device&, const gemm::Problem&, const gemm::Operands&, const Tile<T>&, int workers);

}  // namespace gpupeak::host
