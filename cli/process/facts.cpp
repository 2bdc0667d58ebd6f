#include "cli/process/facts.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <CLI/Version.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/build_info.h"
#include "device/host/host_state.h"

namespace gpupeak::cli {
namespace {

// PRETTY_NAME="Debian GNU/Linux 12 (bookworm)" of os-release(5).
std::string system_name() {
  std::ifstream file("/etc/os-release");
  constexpr std::string_view key = "PRETTY_NAME=";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    std::string name = line.substr(key.size());
    std::erase(name, '"');
    return name;
  }
  return {};
}

}  // namespace

HostFacts host_facts() {
  const host::HostState state = host::read_host_state();
  HostFacts facts;
  utsname names = {};
  if (uname(&names) == 0) facts.hostname = names.nodename;
  facts.os = system_name();
  facts.kernel = state.kernel;
  facts.cpu = state.cpu_model;
  facts.logical_cpus = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
  return facts;
}

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
