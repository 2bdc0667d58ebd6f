#include "device/host/host_libraries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "device/host/cpu_features.h"
#include "device/host/library_kernels.h"
#include "device/host/onednn_major.h"

namespace gpupeak::host {
namespace {

using ::testing::HasSubstr;

// One of tests/support/stand_ins/openblas.cpp, and what it is told to be.
class StandIn {
 public:
  StandIn(const std::string& folder, const char* core, const char* trouble = "") {
    setenv("GPUPEAK_OPENBLAS", (GPUPEAK_STAND_INS "/" + folder).c_str(), 1);
    setenv("GPUPEAK_STAND_IN_CORE", core, 1);
    setenv("GPUPEAK_STAND_IN", trouble, 1);
  }
  ~StandIn() {
    for (const char* name : {"GPUPEAK_OPENBLAS", "GPUPEAK_STAND_IN_CORE", "GPUPEAK_STAND_IN"}) unsetenv(name);
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;
};

TEST(HostLibraries, AreOpenWithAVersionOrAbsentWithARemedy) {
  for (const Opened* opened : {&openblas(), &onednn()}) {
    EXPECT_EQ(opened->handle != nullptr, !opened->info.version.empty());
    EXPECT_EQ(opened->handle == nullptr, why_not(opened->info).find("install") != std::string::npos)
        << opened->info.note;
  }
  if (onednn().handle) {
    EXPECT_EQ(std::stoi(onednn().info.version), onednn_major);
  }
  EXPECT_EQ(&openblas(), &openblas());
  EXPECT_EQ(any_library_open(), openblas().handle || onednn().handle);
}

TEST(HostLibraries, AreFoundWithoutBeingOpened) {
  const StandIn prefixed("prefixed", "Prescott");
  const Library library = find_libraries().at(0);
  EXPECT_EQ(library.path, std::filesystem::canonical(GPUPEAK_STAND_INS "/prefixed/libscipy_openblas.so"));
  EXPECT_EQ(library.version + library.note, "");
  EXPECT_FALSE(any_library_open());
}

TEST(HostLibraries, ALibraryBelowTheProcessorSaysWhichKernelsItRuns) {
  for (const char* folder : {"plain", "prefixed"}) {
    const StandIn old(folder, "Prescott");
    const Library library = inspected("openblas");
    EXPECT_EQ(library.version, "0.0.7") << library.note;
    EXPECT_EQ(library.kernels, "Prescott");
    EXPECT_EQ(library.instructions, "sse");
    EXPECT_EQ(library.below, left_unused("sse", cpu_features()));
    EXPECT_EQ(library.below.empty(), library.remedy.empty());
    if (!library.below.empty()) {
      EXPECT_THAT(library.remedy, HasSubstr("OPENBLAS_CORETYPE"));
    }
  }
}

TEST(HostLibraries, ALibraryOfKernelsThatAreNotKnownIsNotBlamed) {
  const StandIn other("plain", "Core of tomorrow");
  const Library library = inspected("openblas");
  EXPECT_EQ(library.kernels, "Core of tomorrow");
  EXPECT_EQ(library.instructions + library.below + why_not(library), "");
}

TEST(HostLibraries, ABuildForOneThreadIsRefusedWhereThereAreMoreCpus) {
  const StandIn serial("plain", "Haswell", "one thread");
  const Library library = inspected("openblas");
  if (library.version.empty())
    EXPECT_THAT(why_not(library), HasSubstr("build for one thread; apt install"));
  else
    EXPECT_EQ(library.version, "0.0.7") << "this process has one CPU";
}

TEST(HostLibraries, WhatServesIsAskedOfTheLibraryOnlyWhereTheDeviceLookedAtIt) {
  const auto never = []() -> const Opened& { throw std::logic_error("opened"); };
  DeviceInfo device;
  device.libraries = {{"openblas", "", "/lib/x.so", ""}};
  EXPECT_EQ(why_not(device, "openblas", never), std::nullopt);
  device.libraries = {{"openblas", "", "", "crashes; install another"}};
  EXPECT_EQ(why_not(device, "openblas", never), "crashes; install another");
  device.libraries = {{"openblas", "1", "/lib/x.so", ""}};
  EXPECT_THROW(why_not(device, "openblas", never), std::logic_error);
}

}  // namespace
}  // namespace gpupeak::host
