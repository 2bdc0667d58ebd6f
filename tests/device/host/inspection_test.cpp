#include "device/host/inspection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <string>

namespace gpupeak::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool needs_terabytes = true;  // a sanitizer
#else
constexpr bool needs_terabytes = false;
#endif

const Library library_there{"openblas", "", "/lib/libopenblas.so.0", ""};

TEST(Inspection, TellsAnotherProcessAllThatWasLearned) {
  const Library learned{"openblas", "0.3.21", "/lib/a b=c.so", "two\nlines", "Prescott", "sse", "avx512vl", "unset it"};
  const Library told =
      told_of(library_there, {.out = "noise of the library\n" + text_of(learned), .err = "more of it"});
  EXPECT_EQ(told.name, "openblas");
  EXPECT_EQ(told.version, "0.3.21");
  EXPECT_EQ(told.path, "/lib/a b=c.so");
  EXPECT_EQ(told.note, "two lines");
  EXPECT_EQ(told.kernels, "Prescott");
  EXPECT_EQ(told.instructions, "sse");
  EXPECT_EQ(told.below, "avx512vl");
  EXPECT_EQ(told.remedy, "unset it");
}

TEST(Inspection, OfALibraryThatEndsItsProcessNamesFileCauseAndRemedy) {
  const Library told = told_of(library_there, {.out = text_of(library_there).substr(0, 20),
                                               .err = "blas_thread_init: failed; sorry\nmore\n",
                                               .ended = "its process was ended by Interrupt"});
  EXPECT_EQ(told.version + told.path, "");
  EXPECT_THAT(why_not(told), HasSubstr("/lib/libopenblas.so.0 cannot be used: its process was ended by Interrupt "
                                       "(blas_thread_init: failed, sorry); "));
  EXPECT_THAT(why_not(told), Not(HasSubstr("more")));
}

// In a process of its own, because the limit stays.
TEST(InspectionDeathTest, WhereAddressSpaceIsLimitedMoreOfItIsTheFirstRemedy) {
  const auto limited = [] {
    const rlimit space{1 << 30, 1 << 30};
    if (setrlimit(RLIMIT_AS, &space) != 0) std::exit(2);
    const Library absent{.name = "openblas", .note = "failed to map", .remedy = "apt install x"};
    const std::string right =
        "failed to map; raise the limit of 1024 MiB of address space (ulimit -v unlimited), or apt install x";
    std::exit(why_not(told_of(library_there, {.out = text_of(absent), .err = ""})) == right ? 0 : 1);
  };
  if (needs_terabytes) GTEST_SKIP();
  EXPECT_EXIT(limited(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace gpupeak::host
