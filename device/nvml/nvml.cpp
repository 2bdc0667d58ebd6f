// TABLE of NVML's symbols, newest name first, and the calls that turn its numbers into quantities.
#include "device/nvml/nvml.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "device/vendor_library.h"

namespace gpupeak::nvml {
namespace {

// nvmlRemappedRows are four separate numbers; nvmlProcessInfo_t has had three sizes, and a process id in front in all.
constexpr size_t process_size_v1 = 16, process_size_v2 = 24, process_size_r535 = 32;
struct ProcessInfo {
  uint32_t pid;
  uint64_t memory;  // all ones: unknown
  uint32_t gpu_instance, compute_instance;
};
static_assert(sizeof(ProcessInfo) == process_size_v2, "nvmlProcessInfo_v2_t is 24 bytes");

constexpr unsigned most_tries = 4;  // a list of processes may grow between two calls

struct Meaning {
  NvmlStatus status;
  std::string_view text;
};
constexpr Meaning meanings[] = {
    {NvmlStatus::ok, "there is nothing wrong"},
    {NvmlStatus::uninitialized, "NVML is not initialised"},
    {NvmlStatus::invalid_argument, "NVML refused the argument"},
    {NvmlStatus::not_supported, "the driver does not offer it on this GPU"},
    {NvmlStatus::no_permission, "the driver does not permit it to this user"},
    {NvmlStatus::not_found, "the driver does not know this GPU"},
    {NvmlStatus::insufficient_size, "the list kept growing"},
    {NvmlStatus::no_driver, "NVIDIA's kernel module is not loaded"},
    {NvmlStatus::library_not_found, "there is no libnvidia-ml.so.1, so no NVIDIA driver"},
    {NvmlStatus::function_not_found, "this driver's NVML does not have the function"},
    {NvmlStatus::gpu_lost, "the GPU is lost: it has fallen off the bus"},
    {NvmlStatus::reset_required, "the GPU needs a reset"},
    {NvmlStatus::version_mismatch, "NVML and the kernel module are of different versions"},
    {NvmlStatus::out_of_memory, "the driver ran out of memory"},
    {NvmlStatus::wrong_struct_version, "this driver's NVML does not know the layout"},
};

VendorLibrary wanted() {
  return {.name = "nvml",
          .environment = "GPUPEAK_NVML",
          .sonames = {"libnvidia-ml.so.1", "libnvidia-ml.so"},
          .package = "install NVIDIA's driver"};
}

double plain(const NvmlFieldValue& field) {
  if (field.value_type == 0) return std::bit_cast<double>(field.value);
  if (field.value_type == 1) return static_cast<double>(static_cast<uint32_t>(field.value));
  if (field.value_type == 5) return static_cast<double>(static_cast<int32_t>(static_cast<uint32_t>(field.value)));
  return field.value_type == 4 ? static_cast<double>(static_cast<int64_t>(field.value))
                               : static_cast<double>(field.value);
}

Hertz megahertz(unsigned n) { return Hertz(n * 1e6); }
Watts milliwatts(unsigned n) { return Watts(n * 1e-3); }

}  // namespace

std::string text(NvmlStatus status) {
  const auto* const found = std::ranges::find(meanings, status, &Meaning::status);
  return found != std::end(meanings) ? std::string(found->text)
                                     : fmt::format("NVML gave error {}", static_cast<int>(status));
}

struct Nvml::Functions {
  template <class F>
  static void resolve(void* library, F*& function, std::initializer_list<const char*> names) {
    for (const char* name : names)
      if ((function = reinterpret_cast<F*>(dlsym(library, name)))) return;
  }

