// What of a device or of the system grows while a stretch of a run lasts: memory, and what a quota of CPU time did.
#pragma once

#include <optional>

#include "core/device.h"
#include "core/throttling.h"
#include "core/units.h"

namespace gpupeak {

// Adds what the device's memory in use grew by while it lived. Opponents are prepared together and verified one after
// the other, so each is charged with its own stretches.
class Growing {
 public:
  Growing(const Device& device, std::optional<Bytes>& growth)
      : device_(device), growth_(growth), before_(device.memory_in_use()) {}
  ~Growing() {
    const std::optional<Bytes> after = device_.memory_in_use();
    if (before_ && after) growth_ = growth_.value_or(Bytes(0)) + (*after - *before_);
  }
  Growing(const Growing&) = delete;
  Growing& operator=(const Growing&) = delete;

 private:
  const Device& device_;
  std::optional<Bytes>& growth_;
  std::optional<Bytes> before_;
};

// Adds what a quota of CPU time did to this process while it lived; leaves no trace where none is in force.
class Throttled {
 public:
  Throttled(const Device& device, std::optional<Throttling>& counted)
      : device_(device), counted_(counted), earlier_(counted.value_or(Throttling{})), before_(device.throttling()) {}
  ~Throttled() { count(); }
  Throttled(const Throttled&) = delete;
  Throttled& operator=(const Throttled&) = delete;

  void count() {
    const std::optional<Throttling> after = before_ ? device_.throttling() : std::nullopt;
    if (after && after->periods > before_->periods) counted_ = earlier_ + (*after - *before_);
  }

 private:
  const Device& device_;
  std::optional<Throttling>& counted_;
  Throttling earlier_;
  std::optional<Throttling> before_;
};

}  // namespace gpupeak
