#include "cli/run/host_facts.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <string>

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

}  // namespace gpupeak::cli
