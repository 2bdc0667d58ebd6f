// From figures to places: linear and logarithmic scales with the ticks a reader expects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::svg {

// Maps [low, high] to [from, to]; logarithmic where `log`, and then low and high are above 0.
struct Scale {
  double low = 0, high = 1;
  double from = 0, to = 1;
  bool log = false;
  double at(double value) const;  // of what is outside: the nearest end
};

// That reaches from the least to the largest of `values`, widened where they are one, and to `including` (linear only).
// Values that are not finite, and for `log` not above 0, are left out; without any it is 0 to 1 (1 to 10).
Scale linear_over(const std::vector<double>& values, double from, double to, bool from_zero = true);
Scale log_over(const std::vector<double>& values, double from, double to);

// Round values within the scale, about `count` of them: 1, 2 and 5 times powers of ten; of logarithmic scales
// with three powers of ten these alone. `binary`: powers of two.
std::vector<double> ticks(const Scale&, int count, bool binary = false);

// A share as a tick says it: "20 %".
std::string whole_percent(double ratio);

// Three significant digits without zeros at the end, and the SI prefix: "12.5 G". Unit as given: "12.5 GB/s".
std::string si(double value, std::string_view unit = {});

}  // namespace gpupeak::svg
