// What the suites' tests share: the scripted device with the host's ladders, which are bound here and not launched.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "kernels/families.h"
#include "method/suite.h"
#include "tests/support/fake_device.h"

namespace gpupeak::testing {

// Two cores with 32 KiB, 1 MiB and a shared 8 MiB of cache, 8 GiB free, and every x86 vector width.
inline DeviceInfo wide_device() {
  DeviceInfo info = fake_device_info();
  info.features = {"fma", "avx2", "avx512f"};
  return info;
}

inline Target target(Device& device, Cache cache = Cache::hot, Bytes cold_cap = mib(512)) {
  return {{device, kernels::host_kernels()}, cache, DataKind::random, 1, cold_cap};
}

inline Trial trial_of(const Suite& suite, const Target& target, const Case& id) {
  Prepared prepared = suite.prepare(target, id);
  if (const Skip* skip = std::get_if<Skip>(&prepared)) {
    ADD_FAILURE() << id.id() << " was skipped: " << skip->reason;
    return {};
  }
  return std::get<Trial>(std::move(prepared));
}

inline std::string skip_of(const Suite& suite, const Target& target, const Case& id) {
  const Prepared prepared = suite.prepare(target, id);
  const Skip* skip = std::get_if<Skip>(&prepared);
  if (!skip) ADD_FAILURE() << id.id() << " was not skipped";
  return skip ? skip->reason : "";
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace gpupeak::testing
