#include "tests/support/fake_device.h"

#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace gpupeak::testing {
namespace {

class FakeMemory : public Memory {
 public:
  explicit FakeMemory(size_t size) : size_(size), data_(std::aligned_alloc(4096, (size + 4095) / 4096 * 4096)) {
    if (!data_) throw OutOfMemory("the test machine is out of memory");
  }
  ~FakeMemory() override { std::free(data_); }
  FakeMemory(const FakeMemory&) = delete;
  FakeMemory& operator=(const FakeMemory&) = delete;
  void* data() override { return data_; }
  size_t size() const override { return size_; }
  std::byte* at(size_t offset, size_t count) const {
    if (offset > size_ || count > size_ - offset) throw std::out_of_range("access past the end of a buffer");
    return static_cast<std::byte*>(data_) + offset;
  }

 private:
  size_t size_;
  void* data_;
};

}  // namespace

DeviceInfo fake_device_info() {
  DeviceInfo info;
  info.backend = "fake";
  info.uuid = "fake-0";
  info.name = "Scripted Device 3000";
  info.units = 2;
  info.unit_name = "core";
  info.memory = gib(16);
  info.free_memory = gib(8);
  info.caches = {{"l1", kib(32), 2, 1}, {"l2", mib(1), 2, 1}, {"l3", mib(8), 1, 2}};
  info.rated_clock = Hertz(1e9);
  info.clock_source = "scripted";
  info.features = {"script"};
  info.driver = "1.0";
  const auto rate = [](double per_second) {
    return Rate{per_second, Hertz(1e9), Scope::per_unit, Source::calibrated, "scripted"};
  };
  info.peak.rates[Resource::fp32] = rate(64e9);
  info.peak.rates[Resource::fp64] = rate(32e9);
  info.peak.rates[Resource::fp32_scalar] = rate(8e9);
  info.peak.rates[Resource::fp64_scalar] = rate(8e9);
  info.peak.rates[Resource::l1_read] = rate(256e9);
  info.peak.rates[Resource::l1_write] = rate(128e9);
  info.peak.unknown[Resource::dram] = "a script has no memory modules; give the rate with --peak dram=51.2GB/s";
  return info;
}

FakeDevice::FakeDevice(DeviceInfo info) : info_(std::move(info)) {}

std::unique_ptr<Memory> FakeDevice::allocate(Bytes size) {
  if (size > free) throw OutOfMemory("out of device memory");
  return std::make_unique<FakeMemory>(static_cast<size_t>(size.value));
}

void FakeDevice::write(Memory& to, size_t offset, std::span<const std::byte> from) {
  if (!from.empty()) std::memcpy(static_cast<FakeMemory&>(to).at(offset, from.size()), from.data(), from.size());
}

void FakeDevice::read(const Memory& from, size_t offset, std::span<std::byte> to) {
  if (!to.empty()) std::memcpy(to.data(), static_cast<const FakeMemory&>(from).at(offset, to.size()), to.size());
}

bool FakeDevice::probe_again(Resource resource) {
  Rate& rate = info_.peak.rates.at(resource);
  const double reading = probe ? probe(resource, probed) : 0;
  ++probed;
  if (reading <= rate.per_second) return false;
  rate.per_second = reading;
  return true;
}

Sample FakeDevice::time(const Window& window) {
  before_window(windows, window);
  Seconds total{0};
  for (int64_t i = 0; i < window.launches; ++i) {
    window.sets[static_cast<size_t>(window.first + i) % window.sets.size()](queue_);
    total += launch_time(launches++);
  }
  now_ += total;
  Sample sample;
  sample.launches = window.launches;
  sample.time = total / static_cast<double>(window.launches);
  sample.clock = clock(windows++);
  return sample;
}

}  // namespace gpupeak::testing
