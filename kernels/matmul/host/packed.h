// The product of the packed rungs and of AMX: A and B are first copied ("packed") in the order in which a tile reads
// them (K. Goto, R. van de Geijn, ACM TOMS 34(3), 2008), and each element loaded is used as often as the tile is wide.
// k is cut in slices; all workers pack a slice of B together, each packs its own rows of A; a worker owns a rectangle
// of C.
#pragma once

#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {

// C = A x B with this tile on `workers` cores, all of them busy whatever the shape.
template <class T, class Sum = T>
Launch bind_packed(Device&, const matmul::Problem&, const matmul::Operands&, const Tile<T, Sum>&, int workers);

// How many of the device's cores bring more than they cost.
int useful_workers(const matmul::Problem&, const DeviceInfo&);

}  // namespace gpupeak::host