  using Device = NvmlDevice;
  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*driver_version)(char*, unsigned) = nullptr;
  int (*count)(unsigned*) = nullptr;
  int (*by_index)(unsigned, Device*) = nullptr;
  int (*by_uuid)(const char*, Device*) = nullptr;
  int (*name)(Device, char*, unsigned) = nullptr;
  int (*uuid)(Device, char*, unsigned) = nullptr;
  int (*clock)(Device, unsigned, unsigned*) = nullptr;
  int (*max_clock)(Device, unsigned, unsigned*) = nullptr;
  int (*application_clock)(Device, unsigned, unsigned*) = nullptr;
  int (*default_application_clock)(Device, unsigned, unsigned*) = nullptr;
  int (*power)(Device, unsigned*) = nullptr;
  int (*power_limit)(Device, unsigned*) = nullptr;
  int (*default_power_limit)(Device, unsigned*) = nullptr;
  int (*energy)(Device, unsigned long long*) = nullptr;
  int (*temperature)(Device, unsigned, unsigned*) = nullptr;
  int (*clock_events)(Device, unsigned long long*) = nullptr;
  int (*link_generation)(Device, unsigned*) = nullptr;
  int (*link_width)(Device, unsigned*) = nullptr;
  int (*max_link_generation)(Device, unsigned*) = nullptr;
  int (*max_link_width)(Device, unsigned*) = nullptr;
  int (*ecc_mode)(Device, unsigned*, unsigned*) = nullptr;
  int (*ecc_errors)(Device, unsigned, unsigned, unsigned long long*) = nullptr;
  int (*remapped)(Device, unsigned*, unsigned*, unsigned*, unsigned*) = nullptr;
  int (*persistence)(Device, unsigned*) = nullptr;
  int (*mig)(Device, unsigned*, unsigned*) = nullptr;
  int (*processes)(Device, unsigned*, void*) = nullptr;
  int (*fields)(Device, int, NvmlFieldValue*) = nullptr;
  size_t process_size = process_size_v2;

