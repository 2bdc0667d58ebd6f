#include "method/telemetry_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <type_traits>

#include "core/format.h"
#include "statistics/stats.h"

namespace gpupeak {

template <class T>
void TelemetrySummary::Series::add(const Seen<T>& reading) {
  if (!reading)
    failure = reading.reason;
  else if constexpr (std::is_arithmetic_v<T>)
    values.push_back(static_cast<double>(*reading));
  else
    values.push_back(reading->value);
}

double TelemetrySummary::Series::min() const { return *std::ranges::min_element(values); }
double TelemetrySummary::Series::max() const { return *std::ranges::max_element(values); }
double TelemetrySummary::Series::mean() const {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Seen<ClockRange> TelemetrySummary::Series::clocks() const {
  if (values.empty()) return Seen<ClockRange>::none(failure);
  return ClockRange{Hertz(min()), Hertz(median(values)), Hertz(max())};
}

template <class T>
void TelemetrySummary::Growth<T>::end(const Seen<T>& reading) {
  ++stretches_;
  const Seen<T>& bad = before_ ? reading : before_;
  if (!bad)
    failure_ = bad.reason;
  else if (*reading < *before_)
    failure_ = "the counter went back, so the driver was loaded anew";
  else
    sum_ += *reading - *before_;
}

template <class T>
Seen<T> TelemetrySummary::Growth<T>::seen() const {
  if (!failure_.empty()) return Seen<T>::none(failure_);
  return stretches_ > 0 ? Seen<T>(sum_) : Seen<T>::none("nothing was watched");
}

void TelemetrySummary::add(const Reading& reading) {
  switch (reading.moment) {
    case Reading::Moment::opened:
      start_temperature_ = reading.temperature;
      told_.energy_refresh = reading.energy_refresh;
      told_.link = Seen<PcieLink>::none("nothing was watched");
      break;
    case Reading::Moment::began:
      began_ = reading.at;
      energy_.begin(reading.energy);
      for (size_t i = 0; i < slowed_.size(); ++i) slowed_[i].begin(reading.slowed[i]);
      break;
    case Reading::Moment::during:
      ++told_.polls;
      sm_clock_.add(reading.sm_clock);
      memory_clock_.add(reading.memory_clock);
      power_.add(reading.power);
      temperature_.add(reading.temperature);
      events_.add(reading.clock_events);
      event_bits_ |= reading.clock_events.value.value_or(0);
      break;
    case Reading::Moment::ended:
      told_.watched += reading.at - began_;
      ++told_.stretches;
      energy_.end(reading.energy);
      for (size_t i = 0; i < slowed_.size(); ++i) slowed_[i].end(reading.slowed[i]);
      told_.link = reading.link;
      break;
    case Reading::Moment::closed:
      told_.power_limit = reading.power_limit;
      told_.link_max = reading.link_max;
      told_.ecc_uncorrected = reading.ecc_uncorrected;
      told_.remapped_rows = reading.remapped_rows;
      told_.other_processes = reading.other_processes;
      break;
  }
}

Telemetry TelemetrySummary::result() const {
  Telemetry t = told_;
  t.sm_clock = sm_clock_.clocks();
  t.memory_clock = memory_clock_.clocks();
  t.power = power_.values.empty() ? Seen<PowerRange>::none(power_.failure)
                                  : PowerRange{Watts(power_.mean()), Watts(power_.max())};
  t.energy = trusted_energy(energy_.seen(), t.energy_refresh, t.watched, t.stretches);
  t.temperature = temperatures();
  for (size_t i = 0; i < slowed_.size(); ++i) t.slowed[i] = slowed_[i].seen();
  t.clock_events = events_.values.empty() ? Seen<uint64_t>::none(events_.failure) : Seen<uint64_t>(event_bits_);
  return t;
}

Seen<TemperatureRange> TelemetrySummary::temperatures() const {
  if (!start_temperature_) return Seen<TemperatureRange>::none(start_temperature_.reason);
  if (temperature_.values.empty()) return Seen<TemperatureRange>::none(temperature_.failure);
  return TemperatureRange{*start_temperature_, std::max(*start_temperature_, temperature_.max())};
}

Seen<Joules> trusted_energy(const Seen<Joules>& counter, const Seen<Seconds>& refresh, Seconds watched, int stretches) {
  if (!counter) return counter;
  if (!refresh) return Seen<Joules>::none("the refresh of the energy counter is not known: " + refresh.reason);
  if (stretches < 1) return Seen<Joules>::none("nothing was watched");
  const Seconds each = watched / static_cast<double>(stretches);
  if (each >= fewest_refreshes * *refresh) return counter;
  return Seen<Joules>::none(
      fmt::format("a stretch lasted {} on average, shorter than {:.0f} refreshes of the energy counter ({} each)",
                  text(each), fewest_refreshes, text(*refresh)));
}

}  // namespace gpupeak
