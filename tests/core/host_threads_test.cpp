#include "core/host_threads.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(HostThreads, DoEveryPieceOnceWhateverTheirNumber) {
  for (const int threads : {1, 2, 7})
    for (const int64_t pieces : {0, 1, 5, 1000}) {
      std::vector<int> done(static_cast<size_t>(pieces));
      in_parallel(pieces, threads, [&](int64_t i) { ++done[static_cast<size_t>(i)]; });
      EXPECT_EQ(done, std::vector<int>(static_cast<size_t>(pieces), 1)) << threads;
    }
}

TEST(HostThreads, AreAFew) {
  EXPECT_GE(host_threads(), 1);
  EXPECT_LE(host_threads(), 16);
}

}  // namespace
}  // namespace gpupeak
