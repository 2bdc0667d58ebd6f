// The whole program on the doubles of CUDA's runtime and of NVML.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "formats/report_json.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"
#include "tests/support/patient_preset.h"

namespace gpupeak::testing {

class RunOnDouble : public ::testing::Test {
 protected:
  void SetUp() override {
    if (binary_under_test().empty()) GTEST_SKIP() << "GPUPEAK_BINARY does not name the program; ctest sets it";
  }

  // The exit code of the program on this machine.
  int run(const std::string& scenario, std::vector<std::string> args) {
    const std::string file = place_.write("scenario", scenario);
    const std::string management = place_.write("management", "uuid " + management_uuid_ + "\n" + says_nvml_);
    Forked child(
        [&] {
          setenv("GPUPEAK_CUDA_SCENARIO", file.c_str(), 1);
          setenv("GPUPEAK_NVML", nvml_, 1);
          setenv("GPUPEAK_NVML_SCENARIO", management.c_str(), 1);
          become(binary_under_test(), args);
          return 127;
        },
        place_.path("out"), place_.path("err"));
    return child.wait();
  }
  // A few small products, beside each other.
  int multiply(const std::string& scenario, const std::string& rungs, const std::string& sizes = "24") {
    return run(scenario, {"run", "matmul", "--device", "cuda", "--preset", place_.write("patient.json", patient_preset),
                          "--set", "matmul.dtype=f32", "--set", "matmul.n=" + sizes, "--set", "matmul.rung=" + rungs,
                          "--out", place_.path("report"), "-vv"});
  }
  std::string place_text(const char* name) const { return place_.read(name); }
  std::string out() const { return place_.read("out"); }
  std::string err() const { return place_.read("err"); }
  Report report() const { return read_report(place_.read("report/report.json"), "report.json"); }

  const char* nvml_ = GPUPEAK_NVML_DOUBLE;                                    // the library that is opened
  std::string management_uuid_ = "GPU-01234567-89ab-cdef-0123-456789abcdef";  // of the first GPU
  std::string says_nvml_;  // scenario of the management library, beside the GPU's identity

 private:
  CommandLine place_;
};

}  // namespace gpupeak::testing
