// Axes that several suites have: of the words of a table, and of the rungs of a ladder.
#pragma once

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/dtype.h"
#include "core/text.h"
#include "kernels/families.h"
#include "method/suite.h"

namespace gpupeak {

// The words are the rows of a table, each with a phrase of what it stands for; by default all of them.
template <class Rows, class Row>
Axis word_axis(std::string name, const Rows& rows, std::string_view Row::*phrase) {
  Axis axis{.name = std::move(name), .values = {}, .words = {}, .summary = ""};
  for (const Row& row : rows) {
    axis.words.emplace_back(row.name);
    axis.summary += fmt::format("{}{}: {}", axis.summary.empty() ? "" : "; ", row.name, row.*phrase);
  }
  axis.values = axis.words;
  return axis;
}

template <class Rung>
std::vector<std::string> names_of(std::span<const Rung* const> ladder) {
  std::vector<std::string> names;
  for (const Rung* rung : ladder) names.emplace_back(rung->name);
  return names;
}

// The rungs of a family, plainest first; by default all of them.
template <class Rung>
Axis ladder_axis(const DeviceInfo& device, const kernels::Ladders& kernels, std::string summary) {
  const std::vector<std::string> names = names_of(kernels.of<Rung>());
  Axis axis{.name = "rung", .values = names, .words = names, .summary = std::move(summary)};
  for (const kernels::RungRow& rung : kernels.rows_of<Rung>(device)) {
    if (!rung.vendor.empty()) axis.vendors.push_back(rung.name);
    if (!rung.refusal.empty()) axis.refused.push_back(rung.name);
  }
  return axis;
}

// Null when this device's ladder has no such rung: a schedule may come from another device.
template <class Rung>
const Rung* rung_named(std::span<const Rung* const> ladder, std::string_view name) {
  for (const Rung* rung : ladder)
    if (rung->name == name) return rung;
  return nullptr;
}

// Whether the rung that a case names is there and takes the case's element type.
template <class Rung>
bool takes_dtype(std::span<const Rung* const> ladder, const Case& id) {
  const Rung* rung = rung_named(ladder, id.text("rung"));
  return rung && rung->takes(dtype_named(id.text("dtype")).value());
}

inline Skip no_such_rung(const std::vector<std::string>& names, const Case& id) {
  const std::string& name = id.text("rung");
  return {ReasonKind::not_on_this_device,
          fmt::format("this device has no rung '{}' for it{}", name, suggestion(name, names))};
}
template <class Rung>
Skip no_such_rung(std::span<const Rung* const> ladder, const Case& id) {
  return no_such_rung(names_of(ladder), id);
}

}  // namespace gpupeak
