// The TABLE of tools whose JSON can be read: how each is recognised and turned into a report.
#pragma once

#include <span>
#include <string_view>

#include "formats/import_node.h"

namespace gpupeak {

struct Importer {
  std::string_view tool;
  bool (*recognises)(const Json&);
  Report (*read)(const ImportNode& root);
};

std::span<const Importer* const> importers();

}  // namespace gpupeak
