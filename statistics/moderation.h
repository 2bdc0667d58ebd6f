// Variances of many samples that are likely to be alike, each moderated by what all of them say: few values tell a
// variance badly, many samples of few values tell it well. Empirical Bayes after Smyth, Statistical Applications in
// Genetics and Molecular Biology 3 (2004), article 3, and Phipson et al., Annals of Applied Statistics 10 (2016) 946.
#pragma once

#include <cstddef>
#include <span>

namespace gpupeak {

inline constexpr size_t fewest_to_know_alike = 8;  // samples that tell how alike they are

struct Variance {
  double value = 0;
  double degrees = 0;  // of freedom, 0: not known
};

// The logarithm of a variance, or of the ratio of two, as a sample told it.
struct LogVariance {
  double median = 0;    // of what the true one may be, given the sample
  double sampling = 0;  // the variance of that logarithm, from the degrees of freedom alone
};
LogVariance log_of(const Variance&);  // both fields above 0
LogVariance log_ratio(const Variance& numerator, const Variance& denominator);

// What all of them say of one: their typical value, with as many degrees of freedom as they are alike. 0 degrees where
// they are fewer than three. Below `fewest_to_know_alike` too few to tell how alike they are: then it counts for 4.
// Samples far from the others do not move it.
Variance prior_of(std::span<const LogVariance>);

// Both together. A sample that the prior makes improbable (F test, p < 0.01, to the large side) goes by itself.
Variance moderated(const Variance& own, const Variance& prior);

}  // namespace gpupeak
