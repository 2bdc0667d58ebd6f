#include "suites/cores.h"

#include <fmt/format.h>

namespace gpupeak {

Axis cores_axis() {
  return {.name = "cores",
          .kind = AxisKind::count,
          .values = {"one", "all"},
          .words = {"one", "all"},
          .summary = "compute units at work: one, all or a count"};
}

std::variant<int, Skip> cores_of(const Case& id, const DeviceInfo& device) {
  const std::string& cores = id.text("cores");
  if (cores == "one") return 1;
  if (cores == "all") return device.units;
  const int64_t count = id.integer("cores");
  if (count < 1 || count > device.units)
    return Skip{fmt::format("needs {} {}s, this device has {}; try --set {}.cores=all", count, device.unit_name,
                            device.units, id.suite())};
  return static_cast<int>(count);
}

}  // namespace gpupeak
