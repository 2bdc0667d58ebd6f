// A device under its own name with a corrected description: the user's peaks, or those an interrupted run was judged
// by.
#pragma once

#include <memory>

#include "core/device.h"

namespace gpupeak::cli {

class ConfiguredDevice : public Device {
 public:
  ConfiguredDevice(Device& device, DeviceInfo info) : device_(device), info_(std::move(info)) {}

  const DeviceInfo& info() const override { return info_; }
  std::unique_ptr<Memory> allocate(Bytes size) override { return device_.allocate(size); }
  Bytes free_memory() const override { return device_.free_memory(); }
  std::optional<Bytes> memory_in_use() const override { return device_.memory_in_use(); }
  void write(Memory& to, size_t offset, std::span<const std::byte> from) override { device_.write(to, offset, from); }
  void read(const Memory& from, size_t offset, std::span<std::byte> to) override { device_.read(from, offset, to); }
  Queue& queue() override { return device_.queue(); }
  Sample time(const Window& window) override { return device_.time(window); }
  std::vector<std::vector<Seconds>> time_each(const Rounds& rounds) override { return device_.time_each(rounds); }
  Seconds timer_tick() const override { return device_.timer_tick(); }
  Seconds now() const override { return device_.now(); }
  void settle() override { device_.settle(); }
  std::unique_ptr<Watch> watch() override { return device_.watch(); }
  std::optional<LaunchShape> last_shape() override { return device_.last_shape(); }

 private:
  Device& device_;
  DeviceInfo info_;
};

}  // namespace gpupeak::cli
