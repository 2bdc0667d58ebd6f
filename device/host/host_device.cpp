// The host as a device: its timed window is wall-clock time between two calibrations of the core clock.
#include "device/host/host_device.h"

#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/format.h"
#include "device/host/affinity.h"
#include "device/host/cgroup.h"
#include "device/host/host_libraries.h"
#include "device/host/host_memory.h"
#include "device/host/host_peak.h"
#include "device/host/other_threads.h"
#include "device/host/thread_pool.h"
#include "device/launch_overhead.h"

namespace gpupeak::host {
namespace {

using HostDeviceClock = std::chrono::steady_clock;

Seconds seconds(HostDeviceClock::duration d) { return Seconds(std::chrono::duration<double>(d).count()); }

// The smallest step seen between two readings of the clock.
Seconds measured_tick() {
  HostDeviceClock::duration smallest = std::chrono::milliseconds(1);
  for (int i = 0; i < 1000; ++i) {
    const auto start = HostDeviceClock::now();
    auto next = HostDeviceClock::now();
    while (next == start) next = HostDeviceClock::now();
    smallest = std::min(smallest, next - start);
  }
  return seconds(smallest);
}

// The calling thread is worker 0. It runs a job for a window of ours pinned to its core; for a vendor's it keeps its
// whole mask, which the library's threads inherit.
class PoolQueue : public HostQueue {
 public:
  PoolQueue(ThreadPool& pool, const std::vector<int>& cpus) : pool_(pool), cpus_(cpus) {}

  void wait() override {}  // launches are done when they return

  void parallel(int workers, const std::function<void(int, int)>& work) override {
    if (lent_) throw std::logic_error("host: one of our kernels was launched in a vendor library's window");
    pool_.run(workers, work);
  }

  int cpu_of(int worker) const override { return cpus_.at(static_cast<size_t>(worker)); }

  void lend_cores(bool lent) { lent_ = lent; }

 private:
  ThreadPool& pool_;
  const std::vector<int>& cpus_;
  bool lent_ = false;
};

// While it lives the cores belong to a vendor's threads.
class CoresLent {
 public:
  CoresLent(PoolQueue& queue, const ThreadPool& pool) : queue_(queue) {
    pool.quiesce();
    queue_.lend_cores(true);
  }
  ~CoresLent() { queue_.lend_cores(false); }
  CoresLent(const CoresLent&) = delete;
  CoresLent& operator=(const CoresLent&) = delete;

 private:
  PoolQueue& queue_;
};

std::optional<Hertz> mean(std::optional<Hertz> a, std::optional<Hertz> b) {
  if (!a || !b) return std::nullopt;
  return (*a + *b) / 2;
}

class HostDevice final : public Device {
 public:
  HostDevice(HostDescription host, const Opening& opening)
      : info_(std::move(host.info)),
        cpus_(host.cpus),
        probed_(std::move(host.probed)),
        pool_(std::move(host.cpus)),
        queue_(pool_, cpus_) {
    if (opening.probe)
      info_.launch_overhead =
          launch_overhead(*this, [this](Queue&) { queue_.parallel(pool_.size(), [](int, int) {}); });
    info_ = described(std::move(info_), opening);
  }

  const DeviceInfo& info() const override { return info_; }
  void look_at_libraries(const Inspector& inspect) override {
    info_.libraries = find_libraries();
    for (Library& library : info_.libraries)
      if (inspect && !library.path.empty()) library = inspect(library);
  }
  Bytes free_memory() const override { return read_memory_state().free; }
  std::optional<Bytes> memory_in_use() const override { return resident_memory(); }
  Queue& queue() override { return queue_; }
  Seconds timer_tick() const override { return tick_; }
  Seconds now() const override { return seconds(HostDeviceClock::now().time_since_epoch()); }

  std::unique_ptr<Memory> allocate(Bytes size) override {
    auto memory = allocate_host_memory(size, free_memory());
    touch(*memory);
    return memory;
  }

  void write(Memory& to, size_t offset, std::span<const std::byte> from) override {
    if (!from.empty()) std::memcpy(place(to, offset, from.size()), from.data(), from.size());
  }

  void read(const Memory& from, size_t offset, std::span<std::byte> to) override {
    if (!to.empty()) std::memcpy(to.data(), place(from, offset, to.size()), to.size());
  }

