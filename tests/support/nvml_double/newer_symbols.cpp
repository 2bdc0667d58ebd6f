// The functions and newer names that old drivers lack.
#include <unistd.h>

#include <cstring>

#include "scenario.h"

using nvml_double::number;

extern "C" {

int nvmlInit();
int nvmlDeviceGetCount(unsigned*);
int nvmlDeviceGetHandleByIndex(unsigned, void**);

int nvmlInit_v2() { return nvmlInit(); }
int nvmlDeviceGetCount_v2(unsigned* count) { return nvmlDeviceGetCount(count); }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) { return nvmlDeviceGetHandleByIndex(index, device); }
int nvmlDeviceGetEnforcedPowerLimit(void*, unsigned* out) {
  *out = static_cast<unsigned>(1000 * number("limit_w", 700));
  return nvml_double::status("nvmlDeviceGetEnforcedPowerLimit");
}
int nvmlDeviceGetTotalEnergyConsumption(void*, unsigned long long* out) {
  *out = nvml_double::counter_of("energy", number("energy_step_mj", 1000));
  return nvml_double::status("nvmlDeviceGetTotalEnergyConsumption");
}
int nvmlDeviceGetCurrentClocksEventReasons(void*, unsigned long long* bits) {
  *bits = static_cast<unsigned long long>(number("events", 0));
  return nvml_double::status("nvmlDeviceGetCurrentClocksEventReasons");
}
int nvmlDeviceGetRemappedRows(void*, unsigned* corrected, unsigned* uncorrected, unsigned* pending, unsigned* failed) {
  *corrected = static_cast<unsigned>(number("remapped_corrected", 0));
  *uncorrected = static_cast<unsigned>(number("remapped_uncorrected", 0));
  *pending = static_cast<unsigned>(number("remap_pending", 0));
  *failed = static_cast<unsigned>(number("remap_failed", 0));
  return nvml_double::status("nvmlDeviceGetRemappedRows");
}
int nvmlDeviceGetMigMode(void*, unsigned* now, unsigned* pending) {
  *now = *pending = static_cast<unsigned>(number("mig", 0));
  return nvml_double::status("nvmlDeviceGetMigMode");
}
// The second layout: 24 bytes for each process.
int nvmlDeviceGetComputeRunningProcesses_v3(void*, unsigned* count, void* out) {
  const unsigned pids[] = {static_cast<unsigned>(number("own_pid", 1) ? getpid() : 0),
                           static_cast<unsigned>(number("other_pid", 0))};
  unsigned n = 0;
  for (const unsigned pid : pids)
    if (pid) std::memcpy(static_cast<char*>(out) + 24 * n++, &pid, sizeof pid);
  *count = n;
  return nvml_double::status("nvmlDeviceGetComputeRunningProcesses_v3");
}

}  // extern "C"
