#include "cli/process/tool.h"

#include <fmt/format.h>

#include <CLI/Version.hpp>
#include <nlohmann/json.hpp>

#include "cli/build_info.h"

namespace gpupeak::cli {

Tool this_tool() {
  Tool tool;
  tool.version = build_info::version;
  tool.commit = build_info::commit;
  tool.compiler = build_info::compiler;
  tool.build = build_info::build;
  tool.libraries = {
      {"CLI11", CLI11_VERSION},
      {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
      {"nlohmann_json",
       fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)},
  };
  return tool;
}

}  // namespace gpupeak::cli