  explicit Functions(void* h) {
    resolve(h, init, {"nvmlInit_v2", "nvmlInit"});
    resolve(h, shutdown, {"nvmlShutdown"});
    resolve(h, driver_version, {"nvmlSystemGetDriverVersion"});
    resolve(h, count, {"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"});
    resolve(h, by_index, {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"});
    resolve(h, by_uuid, {"nvmlDeviceGetHandleByUUID"});
    resolve(h, name, {"nvmlDeviceGetName"});
    resolve(h, uuid, {"nvmlDeviceGetUUID"});
    resolve(h, clock, {"nvmlDeviceGetClockInfo"});
    resolve(h, max_clock, {"nvmlDeviceGetMaxClockInfo"});
    resolve(h, application_clock, {"nvmlDeviceGetApplicationsClock"});
    resolve(h, default_application_clock, {"nvmlDeviceGetDefaultApplicationsClock"});
    resolve(h, power, {"nvmlDeviceGetPowerUsage"});
    resolve(h, power_limit, {"nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementLimit"});
    resolve(h, default_power_limit, {"nvmlDeviceGetPowerManagementDefaultLimit"});
    resolve(h, energy, {"nvmlDeviceGetTotalEnergyConsumption"});
    resolve(h, temperature, {"nvmlDeviceGetTemperature"});
    resolve(h, clock_events, {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"});
    resolve(h, link_generation, {"nvmlDeviceGetCurrPcieLinkGeneration"});
    resolve(h, link_width, {"nvmlDeviceGetCurrPcieLinkWidth"});
    resolve(h, max_link_generation, {"nvmlDeviceGetMaxPcieLinkGeneration"});
    resolve(h, max_link_width, {"nvmlDeviceGetMaxPcieLinkWidth"});
    resolve(h, ecc_mode, {"nvmlDeviceGetEccMode"});
    resolve(h, ecc_errors, {"nvmlDeviceGetTotalEccErrors"});
    resolve(h, remapped, {"nvmlDeviceGetRemappedRows"});
    resolve(h, persistence, {"nvmlDeviceGetPersistenceMode"});
    resolve(h, mig, {"nvmlDeviceGetMigMode"});
    resolve(h, fields, {"nvmlDeviceGetFieldValues"});
    resolve(h, processes, {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2"});
    if (!processes) {
      resolve(h, processes, {"nvmlDeviceGetComputeRunningProcesses"});
      process_size = process_size_v1;
    } else if (dlsym(h, "nvmlDeviceGetConfComputeMemSizeInfo") && !dlsym(h, "nvmlDeviceGetRunningProcessDetailList")) {
      process_size = process_size_r535;  // some R535 drivers; the test is nvitop's
    }
  }
};

Nvml::Nvml() {
  const Opened opened = gpupeak::open(wanted());
  library_ = opened.info;
  handle_ = opened.handle;
  functions_ = std::make_unique<Functions>(handle_);
  if (!handle_) return;
  state_ = NvmlStatus::ok;  // for call()
  state_ = call(functions_->init);
  if (const auto version = driver_version()) library_.version = version.value;
}

Nvml::~Nvml() {
  if (!handle_) return;
  call(functions_->shutdown);
  dlclose(handle_);
}

std::shared_ptr<const Nvml> Nvml::open() { return std::shared_ptr<const Nvml>(new Nvml()); }

template <class... Parameters, class... Arguments>
NvmlStatus Nvml::call(int (*const& function)(Parameters...), Arguments... arguments) const {
  if (state_ != NvmlStatus::ok) return state_;
  return function ? static_cast<NvmlStatus>(function(arguments...)) : NvmlStatus::function_not_found;
}

Answer<std::string> Nvml::driver_version() const {
  std::array<char, 96> text{};  // NVML asks for 80
  const NvmlStatus status = call(functions_->driver_version, text.data(), static_cast<unsigned>(text.size() - 1));
  return {status, text.data()};
}

Answer<unsigned> Nvml::device_count() const {
  unsigned count = 0;
  const NvmlStatus status = call(functions_->count, &count);
  return {status, count};
}

Answer<NvmlDevice> Nvml::device(unsigned index) const {
  NvmlDevice device = nullptr;
  const NvmlStatus status = call(functions_->by_index, index, &device);
  return {status, device};
}

Answer<NvmlDevice> Nvml::device(const std::string& uuid) const {
  NvmlDevice device = nullptr;
  const NvmlStatus status = call(functions_->by_uuid, uuid.c_str(), &device);
  return {status, device};
}

Answer<std::string> Nvml::name(NvmlDevice device) const {
  std::array<char, 128> text{};  // NVML asks for 96
  const NvmlStatus status = call(functions_->name, device, text.data(), static_cast<unsigned>(text.size() - 1));
  return {status, text.data()};
}

Answer<std::string> Nvml::uuid(NvmlDevice device) const {
  std::array<char, 128> text{};  // NVML asks for 96
  const NvmlStatus status = call(functions_->uuid, device, text.data(), static_cast<unsigned>(text.size() - 1));
  return {status, text.data()};
}

Answer<Hertz> Nvml::clock(NvmlDevice device, NvmlClock which) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->clock, device, static_cast<unsigned>(which), &n);
  return {status, megahertz(n)};
}

Answer<Hertz> Nvml::max_clock(NvmlDevice device, NvmlClock which) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->max_clock, device, static_cast<unsigned>(which), &n);
  return {status, megahertz(n)};
}

Answer<Hertz> Nvml::application_clock(NvmlDevice device, NvmlClock which) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->application_clock, device, static_cast<unsigned>(which), &n);
  return {status, megahertz(n)};
}

Answer<Hertz> Nvml::default_application_clock(NvmlDevice device, NvmlClock which) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->default_application_clock, device, static_cast<unsigned>(which), &n);
  return {status, megahertz(n)};
}

Answer<Watts> Nvml::power(NvmlDevice device) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->power, device, &n);
  return {status, milliwatts(n)};
}

Answer<Watts> Nvml::power_limit(NvmlDevice device) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->power_limit, device, &n);
  return {status, milliwatts(n)};
}

Answer<Watts> Nvml::default_power_limit(NvmlDevice device) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->default_power_limit, device, &n);
  return {status, milliwatts(n)};
}

Answer<Joules> Nvml::energy(NvmlDevice device) const {
  unsigned long long n = 0;  // millijoules
  const NvmlStatus status = call(functions_->energy, device, &n);
  return {status, Joules(static_cast<double>(n) * 1e-3)};
}

Answer<double> Nvml::temperature(NvmlDevice device) const {
  unsigned n = 0;
  const NvmlStatus status = call(functions_->temperature, device, 0u, &n);
  return {status, static_cast<double>(n)};
}

Answer<uint64_t> Nvml::clock_events(NvmlDevice device) const {
  unsigned long long bits = 0;
  const NvmlStatus status = call(functions_->clock_events, device, &bits);
  return {status, bits};
}

