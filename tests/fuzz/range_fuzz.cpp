// What a user types: counts, sizes, times, rates and axis values are positive and finite, or an invalid_argument.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "core/format.h"
#include "method/axis_values.h"

namespace {

template <class Parse>
void expect_positive_or_refused(Parse parse) {
  try {
    const double value = parse();
    if (!std::isfinite(value) || !(value > 0)) std::abort();
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gpupeak;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  expect_positive_or_refused([&] { return parse_count(text); });
  expect_positive_or_refused([&] { return parse_bytes(text).value; });
  expect_positive_or_refused([&] { return parse_seconds(text).value; });
  expect_positive_or_refused([&] { return parse_rate(text, Unit::flop); });
  expect_positive_or_refused([&] { return parse_rate(text, Unit::byte); });
  for (const AxisKind kind : {AxisKind::word, AxisKind::count, AxisKind::size}) {
    try {
      const std::vector<std::string> values = parse_axis_values(text, kind);
      if (values.empty() || values.size() > most_axis_values) std::abort();
    } catch (const std::invalid_argument&) {
    }
  }
  return 0;
}
