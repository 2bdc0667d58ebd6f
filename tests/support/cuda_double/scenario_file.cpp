// A scenario as a small file, for a whole program that was linked with the double: a line is `key = value`, `#` begins
// a comment. Keys: name, sms, capability (9.0; of several GPUs with commas), memory, l2, clock_khz, memory_clock_khz,
// bus_bits, ecc (0, 1) of the one GPU; gpus (how many of it), sick (which of them does not answer), error (cudaError_t
// that questions for devices are answered with), driver (13000), launch_s, copy_bytes_per_s, peer_access (0, 1),
// clock_factor, throttled_from_s, lost_at, no_memory_at, most_memory, watchdog_s, thread_s, compute_mode, taken (0, 1)
// as in Scenario.
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
      {"sick", [](Scenario& s, Gpu&, const std::string& v) { s.gpus.at(std::stoull(v)).sick = cudaErrorUnknown; }},
      {"watchdog_s", [](Scenario& s, Gpu&, const std::string& v) { s.watchdog_s = std::stod(v); }},
      {"thread_s", [](Scenario& s, Gpu&, const std::string& v) { s.seconds_per_thread = std::stod(v); }},
      {"compute_mode", [](Scenario& s, Gpu&, const std::string& v) { s.compute_mode = std::stoi(v); }},
      {"taken", [](Scenario& s, Gpu&, const std::string& v) { s.taken = v != "0"; }},
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

// "7.0, 9.0": of the first GPU, the second, …; the last of all that follow.
void set_capabilities(const std::string& list, std::vector<Gpu>& gpus) {
  size_t at = 0;
  for (Gpu& gpu : gpus) {
    const std::string one = list.substr(at);
    gpu.major = std::stoi(one);
    gpu.minor = std::stoi(one.substr(one.find('.') + 1));
    if (const size_t comma = list.find(',', at); comma != std::string::npos) at = comma + 1;
  }
}

Scenario read_scenario(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("no scenario " + path);
  Scenario scenario;
  Gpu gpu;
  std::string capabilities = "9.0";
  for (std::string line; std::getline(file, line);) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const size_t equals = line.find('=');
    const std::string word = trimmed(line.substr(0, equals));
    if (word == "capability") {
      capabilities = trimmed(line.substr(equals + 1));
      continue;
    }
    const auto key = keys().find(word);
    if (equals == std::string::npos || key == keys().end())
      throw std::runtime_error(fmt::format("{}: no such key: {}", path, line));
    key->second(scenario, gpu, trimmed(line.substr(equals + 1)));
  }
  for (size_t i = 0; i < scenario.gpus.size(); ++i) {
    const cudaError_t sick = scenario.gpus[i].sick;
    scenario.gpus[i] = gpu;
    scenario.gpus[i].sick = sick;
    scenario.gpus[i].uuid.back() = static_cast<char>(gpu.uuid.back() + static_cast<char>(i));
  }
  set_capabilities(capabilities, scenario.gpus);
  return scenario;
}

}  // namespace gpupeak::cuda_double
