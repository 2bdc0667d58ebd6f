// The forwarding stubs: what is missing becomes an exception that says what to install, and what is there is the
// vendor's own.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "device/host/host_libraries.h"
#include "device/host/openblas.h"
#include "device/vendor_library.h"

namespace gpupeak::host {
namespace {

TEST(VendorStubs, AnAbsentLibraryIsAnErrorThatNamesFunctionAndPackage) {
  const Opened absent{nullptr, {"openblas", "", "", "not found; apt install libopenblas0-pthread"}};
  try {
    vendor_symbol<int()>(absent, "cblas_sgemm");
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("cblas_sgemm"), std::string::npos) << text;
    EXPECT_NE(text.find("apt install libopenblas0-pthread"), std::string::npos) << text;
  }
}

TEST(VendorStubs, AFunctionThatTheLibraryLacksIsAnErrorThatNamesBoth) {
  const Opened program{dlopen(nullptr, RTLD_NOW), {"openblas", "0.1", "/somewhere/libopenblas.so.0", ""}};
  try {
    vendor_symbol<int()>(program, "cblas_of_tomorrow");
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("cblas_of_tomorrow"), std::string::npos) << text;
    EXPECT_NE(text.find("/somewhere/libopenblas.so.0"), std::string::npos) << text;
  }
}

TEST(VendorStubs, OpenBlasMultipliesThroughThem) {
  if (!openblas().handle) GTEST_SKIP() << openblas().info.note;
  const float a[] = {1, 2, 3, 4, 5, 6}, b[] = {1, 2, 3, 4, 5, 6};
  float c[] = {9, 9, 9, 9};
  cblas_sgemm(blas_row_major, blas_no_transpose, blas_no_transpose, 2, 2, 3, 1, a, 3, b, 2, 0, c, 2);
  EXPECT_EQ(c[0], 22);
  EXPECT_EQ(c[1], 28);
  EXPECT_EQ(c[2], 49);
  EXPECT_EQ(c[3], 64);
}

// In a fresh process, because a library is opened once per process.
TEST(VendorStubsDeathTest, CallingThemWithoutTheLibraryThrows) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto call = [] {
    setenv("GPUPEAK_OPENBLAS", "/nowhere/libopenblas.so.0", 1);
    try {
      openblas_set_num_threads(1);
      std::exit(1);
    } catch (const std::runtime_error& error) {
      std::exit(std::string(error.what()).find("apt install libopenblas0-pthread") == std::string::npos ? 2 : 0);
    }
  };
  EXPECT_EXIT(call(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace gpupeak::host
