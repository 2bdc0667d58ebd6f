// Which device of one report is which of another: by uuid, by place, or because there is no other.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/compare/compare.h"

namespace gpupeak {
namespace {

std::set<int> devices_with_cases(const Report& report) {
  std::set<int> devices;
  for (const Measurement& m : report.measurements) devices.insert(m.device);
  return devices;
}

DeviceInfo info(const Report& report, int device) {
  const auto place = static_cast<size_t>(device);
  return place < report.devices.size() ? report.devices[place] : DeviceInfo();
}

bool same_uuid(const DeviceInfo& a, const DeviceInfo& b) { return !a.uuid.empty() && a.uuid == b.uuid; }
bool same_index(const DeviceInfo& a, const DeviceInfo& b) { return a.backend == b.backend && a.index == b.index; }

}  // namespace

std::map<int, int> paired_devices(const Report& a, const Report& b) {
  const std::set<int> in_b = devices_with_cases(b);
  std::set<int> free = devices_with_cases(a);
  if (free.size() == 1 && in_b.size() == 1) return {{*in_b.begin(), *free.begin()}};
  int next = std::max(static_cast<int>(a.devices.size()), free.empty() ? 0 : *free.rbegin() + 1);
  std::map<int, int> pairs;
  for (const auto same : {same_uuid, same_index})
    for (const int device : in_b) {
      const auto found = std::ranges::find_if(free, [&](int other) { return same(info(a, other), info(b, device)); });
      if (!pairs.contains(device) && found != free.end()) pairs.emplace(device, free.extract(found).value());
    }
  for (const int device : in_b)
    if (!pairs.contains(device)) pairs.emplace(device, next++);
  return pairs;
}

std::string id_on_device(const std::string& id, int device) { return fmt::format("{}/device={}", id, device); }

}  // namespace gpupeak
