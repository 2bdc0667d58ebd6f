// The tail of Student's t distribution.
#pragma once

namespace gpupeak {

// P(T >= t) with this many degrees of freedom, which need not be whole. By the continued fraction of the incomplete
// beta function (Abramowitz & Stegun 26.5.8 and 26.7.1), to about 1e-12.
double student_t_tail(double t, double degrees);

// The t whose tail is p, 0 < p < 0.5.
double student_t_quantile(double p, double degrees);

}  // namespace gpupeak
