// Error rates of the gate's own decision (analysis/gate/decide.h) on suites of 100 cases whose noise is known, as the
// table of docs/gates.md. simulation [suites]: exit code 1 where a bar is missed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "analysis/gate/decide.h"
#include "tests/simulation/noise_model.h"

namespace gpupeak::simulation {
namespace {

enum ProfilePlace { locked, typical, noisy, bimodal, heavy };

struct Mix {
  std::string_view name;
  std::vector<std::pair<ProfilePlace, int>> cases;  // of 100
};
const Mix documented{"documented", {{locked, 50}, {typical, 30}, {noisy, 15}, {bimodal, 5}}};
const Mix thirds{"a third heavy-tailed", {{locked, 33}, {typical, 33}, {heavy, 34}}};
const Mix one_noisy{"one noisy of 100", {{locked, 99}, {noisy, 1}}};

// What disturbs all cases of a suite at once. Processes that scatter are of every 50th case.
enum class Disturbed { nothing, process_now, process_stored, job_stored, scatter_now };
constexpr std::string_view disturbances[] = {"", ", one process of the candidate 30 % slower",
                                             ", one stored process twice as slow", ", one stored job 30 % slower",
                                             ", two cases scatter by 20 %"};
constexpr double slow_process = 0.3, slow_stored = 1, slow_job = 0.3, scatter = 0.2;
constexpr size_t scattering = 50;

// Nothing is run again; a fresh job of the candidate; pairs in turn with the baseline's binary.
enum Way { once, fresh, in_turn, ways };
using Shares = std::array<double, ways>;

struct Scenario {
  const Mix& mix;
  Disturbed disturbed;
  int jobs, runs;                        // in the baseline; of each job
  int now;                               // runs of the candidate
  Shares most_false, least_5, least_10;  // the bars: shares of suites, of rows
};

constexpr Shares few_false{0.02, 0.01, 0.01}, found_5{0.84, 0.93, 0.93}, found_10{0.99, 0.99, 0.99};
// clang-format off
const Scenario scenarios[] = {
    {documented, Disturbed::nothing,        10, 5, 5, few_false, found_5, found_10},
    {thirds,     Disturbed::nothing,        10, 5, 5, few_false, found_5, found_10},
    {one_noisy,  Disturbed::nothing,        10, 5, 5, few_false, found_5, found_10},
    {documented, Disturbed::process_now,    10, 5, 5, few_false, found_5, found_10},
    {thirds,     Disturbed::process_now,    10, 5, 5, few_false, found_5, found_10},
    {documented, Disturbed::process_stored, 10, 5, 5, few_false, found_5, found_10},
    {documented, Disturbed::job_stored,     10, 5, 5, few_false, found_5, found_10},
    {thirds,     Disturbed::job_stored,     10, 5, 5, few_false, found_5, found_10},
    {documented, Disturbed::scatter_now,    10, 5, 5, few_false, {0.82, 0.91, 0.91}, {0.97, 0.97, 0.97}},
    {documented, Disturbed::nothing,        10, 3, 3, few_false, {0.80, 0.91, 0.93}, {0.98, 0.99, 0.99}},
    {documented, Disturbed::nothing,        10, 5, 1, {0.02, 0.02, 0.02}, {0.60, 0.60, 0.60}, {0.90, 0.95, 0.95}},
    {documented, Disturbed::nothing,        10, 1, 1, {0.05, 0.02, 0.02}, {0.70, 0.75, 0.80}, {0.90, 0.95, 0.95}},
    {documented, Disturbed::nothing,         5, 3, 3, {0.03, 0.02, 0.02}, {0.70, 0.80, 0.90}, {0.90, 0.99, 0.99}},
    {documented, Disturbed::nothing,         4, 3, 3, {0.03, 0.02, 0.02}, {0.70, 0.80, 0.90}, {0.90, 0.98, 0.99}},
    {documented, Disturbed::nothing,         3, 3, 3, {0.20, 0.02, 0.01}, {0.00, 0.00, 0.85}, {0.95, 0.98, 0.98}},
    {documented, Disturbed::nothing,         1, 5, 5, {0.20, 0.02, 0.01}, {0.00, 0.00, 0.93}, {0.95, 0.99, 0.99}},
};
// clang-format on

constexpr double limit = 0.03;
constexpr int pairs = 5;

struct Rates {
  Shares suites{}, rows{};              // with a failure; that failed
  double again = 0;                     // share of rows that were run again
  double false_rows = 0, expected = 0;  // over all suites
};

// One case: what was stored of it, and how it is measured now.
class SuiteCase {
 public:
  SuiteCase(const Runs& runs, bool scatters) : runs_(runs), scatters_(scatters) {}

