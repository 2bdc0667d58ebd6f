#include "device/host/other_programs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

namespace fs = std::filesystem;

// Columns of a line of /proc/stat behind its name (proc(5)); guests are in user and nice already.
enum CpuColumn : size_t { user, nice, system, idle, iowait, irq, softirq, steal, cpu_columns };

// Fields of /proc/self/stat behind the name of the program, which may hold anything (proc(5): the 14th and 15th).
constexpr size_t own_user = 11, own_system = 12;

double ticks(std::string_view word) { return static_cast<double>(integer_in(word).value_or(0)); }

std::optional<double> own_ticks(const fs::path& root) {
  const std::string text = read_small_file(root / "proc/self/stat").value_or("");
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  const auto words = words_of(std::string_view(text).substr(name_end + 1));
  if (words.size() <= own_system) return std::nullopt;
  return ticks(words[own_user]) + ticks(words[own_system]);
}

}  // namespace

std::optional<CpuTimes> read_cpu_times(const fs::path& root) {
  const std::optional<double> own = own_ticks(root);
  const std::optional<std::string> stat = read_bytes(root / "proc/stat");
  if (!own || !stat) return std::nullopt;
  const std::string status = read_small_file(root / "proc/self/status").value_or("");
  const std::string_view allowed = value_of(status, "Cpus_allowed_list").value_or("");
  CpuTimes times;
  times.own = *own;
  for (const std::string_view line : lines_of(*stat)) {
    const auto words = words_of(line);
    if (words.size() <= cpu_columns || !words[0].starts_with("cpu")) continue;
    const std::optional<int64_t> cpu = integer_in(words[0].substr(3));  // none: the sum of all
    if (!cpu || (!allowed.empty() && !is_in_list(allowed, *cpu))) continue;
    std::array<double, cpu_columns> spent;
    for (size_t i = 0; i < spent.size(); ++i) spent[i] = ticks(words[i + 1]);
    times.busy += spent[user] + spent[nice] + spent[system] + spent[irq] + spent[softirq];
    times.stolen += spent[steal];
    for (const double one : spent) times.passed += one;
    ++times.cpus;
  }
  return times.cpus > 0 ? std::optional(times) : std::nullopt;
}

std::optional<OtherPrograms> other_programs(const CpuTimes& before, const CpuTimes& after) {
  const double passed = after.passed - before.passed;
  if (!(passed > 0)) return std::nullopt;
  const auto share_of = [&](double spent) { return after.cpus * std::clamp(spent / passed, 0.0, 1.0); };
  return OtherPrograms{share_of(after.busy - before.busy - (after.own - before.own)),
                       share_of(after.stolen - before.stolen), static_cast<double>(after.cpus)};
}

std::optional<OtherPrograms> watch_other_programs() {
  constexpr auto stretch = std::chrono::milliseconds(250);  // 25 ticks of each CPU
  const std::optional<CpuTimes> before = read_cpu_times();
  if (!before) return std::nullopt;
  std::this_thread::sleep_for(stretch);
  const std::optional<CpuTimes> after = read_cpu_times();
  return after ? other_programs(*before, *after) : std::nullopt;
}

std::string text(const OtherPrograms& o) {
  constexpr double told = 0.05;  // rounds to 0.1
  std::string used = fmt::format("{:.1f} of {:g} CPUs", o.used, o.cpus);
  if (o.stolen < told) return used;
  return used + fmt::format(", and the hypervisor gives {:.1f} to other machines", o.stolen);
}

}  // namespace gpupeak::host
