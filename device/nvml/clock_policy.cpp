#include "device/nvml/clock_policy.h"

#include <fmt/format.h>

namespace gpupeak::nvml {

std::string clock_policy(const Nvml& nvml, NvmlDevice device) {
  const Answer<Hertz> set = nvml.application_clock(device, NvmlClock::sm);
  const Answer<Hertz> usual = nvml.default_application_clock(device, NvmlClock::sm);
  if (!set || !usual) return "";
  return fmt::format("application clock {:.0f} MHz{}", set.value.value / 1e6,
                     set.value == usual.value ? ", the default" : "");
}

}  // namespace gpupeak::nvml
