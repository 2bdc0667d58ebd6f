// Walks from this process's group up to the root of its hierarchy, because every ancestor's limit holds too.
#include "device/host/cgroup.h"

#include <algorithm>
#include <functional>
#include <string>

#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

namespace fs = std::filesystem;

// Version 1 writes "no limit" as the largest multiple of the page size below 2^63.
constexpr int64_t unlimited_from = int64_t{1} << 60;

template <class T>
void cgroup_lower(std::optional<T>& limit, T other) {
  limit = limit ? std::min(*limit, other) : other;
}

void add_memory(CgroupLimits& limits, std::optional<int64_t> limit, std::optional<int64_t> used, const fs::path& stat,
                std::string_view droppable_key) {
  if (!limit || *limit < 0 || *limit >= unlimited_from) return;
  cgroup_lower(limits.memory, Bytes(static_cast<double>(*limit)));
  if (!used) return;
  const std::string text = read_small_file(stat).value_or("");
  const int64_t droppable = integer_in(value_of(text, droppable_key).value_or("")).value_or(0);
  const int64_t in_use = std::max<int64_t>(*used - droppable, 0);
  cgroup_lower(limits.free_memory, Bytes(static_cast<double>(std::max<int64_t>(*limit - in_use, 0))));
}

void add_quota(CgroupLimits& limits, std::optional<int64_t> quota_us, std::optional<int64_t> period_us) {
  if (!quota_us || !period_us || *quota_us <= 0 || *period_us <= 0) return;  // -1 in version 1: no quota
  cgroup_lower(limits.cpus, static_cast<double>(*quota_us) / static_cast<double>(*period_us));
}

int64_t counter(std::string_view stat, std::string_view key) {
  return integer_in(value_of(stat, key).value_or("")).value_or(0);
}

// "nr_periods 10\nnr_throttled 3\n…": version 2 tells the time in us (throttled_usec), version 1 in ns
// (throttled_time).
void add_throttling(CgroupLimits& limits, const fs::path& group) {
  const std::string stat = read_small_file(group / "cpu.stat").value_or("");
  if (!value_of(stat, "nr_throttled")) return;
  const double stopped_s = 1e-6 * static_cast<double>(counter(stat, "throttled_usec")) +
                           1e-9 * static_cast<double>(counter(stat, "throttled_time"));
  limits.throttling = limits.throttling.value_or(Throttling{}) +
                      Throttling{counter(stat, "nr_periods"), counter(stat, "nr_throttled"), Seconds(stopped_s)};
}

void read_version_2(CgroupLimits& limits, const fs::path& group) {
  add_memory(limits, read_integer(group / "memory.max"), read_integer(group / "memory.current"), group / "memory.stat",
             "inactive_file");
  const std::string quota = read_small_file(group / "cpu.max").value_or("");  // "150000 100000" or "max 100000"
  const auto words = words_of(quota);
  if (words.size() == 2) add_quota(limits, integer_in(words[0]), integer_in(words[1]));
  add_throttling(limits, group);
}

void read_memory_version_1(CgroupLimits& limits, const fs::path& group) {
  add_memory(limits, read_integer(group / "memory.limit_in_bytes"), read_integer(group / "memory.usage_in_bytes"),
             group / "memory.stat", "total_inactive_file");
}

void read_cpu_version_1(CgroupLimits& limits, const fs::path& group) {
  add_quota(limits, read_integer(group / "cpu.cfs_quota_us"), read_integer(group / "cpu.cfs_period_us"));
  add_throttling(limits, group);
}

using Read = void (*)(CgroupLimits&, const fs::path& group);

// Calls `read` on mount/path and every folder above it up to mount. A path that is not there belongs to another
// namespace (a container sees its host's path): then only the mount's root is ours to read.
void climb(CgroupLimits& limits, const fs::path& mount, std::string_view path, Read read) {
  fs::path below = fs::path(path).relative_path().lexically_normal();
  std::error_code ignored;
  if (path.find("..") != std::string_view::npos || !fs::is_directory(mount / below, ignored)) below.clear();
  while (below.has_relative_path() && below != ".") {
    read(limits, mount / below);
    below = below.parent_path();
  }
  read(limits, mount);
}

// What is read of a group of each hierarchy; null: nothing.
struct Readers {
  Read version_2, memory, cpu;
};

CgroupLimits read_groups(const fs::path& root, const Readers& readers) {
  CgroupLimits limits;
  const fs::path mounts = root / "sys/fs/cgroup";
  const std::string groups = read_small_file(root / "proc/self/cgroup").value_or("");
  for (std::string_view line : lines_of(groups)) {  // "4:memory:/docker/abc", version 2: "0::/user.slice"
    const size_t first = line.find(':');
    const size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string_view path = line.substr(second + 1);
    std::error_code ignored;
    if (controllers.empty()) {
      const fs::path hybrid = mounts / "unified";
      climb(limits, fs::is_directory(hybrid, ignored) ? hybrid : mounts, path, readers.version_2);
    } else if (controllers == "memory" && readers.memory) {
      climb(limits, mounts / "memory", path, readers.memory);
    } else if (controllers == "cpu" || controllers == "cpu,cpuacct" || controllers == "cpuacct,cpu") {
      climb(limits, mounts / "cpu", path, readers.cpu);  // systemd links cpu to cpu,cpuacct
    }
  }
  return limits;
}

}  // namespace

CgroupLimits read_cgroup_limits(const fs::path& root) {
  return read_groups(root, {read_version_2, read_memory_version_1, read_cpu_version_1});
}

std::optional<Throttling> read_throttling(const fs::path& root) {
  return read_groups(root, {add_throttling, nullptr, add_throttling}).throttling;
}

}  // namespace gpupeak::host
