#include "suites/operand_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"

namespace gpupeak {
namespace {

constexpr double most_sets =
    1024;  // of tiny operands: what they cost apart from their contents grows with their number

}  // namespace

Bytes enough_to_miss(const DeviceInfo& device) {
  return device.caches.empty() ? Bytes(0) : device.caches.back().exceeded_by * last_level_cache(device);
}

Bytes miss_limit(const Target& target) { return std::min(target.device.free_memory() / 4, target.cold_cap); }

std::optional<Note> llc_note(const Target& target, Bytes total) {
  const DeviceInfo& device = target.device.info();
  const Bytes enough = enough_to_miss(device);
  if (total >= enough) return std::nullopt;
  return Note{NoteKind::llc_not_exceeded, {total.value, device.caches.back().exceeded_by, enough.value}};
}

OperandSets operand_sets(const Target& target, Bytes one_set) {
  if (target.cache == Cache::hot || !(one_set.value > 0)) return {};
  const Bytes total = std::min(enough_to_miss(target.device.info()), miss_limit(target));
  const double count = std::clamp(std::ceil(total / one_set), 1.0, most_sets);
  return {static_cast<int>(count), llc_note(target, one_set * count)};
}

std::optional<Skip> does_not_fit(const Device& device, Bytes needed, const std::string& remedy) {
  const Bytes free = device.free_memory();
  if (needed <= free) return std::nullopt;
  return Skip{ReasonKind::too_large,
              fmt::format("out of memory (needs {}, {} free); try {}", text(needed), text(free), remedy)};
}

}  // namespace gpupeak
