#include "device/host/host_libraries.h"

#include <gtest/gtest.h>

#include "device/host/onednn_major.h"

namespace gpupeak::host {
namespace {

TEST(HostLibraries, AreOpenWithAVersionOrAbsentWithARemedy) {
  for (const Opened* opened : {&openblas(), &onednn()}) {
    EXPECT_EQ(opened->handle != nullptr, !opened->info.version.empty());
    EXPECT_EQ(opened->handle == nullptr, opened->info.note.find("install") != std::string::npos) << opened->info.note;
  }
  if (onednn().handle) {
    EXPECT_EQ(std::stoi(onednn().info.version), onednn_major);
  }
  EXPECT_EQ(&openblas(), &openblas());
}

}  // namespace
}  // namespace gpupeak::host
