// The kernels a backend offers: one ladder per family, from the plainest rung to the vendor's. Order is the order of
// the ladder.
#pragma once

#include <span>

#include "kernels/atomics/atomics.h"
#include "kernels/chase/chase.h"
#include "kernels/conv/conv.h"
#include "kernels/dot/dot.h"
#include "kernels/fma/fma.h"
#include "kernels/gather/gather.h"
#include "kernels/launch/launch.h"
#include "kernels/matmul/matmul.h"
#include "kernels/optimizer/optimizer.h"
#include "kernels/pages/pages.h"
#include "kernels/roofline/roofline.h"
#include "kernels/shared/shared.h"
#include "kernels/stream/stream.h"
#include "kernels/training/training.h"
#include "kernels/transfer/transfer.h"

namespace gpupeak::kernels {

struct KernelSet {
  std::span<const fma::Rung* const> fma;
  std::span<const dot::Rung* const> dot;
  std::span<const stream::Rung* const> stream;
  std::span<const gather::Rung* const> gather;
  std::span<const pages::Rung* const> pages;
  std::span<const chase::Rung* const> chase;
  std::span<const launch::Rung* const> launch;
  std::span<const shared::Rung* const> shared;
  std::span<const atomics::Rung* const> atomics;
  std::span<const transfer::Rung* const> transfer;
  std::span<const roofline::Rung* const> roofline;
  std::span<const matmul::Rung* const> matmul;
  std::span<const conv::Rung* const> conv;
  std::span<const optimizer::Rung* const> optimizer;
  std::span<const training::Rung* const> training;
};

}  // namespace gpupeak::kernels
