#include "kernels/optimizer/oracle.h"

#include <cmath>

namespace gpupeak::optimizer {
namespace {

constexpr double u = row(DType::f32).unit_roundoff;

void replay_plain(const ExactScalars& s, double gradient, Replayed& r) {
  const double step = s.settings.learning_rate * gradient;
  r.weight_error += 3 * u * std::abs(step) + 2 * u * (std::abs(r.weight) + std::abs(step));
  r.weight -= step;
}

void replay_momentum(const ExactScalars& s, double gradient, Replayed& r) {
  const double kept = s.settings.momentum * r.m;
  r.m_error = s.settings.momentum * r.m_error + 3 * u * std::abs(kept) + 2 * u * (std::abs(kept) + std::abs(gradient));
  r.m = kept + gradient;
  const double step = s.settings.learning_rate * r.m;
  r.weight_error +=
      s.settings.learning_rate * r.m_error + 3 * u * std::abs(step) + 2 * u * (std::abs(r.weight) + std::abs(step));
  r.weight -= step;
}

void replay_adam(const ExactScalars& s, double gradient, Replayed& r) {
  const Settings& set = s.settings;
  const double kept_m = set.beta1 * r.m, new_m = (1 - set.beta1) * gradient;
  r.m_error = set.beta1 * r.m_error + 4 * u * (std::abs(kept_m) + std::abs(new_m));
  r.m = kept_m + new_m;
  const double kept_v = set.beta2 * r.v, new_v = (1 - set.beta2) * gradient * gradient;
  r.v_error = set.beta2 * r.v_error + 5 * u * (kept_v + new_v);
  r.v = kept_v + new_v;

  // A root is off by e / (sqrt v + sqrt(v - e)), at most e / sqrt v, and by less than sqrt(v + e) where v is small.
  const double root = std::sqrt(r.v), root_error = root > 0 ? r.v_error / root : std::sqrt(r.v_error);
  const double below = root * s.unbias2 + set.epsilon;
  const double below_error = s.unbias2 * root_error + 5 * u * below;
  const double step = s.step_size * r.m / below;
  const double step_error =
      s.step_size * (r.m_error / below + std::abs(r.m) * below_error / (below * below)) + 5 * u * std::abs(step);
  const double kept = s.kept * r.weight;
  r.weight_error = s.kept * r.weight_error + step_error + 3 * u * std::abs(kept) + u * std::abs(step);
  r.weight = kept - step;
}

}  // namespace

void replay(const ExactScalars& scalars, double gradient, Replayed& replayed) {
  switch (scalars.rule) {
    case Rule::sgd:
      return replay_plain(scalars, gradient, replayed);
    case Rule::momentum:
      return replay_momentum(scalars, gradient, replayed);
    case Rule::adam:
    case Rule::adamw:
      return replay_adam(scalars, gradient, replayed);
  }
}

}  // namespace gpupeak::optimizer
