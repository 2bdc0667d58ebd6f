#include "device/diagnosis.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Diagnosis, HasANameForEachSeverity) {
  EXPECT_EQ(name(Diagnosis::Severity::ok), "ok");
  EXPECT_EQ(name(Diagnosis::Severity::problem), "problem");
}

}  // namespace
}  // namespace gpupeak