Answer<PcieLink> Nvml::link(NvmlDevice device) const {
  unsigned generation = 0, width = 0;
  NvmlStatus status = call(functions_->link_generation, device, &generation);
  if (status == NvmlStatus::ok) status = call(functions_->link_width, device, &width);
  return {status, {static_cast<int>(generation), static_cast<int>(width)}};
}

Answer<PcieLink> Nvml::link_max(NvmlDevice device) const {
  unsigned generation = 0, width = 0;
  NvmlStatus status = call(functions_->max_link_generation, device, &generation);
  if (status == NvmlStatus::ok) status = call(functions_->max_link_width, device, &width);
  return {status, {static_cast<int>(generation), static_cast<int>(width)}};
}

Answer<bool> Nvml::ecc_on(NvmlDevice device) const {
  unsigned now = 0, pending = 0;
  const NvmlStatus status = call(functions_->ecc_mode, device, &now, &pending);
  return {status, now != 0};
}

Answer<int64_t> Nvml::ecc_uncorrected(NvmlDevice device) const {
  constexpr unsigned uncorrected = 1, since_driver_load = 0;
  unsigned long long n = 0;
  const NvmlStatus status = call(functions_->ecc_errors, device, uncorrected, since_driver_load, &n);
  return {status, static_cast<int64_t>(n)};
}

Answer<RemappedRows> Nvml::remapped_rows(NvmlDevice device) const {
  unsigned corrected = 0, uncorrected = 0, pending = 0, failed = 0;
  const NvmlStatus status = call(functions_->remapped, device, &corrected, &uncorrected, &pending, &failed);
  return {status, {corrected, uncorrected, pending != 0, failed != 0}};
}

Answer<bool> Nvml::persistence(NvmlDevice device) const {
  unsigned mode = 0;
  const NvmlStatus status = call(functions_->persistence, device, &mode);
  return {status, mode != 0};
}

Answer<bool> Nvml::mig_on(NvmlDevice device) const {
  unsigned now = 0, pending = 0;
  const NvmlStatus status = call(functions_->mig, device, &now, &pending);
  return {status, now != 0};
}

Answer<std::vector<unsigned>> Nvml::compute_processes(NvmlDevice device) const {
  const size_t size = functions_->process_size;
  unsigned count = 16;
  for (unsigned tries = 0; tries < most_tries; ++tries) {
    std::vector<std::byte> entries(count * size);
    const NvmlStatus status = call(functions_->processes, device, &count, static_cast<void*>(entries.data()));
    if (status == NvmlStatus::insufficient_size) {
      count += 16;
      continue;
    }
    if (status != NvmlStatus::ok) return {status, {}};
    std::vector<unsigned> pids(std::min<size_t>(count, entries.size() / size));
    for (size_t i = 0; i < pids.size(); ++i) std::memcpy(&pids[i], entries.data() + i * size, sizeof pids[i]);
    return {status, std::move(pids)};
  }
  return {NvmlStatus::insufficient_size, {}};
}

std::vector<Answer<Seconds>> Nvml::slowed(NvmlDevice device) const {
  std::array<NvmlFieldValue, slowdowns.size()> fields{};
  for (size_t i = 0; i < fields.size(); ++i) fields[i].field = slowdown_fields[i];
  const NvmlStatus all = call(functions_->fields, device, static_cast<int>(fields.size()), fields.data());
  std::vector<Answer<Seconds>> times;
  for (const NvmlFieldValue& field : fields) {
    const NvmlStatus status = all == NvmlStatus::ok ? static_cast<NvmlStatus>(field.status) : all;
    times.push_back({status, Seconds(plain(field) * 1e-9)});
  }
  return times;
}

Seen<int64_t> others(const Answer<std::vector<unsigned>>& processes, unsigned own, bool own_is_there) {
  if (!processes) return Answer<int64_t>{processes.status}.seen();
  const auto count = static_cast<int64_t>(processes.value.size());
  const auto ours = std::ranges::count(processes.value, own);
  if (ours > 0 || !own_is_there) return count - ours;
  if (count == 0) return Seen<int64_t>::none("the driver shows no processes here, not even this one");
  return count - 1;  // in a container this process has another number
}

}  // namespace gpupeak::nvml
