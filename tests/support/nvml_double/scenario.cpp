// Reads the scenario; NVML may be called from several threads at once.
#include "scenario.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>

namespace nvml_double {
namespace {

std::mutex guard;
std::map<std::string, std::string> values;
std::map<std::string, unsigned long long> counters;
long long calls = 0;

std::string value_of(const std::string& key) {
  const auto at = values.find(key);
  return at == values.end() ? "" : at->second;
}

}  // namespace

void load() {
  const std::scoped_lock lock(guard);
  values.clear();
  counters.clear();
  calls = 0;
  const char* path = std::getenv("GPUPEAK_NVML_SCENARIO");
  std::ifstream file(path ? path : "");
  for (std::string line; std::getline(file, line);) {
    const size_t space = line.find(' ');
    if (line.empty() || line.front() == '#' || space == std::string::npos) continue;
    values[line.substr(0, space)] = line.substr(space + 1);
  }
}

long long number(const std::string& key, long long otherwise) {
  const std::scoped_lock lock(guard);
  const std::string value = value_of(key);
  return value.empty() ? otherwise : std::atoll(value.c_str());
}

std::string text(const std::string& key, const std::string& otherwise) {
  const std::scoped_lock lock(guard);
  const std::string value = value_of(key);
  return value.empty() ? otherwise : value;
}

int status(const char* symbol) {
  const std::scoped_lock lock(guard);
  const long long lost_after = std::atoll(value_of("lost_after").c_str());
  if (lost_after > 0 && ++calls > lost_after) return 15;
  return std::atoi(value_of(std::string("status.") + symbol).c_str());
}

unsigned long long counter_of(const std::string& key, long long step) {
  const std::scoped_lock lock(guard);
  return counters[key] += static_cast<unsigned long long>(step);
}

}  // namespace nvml_double
