#include "core/upkeep.h"

#include <algorithm>

namespace gpupeak {

Upkeep& Upkeep::operator+=(const Upkeep& more) {
  generated += more.generated;
  multiplied += more.multiplied;
  to_device = to_device + more.to_device;
  to_host = to_host + more.to_host;
  return *this;
}

Upkeep operator*(double times, Upkeep one) {
  one.generated *= times;
  one.multiplied *= times;
  one.to_device = times * one.to_device;
  one.to_host = times * one.to_host;
  return one;
}

Seconds time_of(const Upkeep& upkeep, const UpkeepRates& rates) {
  const double cores = std::max(1, rates.cores);
  return Seconds(upkeep.generated / (cores * rates.generated_per_s) +
                 upkeep.multiplied / (cores * rates.multiplied_per_s)) +
         upkeep.to_device / rates.to_device + upkeep.to_host / rates.to_host;
}

}  // namespace gpupeak