  Sample time(const Window& window) override {
    if (window.sets.empty() || window.launches < 1 || window.first < 0)
      throw std::invalid_argument("host: a timed window needs at least one launch");
    if (window.threads == Threads::ours) {
      const PinnedHere here(cpus_.at(static_cast<size_t>(window.unit)));
      return measure(window);
    }
    const CoresLent lent(queue_, pool_);
    return measure(window);
  }

  // Back to back, with nothing but a reading of the clock between two launches.
  std::vector<std::vector<Seconds>> time_each(const Rounds& wanted) override {
    if (wanted.threads == Threads::ours) {
      const PinnedHere here(cpus_.at(static_cast<size_t>(wanted.unit)));
      pool_.wake();
      return stamped(wanted);
    }
    const CoresLent lent(queue_, pool_);
    return stamped(wanted);
  }

  // OpenMP threads spin for some milliseconds after their last work, OpenBLAS's for 2^26 ticks of the time stamp
  // counter.
  void settle() override {
    constexpr auto longest = std::chrono::milliseconds(200);  // some are told to spin for ever (OMP_WAIT_POLICY=active)
    pool_.quiesce();
    for (const auto end = HostDeviceClock::now() + longest; other_threads_run() && HostDeviceClock::now() < end;)
      std::this_thread::sleep_for(std::chrono::microseconds(500));
  }

  bool probe_again(Resource resource) override {
    const auto known = info_.peak.rates.find(resource);
    if (known == info_.peak.rates.end() || known->second.source != Source::calibrated) return false;
    settle();
    std::optional<Rate> rate = risen_rate(resource, known->second, info_.units, probed_);
    if (!rate) return false;
    known->second = *std::move(rate);
    return true;
  }

  std::optional<Throttling> throttling() const override { return read_throttling(); }

 private:
  std::vector<std::vector<Seconds>> stamped(const Rounds& wanted) {
    std::vector<std::vector<Seconds>> times(wanted.launches.size());
    for (std::vector<Seconds>& of_one : times) of_one.reserve(static_cast<size_t>(wanted.rounds));
    auto before = HostDeviceClock::now();
    for (int64_t round = 0; round < wanted.rounds; ++round)
      for (size_t i = 0; i < times.size(); ++i) {
        wanted.launches[i](queue_);
        queue_.wait();
        const auto after = HostDeviceClock::now();
        times[i].push_back(seconds(after - before));
        before = after;
      }
    return times;
  }

  Sample measure(const Window& window) {
    const auto before = clock_while(window.busy);
    if (window.threads == Threads::ours) pool_.wake();
    const auto start = HostDeviceClock::now();
    const auto sets = static_cast<int64_t>(window.sets.size());
    for (int64_t i = 0, set = window.first % sets; i < window.launches; ++i) {
      window.sets[static_cast<size_t>(set)](queue_);
      if (++set == sets) set = 0;
    }
    queue_.wait();
    const auto end = HostDeviceClock::now();
    return {.time = seconds(end - start) / static_cast<double>(window.launches),
            .launches = window.launches,
            .clock = mean(before, clock_while(window.busy))};
  }

  // Large pieces are first written by the workers that will use them, each its share, so that on a machine with several
  // memory nodes every core finds its share on its own node.
  void touch(HostMemory& memory) {
    if (memory.size() < huge_page_bytes * static_cast<size_t>(pool_.size())) return;
    queue_.parallel(pool_.size(), [&](int worker, int workers) {
      const size_t pages = memory.size() / page_bytes;
      const size_t from = pages * static_cast<size_t>(worker) / static_cast<size_t>(workers);
      const size_t to = pages * static_cast<size_t>(worker + 1) / static_cast<size_t>(workers);
      for (size_t page = from; page < to; ++page)
        *reinterpret_cast<volatile char*>(memory.bytes() + page * page_bytes) = 0;
    });
  }

  static std::byte* place(const Memory& memory, size_t offset, size_t size) {
    if (offset > memory.size() || size > memory.size() - offset)
      throw std::out_of_range(
          fmt::format("host: bytes {} to {} are outside a memory of {} bytes", offset, offset + size, memory.size()));
    return static_cast<const HostMemory&>(memory).bytes() + offset;
  }

  DeviceInfo info_;
  std::vector<int> cpus_;    // of the cores, by unit
  std::vector<int> probed_;  // of those that peaks are probed on
  ThreadPool pool_;
  PoolQueue queue_;
  Seconds tick_ = measured_tick();
};

}  // namespace

std::unique_ptr<Device> open_host(const Opening& opening) {
  return std::make_unique<HostDevice>(describe_host(opening.probe), opening);
}

}  // namespace gpupeak::host
