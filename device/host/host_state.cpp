// One small function per fact. Paths: Documentation/admin-guide/pm/, ABI/testing/sysfs-devices-system-cpu and
// filesystems/proc in the kernel's tree.
#include "device/host/host_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/hash.h"
#include "device/host/cpu_features.h"
#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

namespace fs = std::filesystem;

std::string text_at(const fs::path& path) { return read_small_file(path).value_or(""); }

// cpu0, cpu1, ... below /sys/devices/system/cpu
std::vector<fs::path> cpu_folders(const fs::path& root) {
  std::vector<fs::path> folders;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(root / "sys/devices/system/cpu", failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("cpu") && integer_in(std::string_view(name).substr(3))) folders.push_back(entry.path());
  }
  return folders;
}

std::string kernel_release(const fs::path& root) {
  const std::string release = text_at(root / "proc/sys/kernel/osrelease");
  return release.empty() ? "" : text_at(root / "proc/sys/kernel/ostype") + " " + release;
}

// Half the length of the id, so that it cannot be turned back.
std::string hash_of_machine_id(const fs::path& root) {
  const std::string id = text_at(root / "etc/machine-id");
  if (id.empty()) return "";
  return fmt::format("{:016x}", hash_of("gpupeak " + id));
}

std::optional<double> load_of_last_minute(const fs::path& root) {
  const std::string text = text_at(root / "proc/loadavg");  // "0.40 0.53 0.32 1/123 4567"
  double load = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), load).ec != std::errc()) return std::nullopt;
  return load;
}

std::optional<int64_t> allowed_cpu_count(const fs::path& root) {
  const std::string status = text_at(root / "proc/self/status");
  const auto list = value_of(status, "Cpus_allowed_list");
  return list ? count_in_list(*list) : std::nullopt;
}

std::optional<int64_t> online_cpu_count(const fs::path& root) {
  const auto list = read_small_file(root / "sys/devices/system/cpu/online");
  return list ? count_in_list(*list) : std::nullopt;
}

std::map<std::string, int> governors_of(const std::vector<fs::path>& cpus) {
  std::map<std::string, int> governors;
  for (const fs::path& cpu : cpus)
    if (const auto governor = read_small_file(cpu / "cpufreq/scaling_governor")) ++governors[*governor];
  return governors;
}

std::optional<bool> smt_active(const fs::path& root) {
  const auto active = read_integer(root / "sys/devices/system/cpu/smt/active");
  return active ? std::optional(*active != 0) : std::nullopt;
}

std::optional<bool> turbo_on(const fs::path& root) {
  if (const auto off = read_integer(root / "sys/devices/system/cpu/intel_pstate/no_turbo")) return *off == 0;
  if (const auto on = read_integer(root / "sys/devices/system/cpu/cpufreq/boost")) return *on != 0;
  return std::nullopt;
}

struct HypervisorRow {
  std::string_view signature, name;
};

// TABLE of what leaf 0x40000000 of CPUID answers: systemd, src/basic/virt.c; KVM's documentation, cpuid.rst;
// VirtualBox, GIMHv.cpp; Parallels as its guests see it, in both orders of its bytes.
constexpr HypervisorRow hypervisors[] = {
    {"KVMKVMKVM", "KVM"},           {"Linux KVM Hv", "KVM"},       {"TCGTCGTCGTCG", "QEMU TCG"},
    {"VMwareVMware", "VMware"},     {"Microsoft Hv", "Hyper-V"},   {"XenVMMXenVMM", "Xen"},
    {"bhyve bhyve ", "bhyve"},      {"prl hyperv  ", "Parallels"}, {" lrpepyh  vr", "Parallels"},
    {"VBoxVBoxVBox", "VirtualBox"}, {"ACRNACRNACRN", "ACRN"},      {"QNXQVMBSQG", "QNX"},
};

