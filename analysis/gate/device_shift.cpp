#include "analysis/gate/device_shift.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/gate/trend.h"
#include "core/text.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

constexpr double least_common_shift = 0.01;
constexpr size_t least_common_rows = 8;
constexpr double common_share = 0.75;     // of the rows that must have moved the same way by half the common shift
constexpr double shift_to_tell = 0.05;    // of a stored job
constexpr double chance_of_shift = 1e-3;  // of a device that is as it was between the stored jobs
constexpr double least_shift_of_few_jobs = 0.05;

// Whether the device is surely slower than it was between the stored jobs.
bool beyond(double shift, std::span<const double> usual, double limit) {
  if (usual.size() < jobs_for_history) return shift >= std::log1p(std::max(limit, least_shift_of_few_jobs));
  std::vector<Job> jobs;  // a job that was disturbed as a whole hides no other
  for (const double moved : usual) jobs.push_back({std::exp(moved)});
  const History stored = histories_of({jobs}).front();
  const double error = std::sqrt(stored.between_jobs.value * (1 + 1 / stored.counted));
  const bool unusual =
      !(error > 0) || student_t_tail((shift - stored.mean) / error, stored.between_jobs.degrees) < chance_of_shift;
  return shift >= std::log1p(limit) && unusual;
}

}  // namespace

double common_shift(std::span<const double> log_ratios) {
  if (log_ratios.size() < least_common_rows) return 0;
  const double shift = median(log_ratios);
  if (std::abs(shift) < std::log1p(least_common_shift)) return 0;
  const auto with_it = std::ranges::count_if(log_ratios, [&](double r) { return r / shift >= 0.5; });
  return static_cast<double>(with_it) >= common_share * static_cast<double>(log_ratios.size()) ? shift : 0;
}

std::vector<const Question*> timed_questions(const Questions& questions) {
  std::vector<const Question*> timed;
  std::set<std::string_view> seen;
  for (const Question& asked : questions.all)
    if (asked.metric->decided_by == DecidedBy::time && !asked.history.empty() && !asked.candidate.empty() &&
        seen.insert(asked.id).second)
      timed.push_back(&asked);
  return timed;
}

std::vector<double> take_shifts_from_history(Questions& questions) {
  std::map<size_t, std::vector<double>> by_job;
  for (const Question* asked : timed_questions(questions)) {
    std::vector<double> means;
    for (const Job& job : asked->history) means.push_back(log_median(job));
    // Over the newest, which cases have in common whatever step begins the history of each.
    const double level = median(std::span(means).last(std::min(means.size(), newest_jobs)));
    for (size_t i = 0; i < means.size(); ++i) by_job[asked->history_jobs[i]].push_back(means[i] - level);
  }
  std::map<size_t, double> shifts;
  std::vector<double> usual;
  for (const auto& [job, moved] : by_job) {
    shifts[job] = common_shift(moved);
    if (moved.size() >= least_common_rows) usual.push_back(median(moved));
  }
  for (const auto& [job, shift] : shifts)
    if (std::abs(shift) >= std::log1p(shift_to_tell))
      questions.notes.push_back(
          fmt::format("{} of the baseline: its cases were {:.1f} % {} together than in the others; that is taken out",
                      described(questions.history->jobs[job], job), 100 * std::abs(std::expm1(shift)),
                      shift > 0 ? "slower" : "faster"));
  for (Question& asked : questions.all)
    if (asked.metric->decided_by == DecidedBy::time)
      for (size_t i = 0; i < asked.history.size(); ++i)
        for (double& value : asked.history[i]) value *= std::exp(-shifts[asked.history_jobs[i]]);
  return usual;
}

double candidate_shift(const Questions& questions) {
  std::vector<double> moved;
  for (const Question* asked : timed_questions(questions))
    moved.push_back(log_median(asked->candidate) - log_median(asked->history));
  return common_shift(moved);
}

DeviceShift device_shift(const Questions& questions, double candidate, std::span<const double> usual,
                         std::optional<double> allowed, const Confirmation* confirmed) {
  const std::vector<const Question*> timed = timed_questions(questions);
  std::vector<double> again, turned;
  for (const Question* asked : timed) {
    if (const Job job = job_again(*asked, confirmed); !job.empty())
      again.push_back(log_median(job) - log_median(asked->history));
    if (const std::vector<double> pairs = in_turn(*asked, confirmed); !pairs.empty()) turned.push_back(median(pairs));
  }
  DeviceShift shift{.again = std::max(0.0, common_shift(again)), .finding = {}};
  if (candidate == 0) return shift;

  const double change = std::expm1(candidate), limit = allowed.value_or(INFINITY);
  const auto with_it = std::ranges::count_if(timed, [&](const Question* asked) {
    return (log_median(asked->candidate) - log_median(asked->history)) / candidate >= 0.5;
  });
  const bool all = with_it == static_cast<std::ptrdiff_t>(timed.size());
  shift.finding =
      fmt::format("{} moved together: {} {:.1f} % {} than in the baseline",
                  all ? count_of(timed.size(), "case") : fmt::format("{} of {} cases", with_it, timed.size()),
                  all ? "everything is" : "they are", 100 * std::abs(change), change > 0 ? "slower" : "faster");
  shift.failed = beyond(candidate, usual, limit);
  if (change > 0 && turned.size() >= least_common_rows) {
    const double in_turn = common_shift(turned);
    shift.failed = in_turn >= std::log1p(limit);
    shift.finding +=
        shift.failed
            ? fmt::format(", and {:.1f} % in turn with the baseline's program", 100 * std::expm1(in_turn))
            : std::string(", but in turn with the baseline's program it is not: the device changed, not the code");
  } else if (change > 0 && again.size() >= least_common_rows) {
    shift.failed = shift.failed && beyond(shift.again, usual, limit);
    shift.finding += shift.again > 0 ? fmt::format(", and {:.1f} % when run again", 100 * std::expm1(shift.again))
                                     : std::string(", but was not when run again");
  }
  shift.finding += ". Look at clocks, power limit, temperature and other load";
  if (change > 0) shift.finding += "; the rows below are judged without it";
  return shift;
}

}  // namespace gpupeak
