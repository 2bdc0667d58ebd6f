// Error rates of the gate's own decision (analysis/gate/decide.h) on suites of 100 cases whose noise is known, as the
// table of docs/gates.md. simulation [suites]: exit code 1 where a bar is missed.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "tests/simulation/noise_model.h"

namespace gpupeak::simulation {
namespace {

struct Scenario {
  std::string_view name;
  int jobs, runs;  // in the baseline; of each job
  int now;         // runs of the candidate
  bool pairs;      // the baseline's binary can be run again
  double limit;
  double most_false, least_5, least_10;  // the bars: shares of suites, of rows
};

// clang-format off
constexpr Scenario scenarios[] = {
    {"ten jobs stored, pairs in turn with the baseline's binary",  10, 3, 3, true,  0.03, 0.01, 0.93, 0.99},
    {"ten jobs stored, a fresh job of the candidate",              10, 3, 3, false, 0.03, 0.02, 0.84, 0.99},
    {"ten jobs of five runs stored, fresh jobs of a single run",   10, 5, 1, false, 0.03, 0.02, 0.60, 0.95},
    {"five jobs stored, a fresh job of the candidate",              5, 3, 3, false, 0.03, 0.02, 0.80, 0.99},
    {"four jobs stored, a fresh job of the candidate",              4, 3, 3, false, 0.03, 0.02, 0.80, 0.98},
    {"three jobs stored, a fresh job of the candidate (limit 5 %)", 3, 3, 3, false, 0.03, 0.02, 0.00, 0.98},
    {"one job stored, pairs in turn with the baseline's binary",    1, 5, 5, true,  0.03, 0.01, 0.93, 0.99},
    {"one job stored, a fresh job of the candidate (limit 5 %)",    1, 5, 5, false, 0.03, 0.02, 0.00, 0.99},
};
// clang-format on

constexpr int pairs = 5;

std::vector<double> pairs_of(const Profile& profile, Random& random, double change) {
  const double half = profile.between * std::sqrt(0.5), offset = half * random.normal();
  const auto run = [&](double by) { return std::log(run_of(profile, random, offset + by + half * random.normal())); };
  std::vector<double> ratios;
  for (int pair = 0; pair < pairs; ++pair) ratios.push_back(run(change) - run(0));
  return ratios;
}

struct Rates {
  double suites = 0, rows = 0, again = 0;  // suites with a failure; rows that failed; rows that were run again
};

Rates rates_of(const Scenario& scenario, double slower, int suites) {
  Random random(1);
  const double change = std::log1p(slower);
  Rates rates;
  int rows = 0;
  for (int suite = 0; suite < suites; ++suite) {
    std::vector<const Profile*> cases;
    std::vector<std::vector<Job>> histories;
    for (const Profile& profile : profiles)
      for (int i = 0; i < profile.cases; ++i) {
        cases.push_back(&profile);
        histories.emplace_back();
        for (int job = 0; job < scenario.jobs; ++job)
          histories.back().push_back(job_of(profile, random, 0, scenario.runs));
      }
    const std::optional<Noise> noise = noise_of(histories);
    bool any = false;
    for (size_t i = 0; i < cases.size(); ++i) {
      ++rows;
      Evidence evidence{histories[i], {job_of(*cases[i], random, change, scenario.now)}};
      Decision decision = decide(evidence, scenario.limit, noise);
      if (!decision.suspicious) continue;
      rates.again += 1;
      if (scenario.pairs) {
        decision = decide_paired(pairs_of(*cases[i], random, change), scenario.limit);
      } else {
        evidence.candidate.push_back(job_of(*cases[i], random, change, scenario.now));
        decision = decide(evidence, scenario.limit, noise);
      }
      const bool failed = decision.verdict == Verdict::regressed;
      rates.rows += failed;
      any = any || failed;
    }
    rates.suites += any;
  }
  return {rates.suites / suites, rates.rows / rows, rates.again / rows};
}

int simulate(int suites) {
  bool met = true;
  fmt::print(
      "| baseline and confirmation | suites with a false failure | rows run again | +5 % found | +8 % | +10 % |\n"
      "|---|---|---|---|---|---|\n");
  for (const Scenario& scenario : scenarios) {
    const Rates alike = rates_of(scenario, 0, suites);
    const int fewer = std::max(1, suites / 6);  // of 100 rows each: as sure as the suites are
    const Rates five = rates_of(scenario, 0.05, fewer), eight = rates_of(scenario, 0.08, fewer),
                ten = rates_of(scenario, 0.10, fewer);
    fmt::print("| {} | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % |\n", scenario.name, 100 * alike.suites,
               100 * alike.again, 100 * five.rows, 100 * eight.rows, 100 * ten.rows);
    met = met && alike.suites <= scenario.most_false && five.rows >= scenario.least_5 && ten.rows >= scenario.least_10;
  }
  return met ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace gpupeak::simulation

int main(int argc, char** argv) {
  const int suites = argc > 1 ? std::atoi(argv[1]) : 600;
  if (suites < 1) {
    fmt::print(stderr, "usage: simulation [suites]\n");
    return 2;
  }
  return gpupeak::simulation::simulate(suites);
}
