// Family `inference`: the models of `training`, forward only: requests that come in batches. Its rungs are those of
// `training`, of which a launch here is the part that goes forward.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "kernels/training/training.h"

namespace gpupeak::inference {

struct Problem {
  const training::Model* model = &training::models[0];
  DType dtype = DType::f32;  // of the products' operands; with bf16 sums and biases stay f32
  int64_t batch = 1;         // samples of a launch
};

// The step whose part forward is launched: one batch, and a rule that remembers nothing and learns fast.
training::Problem step_of(const Problem&);

// What must be done: 2 flop per multiply-add of the products; weights and inputs read once, outputs of the last layer
// written, from and to where they stay between launches. The working set is these and what lies between the layers.
Work work(const Problem&, const DeviceInfo&, Cache);
// What Data allocates: as a whole step is bound, its gradients and derivatives too, though nothing touches them.
Bytes memory(const Problem&);

// Inputs and weights are drawn as for training, where biases begin at 0; one step with the inputs makes them count.
class Data {
 public:
  Data(Device&, const Problem&, DataKind, uint64_t seed);
  Launch bind(
      const training::Rung&);  // forward, of the inputs that reset() leaves; reset() takes its step by this rung
  void reset(uint64_t round);
  // Outputs of every layer are compared with their sums in double from what the layer before it left, within what
  // roundings of f32 add in one (oracle.h): all of a batch, or of a large one as many samples as the oracle
  // can follow, first and last among them. Nothing else may have been written.
  Check check();

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::inference
