#include "tests/simulation/noise_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gpupeak::simulation {
namespace {

constexpr size_t samples = 20, simulated_medians = 16384;
// Chosen so that a Mann-Whitney test of two runs is wrong as often as it is on such a clock.
constexpr double changes_of_state = 0.08;  // per sample

double simulated_median(const Profile& profile, Random& random) {
  std::array<double, samples> logs;
  double noise = random.normal();
  bool slow = random.uniform() < 0.5;
  for (size_t i = 0; i < samples; ++i) {
    if (i > 0)
      noise = profile.correlation * noise + std::sqrt(1 - profile.correlation * profile.correlation) * random.normal();
    if (i > 0 && profile.states > 0 && random.uniform() < changes_of_state) slow = !slow;
    logs[i] = profile.within * noise;
    if (slow) logs[i] += std::log1p(profile.states);
    if (random.uniform() < profile.outliers) logs[i] += std::log1p(profile.outlier);
  }
  std::ranges::sort(logs);
  return 0.5 * (logs[samples / 2 - 1] + logs[samples / 2]);
}

}  // namespace

double Random::uniform() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (static_cast<double>((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

double Random::student_t(int degrees) {
  if (degrees == 0) return normal();
  double squares = 0;
  for (int i = 0; i < degrees; ++i) squares += std::pow(normal(), 2);
  return normal() * std::sqrt((degrees - 2) / squares);
}

Runs::Runs(const Profile& profile) : profile_(profile) {
  Random random(99);
  for (size_t i = 0; i < simulated_medians; ++i) medians_.push_back(simulated_median(profile, random));
}

double Runs::job_offset(Random& random) const { return profile_.between * std::sqrt(0.5) * random.normal(); }

double Runs::run(Random& random, double offset) const {
  const double own = profile_.between * std::sqrt(0.5) * random.student_t(profile_.tail);
  return offset + own + medians_[static_cast<size_t>(random.uniform() * simulated_medians)];
}

Job Runs::job(Random& random, double change, int runs) const {
  const double offset = change + job_offset(random);
  Job job;
  for (int i = 0; i < runs; ++i) job.push_back(std::exp(run(random, offset)));
  return job;
}

}  // namespace gpupeak::simulation
