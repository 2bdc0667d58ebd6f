#include "cli/process/exit_code.h"

#include <gtest/gtest.h>

#include <set>

namespace gpupeak::cli {
namespace {

TEST(ExitCode, TheGravestWinsInTheDocumentedOrder) {
  const ExitCode gravest_first[] = {ExitCode::interrupted, ExitCode::usage,       ExitCode::nothing_measured,
                                    ExitCode::wrong,       ExitCode::gate_failed, ExitCode::inconclusive,
                                    ExitCode::ok};
  for (size_t i = 0; i < std::size(gravest_first); ++i)
    for (size_t j = i; j < std::size(gravest_first); ++j) {
      EXPECT_EQ(combine(gravest_first[i], gravest_first[j]), gravest_first[i]);
      EXPECT_EQ(combine(gravest_first[j], gravest_first[i]), gravest_first[i]);
    }
}

TEST(ExitCode, EveryRankIsTakenOnce) {
  std::set<int> ranks;
  for (const ExitCodeRow& row : exit_codes) EXPECT_TRUE(ranks.insert(row.rank).second) << row.text;
}

TEST(ExitCode, AProcessThatCrashedCountsAsAFailedCase) {
  EXPECT_EQ(exit_code_of(139), ExitCode::wrong);
  EXPECT_EQ(exit_code_of(130), ExitCode::interrupted);
  EXPECT_EQ(exit_code_of(0), ExitCode::ok);
}

}  // namespace
}  // namespace gpupeak::cli
