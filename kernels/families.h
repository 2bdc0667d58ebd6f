// What devices can run: the rungs of every family, as the tables in families.cpp and families_cuda.cpp have them. A
// family is a folder with a contract, whose Rung has the family's name and the smallest problem:
//
//   struct Rung {
//     static constexpr std::string_view family = "stream";
//     static Problem smallest();  // with it a rung is asked whether it runs on a device at all
//     ...
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/device_info.h"
#include "core/dtype.h"

namespace gpupeak::kernels {

// A rung of any family, as a listing shows it.
struct RungRow {
  std::string family, name, idea;
  std::string refusal;  // why it does not run here; empty when it does
  std::string vendor;   // whose library it runs on; empty: ours
};

// One family's rungs on one device, plainest first, of whatever type.
struct Ladder {
  std::string_view family;
  const void* rungs;  // the first of an array of pointers to that family's Rung
  size_t count;
  void (*list)(const Ladder&, const DeviceInfo&, std::vector<RungRow>&);
};

template <class Rung>
std::span<const Rung* const> rungs_of(const Ladder& ladder) {
  return {static_cast<const Rung* const*>(ladder.rungs), ladder.count};
}

// Of a rung that takes several types the first is asked for.
template <class Rung>
void list_rungs(const Ladder& ladder, const DeviceInfo& device, std::vector<RungRow>& rows) {
  for (const Rung* rung : rungs_of<Rung>(ladder)) {
    auto small = Rung::smallest();
    if constexpr (requires { rung->takes; })
      small.dtype = std::ranges::find_if(dtypes, [&](const DTypeRow& dtype) { return rung->takes(dtype.id); })->id;
    const std::optional<std::string> refusal = rung->refuses ? rung->refuses(device, small) : std::nullopt;
    std::string vendor;
    if constexpr (requires { rung->vendor; }) vendor = rung->vendor;
    rows.push_back({std::string(ladder.family), std::string(rung->name), std::string(rung->idea), refusal.value_or(""),
                    std::move(vendor)});
  }
}

template <class Rung, const Rung*... rungs>
inline constexpr std::array<const Rung*, sizeof...(rungs)> array_of{rungs...};

// The ladder of these rungs, which are of one family.
template <const auto* first, const auto*... more>
inline constexpr Ladder ladder{.family = std::remove_cvref_t<decltype(*first)>::family,
                               .rungs = array_of<std::remove_cvref_t<decltype(*first)>, first, more...>.data(),
                               .count = 1 + sizeof...(more),
                               .list = list_rungs<std::remove_cvref_t<decltype(*first)>>};

// What one device can run.
class Ladders {
 public:
  constexpr Ladders() = default;
  constexpr explicit Ladders(std::span<const Ladder> ladders) : ladders_(ladders) {}

  // Of a family by the type of its rungs; empty where the device has none.
  template <class Rung>
  std::span<const Rung* const> of() const {
    for (const Ladder& ladder : ladders_)
      if (ladder.family == Rung::family) return rungs_of<Rung>(ladder);
    return {};
  }

  // Of one family, as a listing shows them.
  template <class Rung>
  std::vector<RungRow> rows_of(const DeviceInfo& device) const {
    std::vector<RungRow> rows;
    for (const Ladder& ladder : ladders_)
      if (ladder.family == Rung::family) ladder.list(ladder, device, rows);
    return rows;
  }

  // All rungs, and whether they run on this device.
  std::vector<RungRow> rows(const DeviceInfo& device) const {
    std::vector<RungRow> rows;
    for (const Ladder& ladder : ladders_) ladder.list(ladder, device, rows);
    return rows;
  }

 private:
  std::span<const Ladder> ladders_;
};

const Ladders& host_kernels();
const Ladders& cuda_kernels();  // of families_cuda.cpp, or its absent twin's none

}  // namespace gpupeak::kernels
