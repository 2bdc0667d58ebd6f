#include "reporters/text/text.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Text, CountsColumnsRatherThanBytes) {
  EXPECT_EQ(columns("plain"), 5u);
  EXPECT_EQ(columns("Köln ±µ×"), 8u);
  EXPECT_EQ(columns("処理"), 4u);
  EXPECT_EQ(columns("e\u0301"), 1u) << "a combining accent takes none";
  EXPECT_EQ(columns("🚀"), 2u);
  EXPECT_EQ(columns("━━╾─"), 4u);
  EXPECT_EQ(columns("\xff"), 1u);
  EXPECT_EQ(columns(""), 0u);
}

TEST(Printable, ShowsWhatCouldSteerATerminal) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(printable("one\ntwo\tthree\r"), "one two three ");
  EXPECT_EQ(printable("\x7f\x01"), "\\x7f\\x01");
  EXPECT_EQ(printable("\u009b31m"), "\\u009b31m");
  EXPECT_EQ(printable("\u202egnp.exe"), "\\u202egnp.exe");
  EXPECT_EQ(printable("\xc3(\xff"), "\\xc3(\\xff");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("Köln 処理 ±"), "Köln 処理 ±");
}

TEST(Shown, TranslatesOurSignsToAsciiAndEscapesTheRest) {
  const Style ascii{.unicode = false};
  EXPECT_EQ(shown("2 × 3 ± 1 µs … –", ascii), "2 x 3 +- 1 us ... -");
  EXPECT_EQ(shown("é🚀", ascii), "\\u00e9\\U0001f680");
}

TEST(Wrapped, BreaksAtSpacesAndCutsOnlyWordsThatDoNotFit) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("abcdefgh ij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrapped("ab abcdefgh", 4), (std::vector<std::string>{"ab", "abcd", "efgh"}));
  EXPECT_EQ(wrapped("suite/n=64/rung=fast", 12), (std::vector<std::string>{"suite/n=64/", "rung=fast"}));
  EXPECT_EQ(wrapped("in /var/lib/x", 6), (std::vector<std::string>{"in", "/var/", "lib/x"}));
  EXPECT_EQ(wrapped("a/::b", 4), (std::vector<std::string>{"a", "/::b"})) << "no command begins a line";
  EXPECT_EQ(wrapped("", 10), std::vector<std::string>{""});
  EXPECT_EQ(wrapped("     ", 3), std::vector<std::string>{""});
  EXPECT_EQ(wrapped("処理処理", 5), (std::vector<std::string>{"処理", "処理"}));
  EXPECT_EQ(wrapped("処理", 1), (std::vector<std::string>{"処", "理"})) << "too narrow for any, but it ends";
  EXPECT_EQ(wrapped("abc", 0), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(WithoutCommands, LeavesNoneAndKeepsNamesOfCpp) {
  EXPECT_EQ(without_commands("::error::x"), "\\x3a:error::x");
  EXPECT_EQ(without_commands("a \u00a0::error::x"), "a \u00a0\\x3a:error::x");
  EXPECT_EQ(without_commands("::::a"), "\\x3a\\x3a\\x3a:a");
  EXPECT_EQ(without_commands("a:::b"), "a:\\x3a:b");
  EXPECT_EQ(without_commands("##[error] ###vso[x]"), "#\\x23[error] #\\x23\\x23vso[x]");
  EXPECT_EQ(without_commands("BM_f<std::vector<std::pair>>: 5 # : a"), "BM_f<std::vector<std::pair>>: 5 # : a");
  EXPECT_EQ(shown("a\n::error::x", {}), "a \\x3a:error::x");
}

TEST(Wrapped, CutsNoWordSoThatALineBeginsACommand) {
  for (size_t width = 4; width < 24; ++width)
    for (const std::string& text : {without_commands("BM_f<std::vector<std::pair<std::string>>> ::error::x"),
                                    without_commands(std::string(30, 'x') + "::error::x"), without_commands("処処::e")})
      for (const std::string& line : wrapped(text, width)) {
        EXPECT_FALSE(line.starts_with("::")) << text << " at " << width;
        EXPECT_LE(columns(line), width) << text << " at " << width;
      }
}

TEST(Wrapped, TakesAMegabyteWithoutSpacesInItsStride) {
  const std::vector<std::string> lines = wrapped(std::string(1 << 20, 'x'), 64);
  EXPECT_EQ(lines.size(), (1u << 20) / 64);
}

TEST(Inked, AddsNothingWithoutColourAndEndsWhatItBegins) {
  EXPECT_EQ(inked("x", Ink::alarm, {}), "x");
  EXPECT_EQ(inked("x", Ink::alarm, {.color = true}), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(inked("x", Ink::plain, {.color = true}), "x");
  EXPECT_EQ(inked("", Ink::strong, {.color = true}), "");
}

}  // namespace
}  // namespace gpupeak
