// A device in host memory whose clock is a script: whole runs become exact and instant.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/device.h"

namespace gpupeak::testing {

// Two cores at 1 GHz with round peaks: fp32 64 GFLOP/s, fp64 32, caches 32 KiB / 1 MiB / 8 MiB; dram unknown.
DeviceInfo fake_device_info();

class FakeDevice : public Device {
 public:
  explicit FakeDevice(DeviceInfo info = fake_device_info());

  // Time of the launch number `n` since the device was made, counted over all windows; default 1 ms for each.
  std::function<Seconds(int64_t n)> launch_time = [](int64_t) { return Seconds(1e-3); };
  // The core clock seen in a window; default 1 GHz.
  std::function<std::optional<Hertz>(int64_t window)> clock = [](int64_t) { return Hertz(1e9); };
  // Called before each window, with its number: throw DeviceLost here, or interrupt.
  std::function<void(int64_t window, const Window&)> before_window = [](int64_t, const Window&) {};
  // What a probe of a rate reads when it is repeated, per second, with the number of the attempt; by default it knows
  // none by probing.
  std::function<double(Resource, int attempt)> probe = nullptr;
  // What a quota of CPU time has done to the process so far; by default none is in force.
  std::function<std::optional<Throttling>()> quota = [] { return std::nullopt; };
  Bytes free{8.0 * (1 << 30)};
  std::optional<Bytes> in_use;  // of its memory; by default it cannot tell
  Seconds jump{0};              // of the clock behind now(), forwards or backwards

  int64_t windows = 0;   // timed so far
  int64_t launches = 0;  // in windows so far
  int64_t settled = 0;   // calls of settle()
  int probed = 0;        // calls of probe_again()

  const DeviceInfo& info() const override { return info_; }
  std::unique_ptr<Memory> allocate(Bytes size) override;
  Bytes free_memory() const override { return free; }
  std::optional<Bytes> memory_in_use() const override { return in_use; }
  void write(Memory& to, size_t offset, std::span<const std::byte> from) override;
  void read(const Memory& from, size_t offset, std::span<std::byte> to) override;
  Queue& queue() override { return queue_; }
  Sample time(const Window&) override;
  bool probe_again(Resource) override;
  std::optional<Throttling> throttling() const override { return quota(); }
  Seconds timer_tick() const override { return Seconds(1e-9); }
  Seconds now() const override { return now_ + jump; }
  void settle() override { ++settled; }

 private:
  struct FakeQueue : Queue {
    void wait() override {}
  };

  DeviceInfo info_;
  FakeQueue queue_;
  Seconds now_{0};
};

}  // namespace gpupeak::testing
