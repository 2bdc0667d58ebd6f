// The TABLE of CUDA's `transfer` rungs, from the plainest on.
#include "kernels/transfer/cuda/ladder.h"

#include "kernels/transfer/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {
constexpr const transfer::Rung* transfer_rungs[] = {&copy_engine, &multiprocessors};
}

std::span<const transfer::Rung* const> transfer_ladder() { return transfer_rungs; }

}  // namespace gpupeak::cuda