  Job stored(Random& random, double slower, int runs) const { return runs_.job(random, slower, runs); }
  Job now(Random& random, const Scenario& scenario, double change, int slow) const {
    Job job = runs_.job(random, change, scenario.now);
    if (scenario.disturbed == Disturbed::process_now) job[static_cast<size_t>(slow)] *= 1 + slow_process;
    if (scatters_)
      for (double& time : job) time *= std::exp(scatter * random.normal());
    return job;
  }
  std::vector<double> turns(Random& random, const Scenario& scenario, double change, int slow) const {
    const double offset = runs_.job_offset(random);
    std::vector<double> ratios;
    for (int pair = 0; pair < pairs; ++pair) {
      double now = runs_.run(random, offset + change), before = runs_.run(random, offset);
      if (scatters_) now += scatter * random.normal();
      if (scenario.disturbed == Disturbed::process_now && slow / 2 == pair)
        (slow % 2 == 0 ? now : before) += std::log1p(slow_process);
      ratios.push_back(now - before);
    }
    return ratios;
  }

 private:
  const Runs& runs_;
  bool scatters_;
};

int one_of(Random& random, int count) { return static_cast<int>(random.uniform() * count); }

std::vector<History> stored(const std::vector<SuiteCase>& cases, const Scenario& scenario, Random& random) {
  const int job_place = one_of(random, scenario.jobs), process = one_of(random, scenario.runs);
  std::vector<std::vector<Job>> stored;
  for (const SuiteCase& one : cases) {
    std::vector<Job>& jobs = stored.emplace_back();
    for (int job = 0; job < scenario.jobs; ++job) {
      const bool slow = job == job_place && scenario.disturbed == Disturbed::job_stored;
      jobs.push_back(one.stored(random, slow ? std::log1p(slow_job) : 0, scenario.runs));
      if (job == job_place && scenario.disturbed == Disturbed::process_stored)
        jobs.back()[static_cast<size_t>(process)] *= 1 + slow_stored;
    }
  }
  return histories_of(std::move(stored));
}

Rates rates_of(const Scenario& scenario, const std::vector<Runs>& runs, double slower, int suites) {
  Random random(static_cast<uint64_t>(&scenario - scenarios) + 1);
  const double change = std::log1p(slower);
  std::vector<SuiteCase> cases;
  for (const auto& [profile, count] : scenario.mix.cases)
    for (int i = 0; i < count; ++i)
      cases.emplace_back(runs[profile], scenario.disturbed == Disturbed::scatter_now && cases.size() % scattering == 0);
  Rates rates;
  for (int suite = 0; suite < suites; ++suite) {
    const std::vector<History> histories = stored(cases, scenario, random);
    const int slow = one_of(random, scenario.now);
    std::array<bool, ways> any{};
    for (size_t i = 0; i < cases.size(); ++i) {
      const History& history = histories[i];
      const Job first = cases[i].now(random, scenario, change, slow);
      std::array<Decision, ways> decisions;
      decisions[once] = decide(history, {first}, limit);
      if (history.jobs.size() >= jobs_for_history)
        rates.expected += false_alarm_chance(history.counted, history.between_jobs, limit);
      if (decisions[once].suspicious) {
        rates.again += 1;
        decisions[fresh] =
            decide(history, {first, cases[i].now(random, scenario, change, one_of(random, scenario.now))}, limit);
        decisions[in_turn] = decide_paired(history, cases[i].turns(random, scenario, change, one_of(random, 2 * pairs)),
                                           limit, decisions[once]);
      }
      for (size_t way = 0; way < ways; ++way)
        if (decisions[way].verdict == Verdict::regressed) {
          rates.rows[way] += 1;
          any[way] = true;
        }
    }
    for (size_t way = 0; way < ways; ++way) rates.suites[way] += any[way];
  }
  const double rows = static_cast<double>(suites) * static_cast<double>(cases.size());
  rates.false_rows = rates.rows[once];
  rates.again /= rows;
  for (size_t way = 0; way < ways; ++way) {
    rates.suites[way] /= suites;
    rates.rows[way] /= rows;
  }
  return rates;
}

std::string shares(const Shares& all, int digits) {
  return fmt::format("{:.{}f} / {:.{}f} / {:.{}f} %", 100 * all[once], digits, 100 * all[fresh], digits,
                     100 * all[in_turn], digits);
}

// Whether so many false rows are what was expected: within a factor 1.5, or, where there are fewer than 50, within what
// chance makes of it (99 % of Poisson's distribution, by the normal one of square roots).
bool as_told(double seen, double expected) {
  if (seen >= 50) return seen <= 1.5 * expected && expected <= 1.5 * seen;
  constexpr double normal_995 = 2.5758293035489004;
  return std::sqrt(expected) >= std::sqrt(seen) - normal_995 / 2 &&
         std::sqrt(expected) <= std::sqrt(seen + 1) + normal_995 / 2;
}

bool met(const Scenario& scenario, const Rates& alike, const Rates& five, const Rates& ten) {
  bool all = scenario.jobs < static_cast<int>(jobs_for_history) || as_told(alike.false_rows, alike.expected);
  for (size_t way = 0; way < ways; ++way)
    all = all && alike.suites[way] <= scenario.most_false[way] && five.rows[way] >= scenario.least_5[way] &&
          ten.rows[way] >= scenario.least_10[way];
  return all;
}

int simulate(int suites) {
  std::vector<Runs> runs;
  for (const Profile& profile : profiles) runs.emplace_back(profile);
  bool all_met = true;
  fmt::print(
      "| noise | jobs stored × processes, now | suites with a false failure | false rows in {} suites: seen, told | "
      "rows run again | +5 % "
      "found | +10 % found |\n|---|---|---|---|---|---|---|\n",
      suites);
  for (const Scenario& scenario : scenarios) {
    const Rates alike = rates_of(scenario, runs, 0, suites);
    const int fewer = std::max(1, suites / 12);  // of 100 rows each: as sure as the suites are
    const Rates five = rates_of(scenario, runs, 0.05, fewer), ten = rates_of(scenario, runs, 0.10, fewer);
    const bool good = met(scenario, alike, five, ten);
    all_met = all_met && good;
    fmt::print("| {}{} | {} × {}, {} | {} | {:.0f}, {} | {:.1f} % | {} | {} |{}\n", scenario.mix.name,
               disturbances[static_cast<size_t>(scenario.disturbed)], scenario.jobs, scenario.runs, scenario.now,
               shares(alike.suites, 2), alike.false_rows,
               scenario.jobs < static_cast<int>(jobs_for_history) ? "–" : fmt::format("{:.1f}", alike.expected),
               100 * alike.again, shares(five.rows, 1), shares(ten.rows, 1), good ? "" : " MISSED");
    std::fflush(stdout);
  }
  return all_met ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace gpupeak::simulation

int main(int argc, char** argv) {
  const int suites = argc > 1 ? std::atoi(argv[1]) : 300;
  if (suites < 1) {
    fmt::print(stderr, "usage: simulation [suites]\n");
    return 2;
  }
  return gpupeak::simulation::simulate(suites);
}
