// Family `optimizer`: one step of SGD, momentum, Adam or AdamW over all tensors of a model, which lie one after the
// other in flat arenas: parameters, gradients and what the rule remembers of each parameter. The contract and the
// work. How many steps were taken lies in device memory, so that a launch can be part of a graph.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/buffer.h"
#include "core/device.h"
#include "core/dtype.h"
#include "core/verify.h"
#include "core/work.h"
#include "kernels/common/parts.h"

namespace gpupeak::optimizer {

enum class Rule { sgd, momentum, adam, adamw };

struct RuleRow {
  Rule id;
  std::string_view name;
  int remembered;  // numbers kept per parameter: none, the momentum, or both moments
  std::string_view formula;
};
inline constexpr std::array rules{
    RuleRow{Rule::sgd, "sgd", 0, "p -= lr g"},
    RuleRow{Rule::momentum, "momentum", 1, "m = mu m + g, p -= lr m"},
    RuleRow{Rule::adam, "adam", 2, "p -= lr m^ / (sqrt v^ + eps) of both moments' unbiased means"},
    RuleRow{Rule::adamw, "adamw", 2, "the same after p -= lr wd p"},
};
constexpr const RuleRow& row(Rule rule) { return rules[static_cast<size_t>(rule)]; }
std::optional<Rule> rule_named(std::string_view);

// Momentum as PyTorch's SGD has it; Adam: D. Kingma, J. Ba, ICLR 2015, with their constants; AdamW: I. Loshchilov, F.
// Hutter, ICLR 2019, algorithm 2.
struct Settings {
  double learning_rate = 0.001;
  double momentum = 0.9;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  double decay = 0.01;  // of the weights; AdamW only
};

struct Problem {
  Rule rule = Rule::adamw;
  DType dtype = DType::f32;   // of parameters and gradients; with bf16 the f32 weights are kept beside them
  std::vector<Part> tensors;  // of the arenas: one after the other, without gaps
  Settings settings = {};
};
int64_t count(const Problem&);  // parameters of all tensors

// `count` parameters in `tensors` uneven tensors, as models have them: every other one is a matrix, each followed by a
// small one, as a bias is.
std::vector<Part> uneven_tensors(int64_t count, int64_t tensors);

// What all parameters of one step share, in double.
struct ExactScalars {
  Rule rule;
  Settings settings;
  double kept, step_size, unbias2;  // as in Scalars
};
ExactScalars exact_scalars(const Problem&, int64_t steps_before);

// What one step multiplies with, the same for all parameters: from the settings and the number of steps before this
// one, in double, then rounded.
struct Scalars {
  float learning_rate, momentum, beta1, rest1, beta2, rest2, epsilon;  // rest: 1 - beta
  float kept;                                                          // 1 - lr wd for AdamW, else 1
  float step_size;                                                     // lr / (1 - beta1^t)
  float unbias2;                                                       // 1 / sqrt(1 - beta2^t)
};
Scalars scalars(const Problem&, int64_t steps_before);

// One element per parameter each, in the order of the tensors. A rule that remembers nothing has no m, one that has a
// single number no v: null then.
struct Operands {
  void* parameters;       // bf16: only written, from the weights; f32: null, as the weights are the parameters
  const void* gradients;  // of problem.dtype
  float* weights;         // read and written
  float* m;
  float* v;
  int64_t* steps;  // taken so far; a launch adds 1
};

struct Rung {
  static constexpr std::string_view family = "optimizer";
  static Problem smallest() { return {.tensors = {{0, 64}}}; }

  std::string_view name;
  std::string_view idea;
  bool (*takes)(DType);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

bool takes_f32_and_bf16(DType);

// Read and written once each: 12 to 28 for either type.
Bytes bytes_per_parameter(Rule, DType);
Bytes working_set(const Problem&);
// Traffic alone: its 2 to 14 operations per parameter take less time than a fraction of it in any memory.
Work work(const Problem&, const DeviceInfo&, Cache);

}  // namespace gpupeak::optimizer
