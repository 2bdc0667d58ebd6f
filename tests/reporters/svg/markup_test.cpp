#include "reporters/svg/markup.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "reporters/text/text.h"

namespace gpupeak::svg {
namespace {

TEST(Markup, SignsOfMarkupBecomeEntities) {
  EXPECT_EQ(escaped("<script>alert(\"1\") & 'x'</script>"),
            "&lt;script&gt;alert(&quot;1&quot;) &amp; &#39;x&#39;&lt;/script&gt;");
}

TEST(Markup, NothingInvisibleOrTurnedRoundPasses) {
  EXPECT_EQ(escaped("a\x1b[31m\0b"), "a\\x1b[31m");  // a literal ends at its zero
  EXPECT_EQ(escaped(std::string("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(escaped("x\u202ecod.exe"), "x\\u202ecod.exe");
  EXPECT_EQ(escaped("line\nbreak\ttab"), "line break tab");
  EXPECT_EQ(escaped("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(escaped("\xef\xbf\xbf"), "\\uffff");  // no character of XML
  EXPECT_EQ(escaped("Köln™ 処理"), "Köln™ 処理");
}

TEST(Markup, CutsByColumnsAndSaysSo) {
  EXPECT_EQ(cut("short", 10), "short");
  EXPECT_EQ(cut("a long label", 6), "a lon…");
  EXPECT_EQ(cut("処理処理", 5), "処理…");
  for (size_t most = 1; most < 12; ++most) EXPECT_LE(columns(cut("a long label", most)), most);
}

TEST(Markup, CutsInTheMiddleSoThatBothEndsSurvive) {
  EXPECT_EQ(cut_middle("short", 10), "short");
  EXPECT_EQ(cut_middle("matmul f32 m=n=k=2048 packed_prefetched", 17), "matmul f…efetched");
  EXPECT_EQ(cut_middle("処理処理処理", 6), "処…理");
  for (size_t most = 1; most < 12; ++most) {
    EXPECT_LE(columns(cut_middle("a long label", most)), most);
    EXPECT_LE(columns(cut_middle("処理処理処理", most)), most);
  }
}

TEST(Markup, CoordinatesAreShortAndFinite) {
  EXPECT_EQ(coordinate(12), "12");
  EXPECT_EQ(coordinate(1.256), "1.26");
  EXPECT_EQ(coordinate(-0.001), "0");
  EXPECT_EQ(coordinate(std::nan("")), "0");
  EXPECT_EQ(coordinate(std::numeric_limits<double>::infinity()), "0");
  EXPECT_EQ(coordinate(1e300), "1000000");
}

}  // namespace
}  // namespace gpupeak::svg
