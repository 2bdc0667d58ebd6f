// The arenas of an optimizer in device memory, and the comparison of their state after its steps with the oracle.
#pragma once

#include <cstdint>
#include <memory>

#include "core/buffer.h"
#include "core/verify.h"
#include "kernels/optimizer/optimizer.h"

namespace gpupeak::optimizer {

class Data {
 public:
  Data(Device&, const Problem&, int sets, DataKind, uint64_t seed);
  Operands operands(int set);
  // The launch, which tells how often it ran: the state depends on that.
  Launch counting(int set, Launch);
  // Fresh weights, gradients and memory of the rule, as after some steps; parameters that are only written are
  // poisoned.
  void reset(uint64_t round);
  // Replays all steps since the reset in double with a running bound of what f32 may lose (oracle.h). Every
  // parameter up to 2^24 parameter steps; beyond that both ends of every tensor and seeded ones between.
  Check check() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::optimizer
