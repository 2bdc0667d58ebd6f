// Opens the double of NVML in a scenario, through the real loader, for as long as it lives.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "device/nvml/nvml.h"

namespace gpupeak::testing {

class Scenario {
 public:
  explicit Scenario(const std::string& name, const char* file_name = GPUPEAK_NVML_DOUBLE) {
    const std::filesystem::path scenarios =
        std::filesystem::path(GPUPEAK_SOURCE_DIR) / "tests/support/nvml_double/scenarios";
    const std::filesystem::path file = scenarios / (name + ".txt");
    setenv("GPUPEAK_NVML", file_name, 1);
    setenv("GPUPEAK_NVML_SCENARIO", file.c_str(), 1);
    library = nvml::Nvml::open();
    device = library->device(std::string("GPU-0")).value;
  }
  ~Scenario() {
    unsetenv("GPUPEAK_NVML");
    unsetenv("GPUPEAK_NVML_SCENARIO");
  }
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;

  std::shared_ptr<const nvml::Nvml> library;
  nvml::NvmlDevice device = nullptr;
};

}  // namespace gpupeak::testing
