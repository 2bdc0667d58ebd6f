#include "device/cuda/compatibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "core/text.h"

namespace gpupeak::cuda {
namespace {

// The first generation whose instructions the kernels use.
constexpr int first_capability = 75;

struct Target {
  int capability = 0;
  char suffix = 0;  // 'a', 'f' or none
  bool machine_code = true, ptx = true;
};

// "90a-real"; nothing where it is not of that form ("native").
std::optional<Target> target_of(std::string_view word) {
  Target target;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), target.capability);
  if (error != std::errc()) return std::nullopt;
  word.remove_prefix(static_cast<size_t>(end - word.data()));
  if (!word.empty() && word.front() != '-') {
    target.suffix = word.front();
    word.remove_prefix(1);
  }
  target.machine_code = word.empty() || word == "-real";
  target.ptx = word.empty() || word == "-virtual";
  if (!target.machine_code && !target.ptx) return std::nullopt;
  return target;
}

bool serves(const Target& target, int capability) {
  if (target.suffix == 'a') return capability == target.capability;
  const bool same_major = capability / 10 == target.capability / 10;
  if (capability < target.capability) return false;
  return same_major || (target.ptx && target.suffix != 'f');
}

std::vector<std::string_view> words_of(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    if (comma > 0) words.push_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return words;
}

std::string capability_text(int capability) { return fmt::format("{}.{}", capability / 10, capability % 10); }

struct OldestDriver {
  int runtime_major, driver;
};
// CUDA Compatibility, minor version compatibility: the minimum driver of each major version of the toolkit.
constexpr OldestDriver oldest_drivers[] = {{11, 450}, {12, 525}, {13, 580}};

}  // namespace

bool has_kernels(std::string_view built, int capability) {
  const std::vector<std::string_view> words = words_of(built);
  for (const std::string_view word : words) {
    const std::optional<Target> target = target_of(word);
    if (!target || serves(*target, capability)) return true;
  }
  return words.empty();
}

Unserved unserved(std::string_view built, int capability) {
  std::string known;
  int last = 0;
  bool later = false;
  for (const std::string_view word : words_of(built)) {
    const std::optional<Target> target = target_of(word);
    if (!target) continue;
    if (target->ptx && target->suffix == 0) later = true;
    if (target->capability == last) continue;
    last = target->capability;
    known += (known.empty() ? "" : ", ") + capability_text(last);
  }
  if (later) known += " and newer";
  return {
      fmt::format("it has compute capability {}, and this gpupeak has kernels for {}", capability_text(capability),
                  known),
      capability < first_capability
          ? fmt::format("measure a GPU of compute capability {} (Turing) or newer", capability_text(first_capability))
          : "build gpupeak on this machine with scripts/run.sh, or with -DGPUPEAK_CUDA_ARCHITECTURES=native"};
}

int oldest_driver(int runtime_version) {
  for (const OldestDriver& row : oldest_drivers)
    if (row.runtime_major == runtime_version / 1000) return row.driver;
  return 0;
}

}  // namespace gpupeak::cuda
