// Golden files: what a renderer wrote when a person last looked at it and found it good.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace gpupeak::testing {

// Succeeds when tests/golden/<name> holds exactly these bytes. With GPUPEAK_UPDATE_GOLDEN=1 in the environment the file
// is written anew instead, and the test fails to say so: look at the difference before it is committed.
::testing::AssertionResult is_golden(const std::string& name, const std::string& actual);

}  // namespace gpupeak::testing
