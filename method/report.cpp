#include "method/report.h"

namespace gpupeak {

Report redacted(Report report) {
  report.run.argv.clear();
  report.run.host.hostname.clear();
  for (DeviceInfo& device : report.devices) {
    device.uuid.clear();
    for (Library& library : device.libraries) library.path.clear();
  }
  return report;
}

}  // namespace gpupeak
