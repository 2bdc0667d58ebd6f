// The rungs of CUDA's `transfer` ladder, one per file.
#pragma once

#include "kernels/transfer/transfer.h"

namespace gpupeak::cuda {

extern const transfer::Rung copy_engine, multiprocessors;

}  // namespace gpupeak::cuda
