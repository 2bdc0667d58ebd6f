#include "core/report.h"

namespace gpupeak {

Report redacted(Report report) {
  report.run.argv.clear();
  for (DeviceInfo& device : report.devices) {
    if (device.name == report.run.host.hostname) device.name.clear();  // as imports know no other
    device.uuid.clear();
    for (Library& library : device.libraries) library.path.clear();
  }
  report.run.host.hostname.clear();
  return report;
}

}  // namespace gpupeak
