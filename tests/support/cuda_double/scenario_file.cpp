// A scenario as a small file, for a whole program that was linked with the double: a line is `key = value`, `#` begins
// a comment. Keys: name, sms, capability (9.0), memory, l2, clock_khz, memory_clock_khz, bus_bits, ecc (0, 1) of the
// one GPU; gpus (how many of it), error (cudaError_t that questions for devices are answered with), driver (13000),
// launch_s, copy_bytes_per_s, peer_access (0, 1), clock_factor, throttled_from_s, lost_at, no_memory_at, most_memory as
// in Scenario.
#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <stdexcept>

#include "tests/support/cuda_double/scenario.h"

namespace gpupeak::cuda_double {
namespace {

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

using Set = std::function<void(Scenario&, Gpu&, const std::string&)>;

const std::map<std::string, Set>& keys() {
  static const std::map<std::string, Set> known{
      {"name", [](Scenario&, Gpu& g, const std::string& v) { g.name = v; }},
      {"sms", [](Scenario&, Gpu& g, const std::string& v) { g.sms = std::stoi(v); }},
      {"capability",
       [](Scenario&, Gpu& g, const std::string& v) {
         g.major = std::stoi(v);
         g.minor = std::stoi(v.substr(v.find('.') + 1));
       }},
      {"memory", [](Scenario&, Gpu& g, const std::string& v) { g.memory = std::stoull(v); }},
      {"l2", [](Scenario&, Gpu& g, const std::string& v) { g.l2_bytes = std::stoull(v); }},
      {"clock_khz", [](Scenario&, Gpu& g, const std::string& v) { g.clock_khz = std::stoi(v); }},
      {"memory_clock_khz", [](Scenario&, Gpu& g, const std::string& v) { g.memory_clock_khz = std::stoi(v); }},
      {"bus_bits", [](Scenario&, Gpu& g, const std::string& v) { g.bus_bits = std::stoi(v); }},
      {"ecc", [](Scenario&, Gpu& g, const std::string& v) { g.ecc = v != "0"; }},
      {"gpus", [](Scenario& s, Gpu&, const std::string& v) { s.gpus.resize(std::stoull(v)); }},
      {"error",
       [](Scenario& s, Gpu&, const std::string& v) { s.count_error = static_cast<cudaError_t>(std::stoi(v)); }},
      {"driver", [](Scenario& s, Gpu&, const std::string& v) { s.driver_version = std::stoi(v); }},
      {"launch_s", [](Scenario& s, Gpu&, const std::string& v) { s.seconds_per_launch = std::stod(v); }},
      {"copy_bytes_per_s", [](Scenario& s, Gpu&, const std::string& v) { s.copy_bytes_per_s = std::stod(v); }},
      {"peer_access", [](Scenario& s, Gpu&, const std::string& v) { s.peer_access = v != "0"; }},
      {"clock_factor", [](Scenario& s, Gpu&, const std::string& v) { s.clock_factor = std::stod(v); }},
      {"throttled_from_s", [](Scenario& s, Gpu&, const std::string& v) { s.throttled_from_s = std::stod(v); }},
      {"no_memory_at", [](Scenario& s, Gpu&, const std::string& v) { s.no_memory_at = std::stoll(v); }},
      {"lost_at", [](Scenario& s, Gpu&, const std::string& v) { s.lost_at = std::stoll(v); }},
      {"most_memory", [](Scenario& s, Gpu&, const std::string& v) { s.most_memory = std::stoull(v); }},
  };
  return known;
}

}  // namespace

Scenario read_scenario(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("no scenario " + path);
  Scenario scenario;
  Gpu gpu;
  for (std::string line; std::getline(file, line);) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const size_t equals = line.find('=');
    const auto key = keys().find(trimmed(line.substr(0, equals)));
    if (equals == std::string::npos || key == keys().end())
      throw std::runtime_error(fmt::format("{}: no such key: {}", path, line));
    key->second(scenario, gpu, trimmed(line.substr(equals + 1)));
  }
  for (Gpu& each : scenario.gpus) each = gpu;
  return scenario;
}

}  // namespace gpupeak::cuda_double
