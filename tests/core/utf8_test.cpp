#include "core/utf8.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

const std::string replaced = "\xef\xbf\xbd";

TEST(Utf8, LeavesValidTextAlone) {
  for (const std::string text :
       {"", "plain", "käse", "温度", "🚀", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    EXPECT_EQ(valid_utf8(text), text);
  const std::string zero("a\0b", 3);
  EXPECT_EQ(valid_utf8(zero), zero);
}

TEST(Utf8, ReplacesBytesThatBelongToNoSequence) {
  EXPECT_EQ(valid_utf8("a\x80z"), "a" + replaced + "z");
  EXPECT_EQ(valid_utf8("\xff\xfe"), replaced + replaced);
  EXPECT_EQ(valid_utf8("\xc3("), replaced + "(");
}

TEST(Utf8, ReplacesOverlongFormsSurrogatesAndWhatLiesBeyondUnicode) {
  for (const std::string bytes : {"\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                                  "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"})
    EXPECT_EQ(valid_utf8(bytes).find(bytes), std::string::npos) << bytes.size();
}

TEST(Utf8, ReplacesASequenceThatIsCutOff) {
  EXPECT_EQ(valid_utf8("\xe2\x82"), replaced + replaced);
  EXPECT_EQ(valid_utf8("\xf0\x9f\x9a/"), replaced + replaced + replaced + "/");
}

TEST(Utf8, ChangesNothingTheSecondTime) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(valid_utf8(valid_utf8(all)), valid_utf8(all));
}

TEST(Utf8, RejectsOverlongSurrogatesAndWhatIsCutOff) {
  for (std::string_view bad :
       {"\xc0\x80", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\x80", "\xe2\x82", "\xf0\x9f\x98"}) {
    std::string_view rest = bad;
    EXPECT_FALSE(take_code_point(rest));
    EXPECT_EQ(rest.size(), bad.size() - 1) << "takes the first byte alone";
  }
}

TEST(Utf8, TakesTheFirstAndLastOfEachLength) {
  const std::pair<std::string_view, char32_t> good[] = {{"\x7f", 0x7F},
                                                        {"\xc2\x80", 0x80},
                                                        {"\xdf\xbf", 0x7FF},
                                                        {"\xe0\xa0\x80", 0x800},
                                                        {"\xef\xbf\xbf", 0xFFFF},
                                                        {"\xf0\x90\x80\x80", 0x10000},
                                                        {"\xf4\x8f\xbf\xbf", 0x10FFFF}};
  for (auto [bytes, expected] : good) {
    EXPECT_EQ(take_code_point(bytes), expected);
    EXPECT_TRUE(bytes.empty());
  }
}

}  // namespace
}  // namespace gpupeak
