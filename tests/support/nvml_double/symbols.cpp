// The functions that every NVML has, under the names that old drivers know.
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "scenario.h"

using nvml_double::number;

namespace {

char handles[16];

// Of the device with this index: the last byte counts on from that of the first.
std::string uuid_of(unsigned index) {
  std::string uuid = nvml_double::text("uuid", "GPU-0");
  if (index == 0 || uuid.size() < 2) return uuid;
  char last[3];
  std::snprintf(last, sizeof last, "%02x",
                static_cast<unsigned>(std::stoul(uuid.substr(uuid.size() - 2), nullptr, 16) + index) & 0xff);
  return uuid.substr(0, uuid.size() - 2) + last;
}

}  // namespace

extern "C" {

struct FieldValue {  // nvmlFieldValue_t
  unsigned id, scope;
  long long timestamp, latency;
  unsigned type;
  int status;
  unsigned long long value;
};
static_assert(sizeof(FieldValue) == 40);

#define PLAIN(symbol, key, otherwise)                     \
  int symbol(void*, unsigned* out) {                      \
    *out = static_cast<unsigned>(number(key, otherwise)); \
    return nvml_double::status(#symbol);                  \
  }
#define MILLI(symbol, key, otherwise)                            \
  int symbol(void*, unsigned* out) {                             \
    *out = static_cast<unsigned>(1000 * number(key, otherwise)); \
    return nvml_double::status(#symbol);                         \
  }
#define CLOCK(symbol, sm, sm_otherwise)                                                               \
  int symbol(void*, unsigned which, unsigned* out) {                                                  \
    *out = static_cast<unsigned>(which == 2 ? number("memory_mhz", 3201) : number(sm, sm_otherwise)); \
    return nvml_double::status(#symbol);                                                              \
  }
#define TEXT(symbol, key, otherwise)                                           \
  int symbol(void*, char* out, unsigned size) {                                \
    std::snprintf(out, size, "%s", nvml_double::text(key, otherwise).c_str()); \
    return nvml_double::status(#symbol);                                       \
  }

int nvmlInit() {
  nvml_double::load();
  return static_cast<int>(number("init", 0));
}
int nvmlShutdown() { return 0; }
int nvmlSystemGetDriverVersion(char* out, unsigned size) {
  std::snprintf(out, size, "%s", nvml_double::text("driver", "580.00").c_str());
  return 0;
}
int nvmlDeviceGetCount(unsigned* count) {
  *count = static_cast<unsigned>(number("devices", 1));
  return 0;
}
int nvmlDeviceGetHandleByIndex(unsigned index, void** device) {
  if (index >= static_cast<unsigned>(number("devices", 1)) || index >= sizeof handles) return 2;
  *device = &handles[index];
  if (number("sick", -1) == static_cast<long long>(index)) return 15;
  return static_cast<int>(number("status.nvmlDeviceGetHandleByIndex", 0));
}
int nvmlDeviceGetHandleByUUID(const char* uuid, void** device) {
  for (unsigned i = 0; i < static_cast<unsigned>(number("devices", 1)); ++i)
    if (uuid_of(i) == uuid) return nvmlDeviceGetHandleByIndex(i, device);
  return 6;
}
TEXT(nvmlDeviceGetName, "name", "Scripted GPU")
int nvmlDeviceGetUUID(void* device, char* out, unsigned size) {
  std::snprintf(out, size, "%s", uuid_of(static_cast<unsigned>(static_cast<char*>(device) - handles)).c_str());
  return nvml_double::status("nvmlDeviceGetUUID");
}
CLOCK(nvmlDeviceGetClockInfo, "sm_mhz", 1980)
CLOCK(nvmlDeviceGetMaxClockInfo, "max_sm_mhz", 1980)
CLOCK(nvmlDeviceGetApplicationsClock, "application_mhz", 1980)
CLOCK(nvmlDeviceGetDefaultApplicationsClock, "default_application_mhz", 1980)
MILLI(nvmlDeviceGetPowerUsage, "power_w", 350)
MILLI(nvmlDeviceGetPowerManagementLimit, "limit_w", 700)
MILLI(nvmlDeviceGetPowerManagementDefaultLimit, "default_limit_w", 700)
PLAIN(nvmlDeviceGetCurrPcieLinkGeneration, "generation", 5)
PLAIN(nvmlDeviceGetCurrPcieLinkWidth, "width", 16)
PLAIN(nvmlDeviceGetMaxPcieLinkGeneration, "max_generation", 5)
PLAIN(nvmlDeviceGetMaxPcieLinkWidth, "max_width", 16)
PLAIN(nvmlDeviceGetPersistenceMode, "persistence", 1)

int nvmlDeviceGetTemperature(void*, unsigned, unsigned* out) {
  *out = static_cast<unsigned>(number("temperature_c", 50));
  return nvml_double::status("nvmlDeviceGetTemperature");
}
int nvmlDeviceGetCurrentClocksThrottleReasons(void*, unsigned long long* bits) {
  *bits = static_cast<unsigned long long>(number("events", 0));
  return nvml_double::status("nvmlDeviceGetCurrentClocksThrottleReasons");
}
int nvmlDeviceGetEccMode(void*, unsigned* now, unsigned* pending) {
  *now = *pending = static_cast<unsigned>(number("ecc", 1));
  return nvml_double::status("nvmlDeviceGetEccMode");
}
int nvmlDeviceGetTotalEccErrors(void*, unsigned type, unsigned, unsigned long long* out) {
  *out = type == 1 ? static_cast<unsigned long long>(number("ecc_uncorrected", 0)) : 0;
  return nvml_double::status("nvmlDeviceGetTotalEccErrors");
}
// The first layout: 16 bytes for each process.
int nvmlDeviceGetComputeRunningProcesses(void*, unsigned* count, void* out) {
  const unsigned pids[] = {static_cast<unsigned>(number("own_pid", 1) ? getpid() : 0),
                           static_cast<unsigned>(number("other_pid", 0))};
  unsigned n = 0;
  for (const unsigned pid : pids)
    if (pid) std::memcpy(static_cast<char*>(out) + 16 * n++, &pid, sizeof pid);
  *count = n;
  return nvml_double::status("nvmlDeviceGetComputeRunningProcesses");
}
int nvmlDeviceGetFieldValues(void*, int count, FieldValue* fields) {
  for (int i = 0; i < count; ++i) {
    const std::string name = std::to_string(fields[i].id);
    fields[i].type = 3;
    fields[i].status = static_cast<int>(number("status.field." + name, 0));
    fields[i].value = nvml_double::counter_of(name, number("step_ns." + name, 0));
  }
  return nvml_double::status("nvmlDeviceGetFieldValues");
}

}  // extern "C"
