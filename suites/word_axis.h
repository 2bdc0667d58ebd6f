// Axes whose words are the rows of a table, each with a phrase of what it stands for.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "method/suite.h"

namespace gpupeak {

// By default all of them.
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

}  // namespace gpupeak
