// The sampling thread lives as long as one stretch and touches nothing but its own polls, which are read after it
// ended.
#include "device/nvml/telemetry.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "device/nvml/energy_refresh.h"
#include "statistics/stats.h"

namespace gpupeak::nvml {
namespace {

using Clock = std::chrono::steady_clock;

Seconds now() { return Seconds(std::chrono::duration<double>(Clock::now().time_since_epoch()).count()); }
std::chrono::duration<double> duration(Seconds s) { return std::chrono::duration<double>(s.value); }

// All readings of one fact; the last failure is the reason when none succeeded.
template <class T>
struct Series {
  std::vector<double> values;
  std::string failure = "no poll fell into the timed windows";

  void add(const Answer<T>& answer) {
    if (!answer)
      failure = text(answer.status);
    else if constexpr (std::is_arithmetic_v<T>)
      values.push_back(static_cast<double>(answer.value));
    else
      values.push_back(answer.value.value);
  }
  double min() const { return *std::ranges::min_element(values); }
  double max() const { return *std::ranges::max_element(values); }
  double mean() const {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }
};

Seen<ClockRange> range(const Series<Hertz>& s) {
  if (s.values.empty()) return Seen<ClockRange>::none(s.failure);
  return ClockRange{Hertz(s.min()), Hertz(median(s.values)), Hertz(s.max())};
}

// A cumulative counter: what it grew by over all stretches. One stretch that cannot be read spoils the sum.
template <class T>
class Growth {
 public:
  void begin(const Answer<T>& answer) { before_ = answer; }
  void end(const Answer<T>& answer) {
    ++stretches_;
    const Answer<T>& bad = before_ ? answer : before_;
    if (!bad)
      failure_ = text(bad.status);
    else if (answer.value < before_.value)
      failure_ = "the counter went back, so the driver was loaded anew";
    else
      sum_ += answer.value - before_.value;
  }
  Seen<T> seen() const {
    if (!failure_.empty()) return Seen<T>::none(failure_);
    return stretches_ > 0 ? Seen<T>(sum_) : Seen<T>::none("nothing was watched");
  }

 private:
  Answer<T> before_;
  T sum_{};
  int stretches_ = 0;
  std::string failure_;
};

class NvmlWatch : public Watch {
 public:
  NvmlWatch(std::shared_ptr<const Nvml> nvml, NvmlDevice device, const WatchOptions& options)
      : nvml_(std::move(nvml)), device_(device), options_(options) {
    start_temperature_ = nvml_->temperature(device_);
  }
  ~NvmlWatch() override { stop(); }
  NvmlWatch(const NvmlWatch&) = delete;
  NvmlWatch& operator=(const NvmlWatch&) = delete;

  void start() override {
    stop();
    energy_.begin(nvml_->energy(device_));
    const auto slowed = nvml_->slowed(device_);
    for (size_t i = 0; i < slowed.size(); ++i) slowed_[i].begin(slowed[i]);
    began_ = now();
    ended_ = false;
    thread_ = std::thread([this] { poll_until_ended(); });
  }

  void stop() override {
    if (!thread_.joinable()) return;
    result_.watched += now() - began_;
    ++result_.stretches;
    {
      const std::scoped_lock lock(mutex_);
      ended_ = true;
    }
    wake_.notify_one();
    thread_.join();
    energy_.end(nvml_->energy(device_));
    const auto slowed = nvml_->slowed(device_);
    for (size_t i = 0; i < slowed.size(); ++i) slowed_[i].end(slowed[i]);
    link_ = nvml_->link(device_).seen();  // before it goes to sleep
  }

  Telemetry result() override {
    stop();
    Telemetry t = result_;
    t.polls = polls_;
    t.sm_clock = range(sm_clock_);
    t.memory_clock = range(memory_clock_);
    t.power = power_.values.empty() ? Seen<PowerRange>::none(power_.failure)
                                    : PowerRange{Watts(power_.mean()), Watts(power_.max())};
    t.power_limit = nvml_->power_limit(device_).seen();
    t.energy_refresh = options_.energy_refresh;
    t.energy = trusted_energy(energy_.seen(), t.energy_refresh, t.watched, t.stretches);
    t.temperature = temperatures();
    for (size_t i = 0; i < slowed_.size(); ++i) t.slowed[i] = slowed_[i].seen();
    t.clock_events = events_.values.empty() ? Seen<uint64_t>::none(events_.failure) : Seen<uint64_t>(event_bits_);
    t.link = link_;
    t.link_max = nvml_->link_max(device_).seen();
    t.ecc_uncorrected = nvml_->ecc_uncorrected(device_).seen();
    t.remapped_rows = nvml_->remapped_rows(device_).seen();
    t.other_processes = others(nvml_->compute_processes(device_), static_cast<unsigned>(getpid()), true);
    return t;
  }

 private:
  void poll_until_ended() {
    std::unique_lock lock(mutex_);
    Seconds pause = options_.first_poll;
    while (!wake_.wait_for(lock, duration(pause), [this] { return ended_; })) {
      lock.unlock();
      poll();
      lock.lock();
      pause = options_.interval;
    }
  }

  void poll() {
    ++polls_;
    sm_clock_.add(nvml_->clock(device_, NvmlClock::sm));
    memory_clock_.add(nvml_->clock(device_, NvmlClock::memory));
    power_.add(nvml_->power(device_));
    temperature_.add(nvml_->temperature(device_));
    const Answer<uint64_t> events = nvml_->clock_events(device_);
    events_.add(events);
    if (events) event_bits_ |= events.value;
  }

  Seen<TemperatureRange> temperatures() const {
    if (!start_temperature_) return Seen<TemperatureRange>::none(text(start_temperature_.status));
    if (temperature_.values.empty()) return Seen<TemperatureRange>::none(temperature_.failure);
    return TemperatureRange{start_temperature_.value, std::max(start_temperature_.value, temperature_.max())};
  }

  const std::shared_ptr<const Nvml> nvml_;
  const NvmlDevice device_;
  const WatchOptions options_;
  Telemetry result_;
  Answer<double> start_temperature_;
  Seconds began_;
  Growth<Joules> energy_;
  std::array<Growth<Seconds>, slowdowns.size()> slowed_;
  Seen<PcieLink> link_ = Seen<PcieLink>::none("nothing was watched");

  std::thread thread_;  // runs between start() and stop(); what follows is its own while it does
  Series<Hertz> sm_clock_, memory_clock_;
  Series<Watts> power_;
  Series<double> temperature_;
  Series<uint64_t> events_;
  uint64_t event_bits_ = 0;
  int polls_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;  // guarded by mutex_
};

}  // namespace

Seen<Seconds> measure_energy_refresh(const Nvml& nvml, NvmlDevice device) {
  return energy_refresh({.read = [&] { return nvml.energy(device).seen(); },
                         .now = now,
                         .sleep = [](Seconds s) { std::this_thread::sleep_for(duration(s)); }});
}

std::unique_ptr<Watch> watch(std::shared_ptr<const Nvml> nvml, NvmlDevice device, const WatchOptions& options) {
  return std::make_unique<NvmlWatch>(std::move(nvml), device, options);
}

}  // namespace gpupeak::nvml