// The flag is x86's; elsewhere the device tree or the firmware's product name tells.
void find_hypervisor(HostState& state, const fs::path& root, std::string_view cpuinfo) {
  const std::string flags = fmt::format(" {} ", value_of(cpuinfo, "flags").value_or(""));
  const std::string product = text_at(root / "sys/class/dmi/id/product_name");
  const bool says_so = product.find("Virtual Machine") != std::string::npos || product.find("KVM") != std::string::npos;
  std::error_code ignored;
  state.virtual_machine = flags.find(" hypervisor ") != std::string::npos || says_so ||
                          fs::exists(root / "proc/device-tree/hypervisor", ignored) ||
                          (root == "/" && !hypervisor_signature().empty());
  if (!state.virtual_machine) return;
  state.hypervisor = text_at(root / "sys/class/dmi/id/sys_vendor");
  if (state.hypervisor.empty()) state.hypervisor = text_at(root / "sys/hypervisor/type");
  if (state.hypervisor.empty() && root == "/") state.hypervisor = hypervisor_named(hypervisor_signature());
}

// "cpu  user nice system idle iowait irq softirq steal guest guest_nice", in ticks; guests are in user and nice
// already.
std::optional<double> stolen_share(const fs::path& root) {
  const std::string text = text_at(root / "proc/stat");
  const auto line = value_of(text, "cpu");
  const auto words = words_of(line.value_or(""));
  constexpr size_t steal = 7;
  if (words.size() <= steal) return std::nullopt;
  double total = 0;
  for (size_t i = 0; i <= steal; ++i) total += static_cast<double>(integer_in(words[i]).value_or(0));
  if (total <= 0) return std::nullopt;
  return static_cast<double>(integer_in(words[steal]).value_or(0)) / total;
}

// "always [madvise] never"
std::string chosen_in(const std::string& text) {
  const size_t open = text.find('[');
  const size_t close = text.find(']', open);
  return close == std::string::npos ? "" : text.substr(open + 1, close - open - 1);
}

std::optional<int64_t> most_throttle_events(const std::vector<fs::path>& cpus) {
  std::optional<int64_t> most;
  for (const fs::path& cpu : cpus)
    for (const char* name : {"core_throttle_count", "package_throttle_count"})
      if (const auto count = read_integer(cpu / "thermal_throttle" / name)) most = std::max(most.value_or(0), *count);
  return most;
}

// NAME=value, each ended by a zero byte.
std::optional<std::map<std::string, std::string>> variables_of(const fs::path& root) {
  const auto text = read_bytes(root / "proc/self/environ");
  if (!text) return std::nullopt;
  std::map<std::string, std::string> variables;
  for (size_t begin = 0; begin < text->size();) {
    const size_t end = std::min(text->find('\0', begin), text->size());
    const std::string one = text->substr(begin, end - begin);
    if (const size_t equals = one.find('='); equals != std::string::npos)
      variables.emplace(one.substr(0, equals), one.substr(equals + 1));
    begin = end + 1;
  }
  return variables;
}

}  // namespace

std::string hypervisor_named(std::string_view signature) {
  const auto known = std::ranges::find(hypervisors, signature, &HypervisorRow::signature);
  return std::string(known == std::end(hypervisors) ? signature : known->name);
}

HostState read_host_state(const fs::path& root) {
  const std::string cpuinfo = text_at(root / "proc/cpuinfo");
  const std::vector<fs::path> cpus = cpu_folders(root);
  HostState state;
  state.kernel = kernel_release(root);
  state.cpu_model = value_of(cpuinfo, "model name").value_or("");
  state.machine_hash = hash_of_machine_id(root);
  state.load = load_of_last_minute(root);
  state.online_cpus = online_cpu_count(root);
  state.allowed_cpus = allowed_cpu_count(root);
  state.governors = governors_of(cpus);
  state.smt = smt_active(root);
  state.turbo = turbo_on(root);
  find_hypervisor(state, root, cpuinfo);
  state.stolen = stolen_share(root);
  state.huge_pages = chosen_in(text_at(root / "sys/kernel/mm/transparent_hugepage/enabled"));
  state.clocksource = text_at(root / "sys/devices/system/clocksource/clocksource0/current_clocksource");
  state.throttle_events = most_throttle_events(cpus);
  state.limits = read_cgroup_limits(root);
  state.variables = variables_of(root);
  return state;
}

std::string clock_policy(const HostState& state) {
  std::string policy;
  for (const auto& [governor, cpus] : state.governors)
    policy += fmt::format("{}{}", policy.empty() ? "governor " : " and ", governor);
  if (state.turbo) policy += fmt::format("{}turbo {}", policy.empty() ? "" : ", ", *state.turbo ? "on" : "off");
  return policy;
}

}  // namespace gpupeak::host
