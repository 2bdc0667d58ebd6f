#include "core/upkeep.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/buffer.h"
#include "core/host_threads.h"

namespace gpupeak {
namespace {

// The best of a few: what disturbs only adds.
template <class Work>
double shortest_s(const Work& work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return std::max(best, 1e-9);
}

}  // namespace

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

UpkeepRates measure_upkeep_rates(Device& device) {
  constexpr int64_t count = int64_t{4} << 20, rows = 64, columns = 1024;
  std::vector<double> numbers(static_cast<size_t>(count));
  UpkeepRates rates;
  rates.cores = host_threads();
  rates.generated_per_s = static_cast<double>(count / 4) / shortest_s([&] {
                            for (int64_t i = 0; i < count / 4; ++i)
                              numbers[static_cast<size_t>(i)] =
                                  generated(DataKind::random, 1, static_cast<uint64_t>(i));
                          });
  rates.multiplied_per_s = static_cast<double>(rows * columns) / shortest_s([&] {
                             for (int64_t row = 0; row < rows; ++row) {
                               const double factor = numbers[static_cast<size_t>(row)];
                               double* const to = numbers.data() + columns;
                               const double* const from = numbers.data() + 2 * columns;
                               for (int64_t i = 0; i < columns; ++i) to[i] += factor * from[i];
                             }
                           });
  Buffer<double> buffer(device, count);
  const auto bytes = Bytes(static_cast<double>(count) * sizeof(double));
  rates.to_device = bytes / Seconds(shortest_s([&] { buffer.write(0, numbers); }));
  rates.to_host = bytes / Seconds(shortest_s([&] { buffer.read(0, numbers); }));
  return rates;
}

}  // namespace gpupeak
