// 01 · naive. One tensor after the other, each a launch of its own on all cores, one parameter after the other as the
// rule is written. Limit: instructions for one parameter each, and a start and an end of all threads for every tensor,
// which small ones are not worth.
#include <cmath>

#include "device/host/host_device.h"
#include "kernels/optimizer/host/updates.h"
#include "kernels/optimizer/optimizer.h"

namespace gpupeak::host {
namespace {

using optimizer::Rule;

double as_double(float value) { return static_cast<double>(value); }
double as_double(BFloat16 value) { return static_cast<double>(value); }

float step_of(Rule rule, float gradient, float* m, float* v, const optimizer::Scalars& s) {
  if (rule == Rule::sgd) return s.learning_rate * gradient;
  if (rule == Rule::momentum) {
    *m = s.momentum * *m + gradient;
    return s.learning_rate * *m;
  }
  *m = s.beta1 * *m + s.rest1 * gradient;
  *v = s.beta2 * *v + s.rest2 * (gradient * gradient);
  return s.step_size * *m / (std::sqrt(*v) * s.unbias2 + s.epsilon);
}

template <class T, Rule rule>
void update_each(const optimizer::Operands& operands, int64_t count, const optimizer::Scalars& s) {
  const T* gradients = static_cast<const T*>(operands.gradients);
  for (int64_t i = 0; i < count; ++i) {
    const auto gradient = static_cast<float>(as_double(gradients[i]));
    float* m = operands.m ? operands.m + i : nullptr;
    float* v = operands.v ? operands.v + i : nullptr;
    const float step = step_of(rule, gradient, m, v, s);
    const float weight = s.kept * operands.weights[i] - step;
    operands.weights[i] = weight;
    if (operands.parameters) static_cast<T*>(operands.parameters)[i] = static_cast<T>(weight);
  }
}

template <class T>
Update update_of(Rule rule) {
  constexpr Update by_rule[] = {update_each<T, Rule::sgd>, update_each<T, Rule::momentum>, update_each<T, Rule::adam>,
                                update_each<T, Rule::adamw>};
  return by_rule[static_cast<size_t>(rule)];
}

std::optional<std::string> refuses(const DeviceInfo&, const optimizer::Problem&) { return std::nullopt; }

Launch bind(Device& device, const optimizer::Problem& problem, const optimizer::Operands& operands) {
  const Update update =
      problem.dtype == DType::bf16 ? update_of<BFloat16>(problem.rule) : update_of<float>(problem.rule);
  return [problem, operands, update, units = device.info().units](Queue& queue) {
    const optimizer::Scalars scalars = optimizer::scalars(problem, *operands.steps);
    for (const Part& tensor : problem.tensors) update_part(queue, problem, operands, tensor, units, update, scalars);
    ++*operands.steps;
  };
}

}  // namespace

extern constinit const optimizer::Rung optimizer_naive{
    .name = "naive",
    .idea = "tensor by tensor, one parameter at a time",
    .takes = optimizer::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
