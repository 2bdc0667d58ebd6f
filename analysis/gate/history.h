// What the stored jobs of a case say: a figure for each, how jobs and the processes of one differ, and which of them
// disagree so much with the others that they do not count. The simulation in tests/simulation runs this very code.
#pragma once

#include <span>
#include <vector>

#include "statistics/moderation.h"

namespace gpupeak {

// The medians of one job's fresh processes, of a quantity that is better when it is smaller; all positive. What differs
// between processes, and between jobs, is far more than what the samples of one process tell, so these are the units
// of evidence.
using Job = std::vector<double>;

// One of a job's processes that does not count.
struct LeftOut {
  size_t process;  // its place in the job
  double off = 0;  // from the mean of the others, a logarithm
};

// A job as one figure, of logarithms.
struct JobFigure {
  double mean = 0;
  double variance = 0;  // of the processes that count
  double processes = 0;
  std::vector<LeftOut> left_out = {};
};

// Of a job of five processes or more, one in five that lies beyond four deviations of the others does not count, where
// the others are as near to one another as processes of `between_processes` are.
JobFigure figure_of(const Job&, const Variance& between_processes);
JobFigure figure_of_logs(std::span<const double> processes, const Variance& between_processes);

// Which of these means of jobs, as logarithms, disagree with the others so much that they were disturbed as a whole; at
// most one in ten, or one of five to nine. `prior`: of their variance.
std::vector<size_t> disturbed_of(std::span<const double> means, const Variance& prior);
std::vector<double> undisturbed(std::span<const double> means);  // those that do not, by themselves

struct History {
  std::vector<Job> jobs = {};           // as they were stored, oldest first
  std::vector<JobFigure> figures = {};  // of each
  std::vector<size_t> disturbed = {};   // places of jobs that do not count
  double mean = 0;                      // of the jobs that count, a logarithm
  double counted = 0;                   // how many do
  double share_of_process = 1;          // mean of 1 / processes over them
  // Of logarithms, moderated by the other cases'. Zero degrees: not known. Where all jobs are of one process, both are
  // one.
  Variance between_jobs = {}, between_processes = {};
};

// Of all cases with one metric, by their stored jobs. Fewer than two jobs tell nothing between jobs.
std::vector<History> histories_of(std::vector<std::vector<Job>> stored);

// One figure of a job, or of several, that neither one process nor one job moves, where the noise is not known yet: the
// logarithm of the median, and the median of those.
double log_median(const Job&);
double log_median(const std::vector<Job>&);

}  // namespace gpupeak
