// The sampling thread lives as long as one stretch, and nobody else tells a reading meanwhile.
#include "device/nvml/telemetry.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace gpupeak::nvml {
namespace {

using Clock = std::chrono::steady_clock;

Seconds now() { return Seconds(std::chrono::duration<double>(Clock::now().time_since_epoch()).count()); }
std::chrono::duration<double> duration(Seconds s) { return std::chrono::duration<double>(s.value); }

class NvmlWatch : public Watch {
 public:
  NvmlWatch(std::shared_ptr<const Nvml> nvml, NvmlDevice device, const WatchOptions& options, OnReading told)
      : nvml_(std::move(nvml)), device_(device), options_(options), told_(std::move(told)) {
    Reading opened = at(Reading::Moment::opened, now());
    opened.temperature = nvml_->temperature(device_).seen();
    opened.energy_refresh = options_.energy_refresh;
    told_(opened);
  }
  ~NvmlWatch() override { stop(); }
  NvmlWatch(const NvmlWatch&) = delete;
  NvmlWatch& operator=(const NvmlWatch&) = delete;

  void start() override {
    stop();
    Reading began = at(Reading::Moment::began, now());
    read_counters(began);
    began.at = now();
    told_(began);
    ended_ = false;
    thread_ = std::thread([this] { poll_until_ended(); });
  }

  void stop() override {
    if (!thread_.joinable()) return;
    Reading ended = at(Reading::Moment::ended, now());
    {
      const std::scoped_lock lock(mutex_);
      ended_ = true;
    }
    wake_.notify_one();
    thread_.join();
    read_counters(ended);
    ended.link = nvml_->link(device_).seen();  // before it goes to sleep
    told_(ended);
  }

  void close() override {
    stop();
    Reading closed = at(Reading::Moment::closed, now());
    closed.power_limit = nvml_->power_limit(device_).seen();
    closed.link_max = nvml_->link_max(device_).seen();
    closed.ecc_uncorrected = nvml_->ecc_uncorrected(device_).seen();
    closed.remapped_rows = nvml_->remapped_rows(device_).seen();
    closed.other_processes = others(nvml_->compute_processes(device_), static_cast<unsigned>(getpid()), true);
    told_(closed);
  }

 private:
  static Reading at(Reading::Moment moment, Seconds when) {
    Reading reading;
    reading.moment = moment;
    reading.at = when;
    return reading;
  }

  void read_counters(Reading& reading) const {
    reading.energy = nvml_->energy(device_).seen();
    const auto slowed = nvml_->slowed(device_);
    for (size_t i = 0; i < slowed.size(); ++i) reading.slowed[i] = slowed[i].seen();
  }

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

  void poll() const {
    Reading during = at(Reading::Moment::during, now());
    during.sm_clock = nvml_->clock(device_, NvmlClock::sm).seen();
    during.memory_clock = nvml_->clock(device_, NvmlClock::memory).seen();
    during.power = nvml_->power(device_).seen();
    during.temperature = nvml_->temperature(device_).seen();
    during.clock_events = nvml_->clock_events(device_).seen();
    told_(during);
  }

  const std::shared_ptr<const Nvml> nvml_;
  const NvmlDevice device_;
  const WatchOptions options_;
  const OnReading told_;  // by the thread while there is one, else by whoever starts and stops it

  std::thread thread_;  // runs between start() and stop()
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

std::unique_ptr<Watch> watch(std::shared_ptr<const Nvml> nvml, NvmlDevice device, const WatchOptions& options,
                             OnReading told) {
  return std::make_unique<NvmlWatch>(std::move(nvml), device, options, std::move(told));
}

}  // namespace gpupeak::nvml
