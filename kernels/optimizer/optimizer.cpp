#include "kernels/optimizer/optimizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/names.h"

namespace gpupeak::optimizer {
namespace {

double as_double(int64_t count) { return static_cast<double>(count); }

}  // namespace

std::optional<Rule> rule_named(std::string_view name) { return id_of(rules, name); }

int64_t count(const Problem& problem) {
  return problem.tensors.empty() ? 0 : problem.tensors.back().first + problem.tensors.back().count;
}

std::vector<Part> uneven_tensors(int64_t count, int64_t tensors) {
  if (tensors < 1 || tensors > count)
    throw std::invalid_argument(fmt::format("optimizer: {} parameters cannot fill {} tensors", count, tensors));
  constexpr int64_t matrix = 509, bias = 3;  // shares; both are odd, so that hardly any tensor begins on a line
  const int64_t shares = (tensors + 1) / 2 * matrix + tensors / 2 * bias, spare = count - tensors;
  std::vector<Part> parts;
  int64_t first = 0, before = 0;
  for (int64_t tensor = 0; tensor < tensors; ++tensor) {
    before += tensor % 2 == 0 ? matrix : bias;
    // One each, and the rest by shares.
    const auto last = tensor + 1 + static_cast<int64_t>(as_double(spare) * (as_double(before) / as_double(shares)));
    const int64_t to = tensor + 1 == tensors ? count : last;
    parts.push_back({first, to - first});
    first = to;
  }
  return parts;
}

ExactScalars exact_scalars(const Problem& problem, int64_t steps_before) {
  const Settings& set = problem.settings;
  const auto t = static_cast<double>(steps_before + 1);
  return {.rule = problem.rule,
          .settings = set,
          .kept = problem.rule == Rule::adamw ? 1 - set.learning_rate * set.decay : 1,
          .step_size = set.learning_rate / (1 - std::pow(set.beta1, t)),
          .unbias2 = 1 / std::sqrt(1 - std::pow(set.beta2, t))};
}

Scalars scalars(const Problem& problem, int64_t steps_before) {
  const ExactScalars exact = exact_scalars(problem, steps_before);
  const Settings& set = problem.settings;
  const auto f32 = [](double value) { return static_cast<float>(value); };
  return {.learning_rate = f32(set.learning_rate),
          .momentum = f32(set.momentum),
          .beta1 = f32(set.beta1),
          .rest1 = f32(1 - set.beta1),
          .beta2 = f32(set.beta2),
          .rest2 = f32(1 - set.beta2),
          .epsilon = f32(set.epsilon),
          .kept = f32(exact.kept),
          .step_size = f32(exact.step_size),
          .unbias2 = f32(exact.unbias2)};
}

bool takes_f32_and_bf16(DType dtype) { return dtype == DType::f32 || dtype == DType::bf16; }

Bytes bytes_per_parameter(Rule rule, DType dtype) {
  const int element = gpupeak::row(dtype).bytes, f32 = gpupeak::row(DType::f32).bytes;
  const int written = dtype == DType::f32 ? 0 : element;
  return Bytes(element + written + 2.0 * f32 * (1 + row(rule).remembered));
}

Bytes working_set(const Problem& problem) {
  const int element = gpupeak::row(problem.dtype).bytes, f32 = gpupeak::row(DType::f32).bytes;
  const int written = problem.dtype == DType::f32 ? 0 : element;
  return Bytes(as_double(count(problem)) * (element + written + f32 * (1.0 + row(problem.rule).remembered)));
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const double parameters = as_double(count(problem));
  const Bytes all = parameters * bytes_per_parameter(problem.rule, problem.dtype);
  const Bytes gradients(parameters * gpupeak::row(problem.dtype).bytes);
  const Bytes written = problem.dtype == DType::f32 ? (all - gradients) / 2 : (all - 2.0 * gradients) / 2 + gradients;
  Work work;
  work.working_set = working_set(problem);
  work.operations = parameters;
  charge_memory(work, device, all - written, written, cache);
  return work;
}

}  // namespace gpupeak::optimizer
