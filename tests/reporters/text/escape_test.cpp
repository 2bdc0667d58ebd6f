#include "reporters/text/escape.h"

#include <gtest/gtest.h>

#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

TEST(Escape, LeavesPlainTextAlone) {
  const std::string id = "matmul/dtype=f32/m=64/rung=three-loops";
  EXPECT_EQ(harmless(id), id);
  EXPECT_EQ(json_text(id), id);
  EXPECT_EQ(xml_text(id), id);
  EXPECT_EQ(label_text(id), id);
  EXPECT_EQ(workflow_message(id), id);
  EXPECT_EQ(sql_text(id), "'" + id + "'");
  EXPECT_EQ(markdown_code(id), "<code>" + id + "</code>");
}

TEST(Escape, JsonReadsBackAsWhatIsPrintable) {
  for (const std::string& attack : testing::attacks())
    EXPECT_EQ(testing::parsed("[\"" + json_text(attack) + "\"]").at(0).get<std::string>(), harmless(attack));
}

TEST(Escape, XmlHoldsNoMarkupAndNoCharacterThatXmlForbids) {
  EXPECT_EQ(xml_text("<a b='c' d=\"e\">&"), "&lt;a b=&apos;c&apos; d=&quot;e&quot;&gt;&amp;");
  EXPECT_EQ(xml_text("\xEF\xBF\xBE|\xEF\xBF\xBF|\x01"), "\\ufffe|\\uffff|\\x01");
}

TEST(Escape, MarkdownMakesNoMarkupLinkMentionOrCell) {
  for (const std::string& attack : testing::attacks()) {
    const std::string text = markdown_code(attack);
    const std::string inside = text.substr(6, text.size() - 13);
    EXPECT_EQ(inside.find_first_of("<>\"'`*_[]()|\\~$@!\n"), std::string::npos) << text;
    for (const char* link : {"://", "www.", "::"}) EXPECT_EQ(inside.find(link), std::string::npos) << text;
  }
}

TEST(Escape, MarkdownIsCutBetweenCharacters) {
  EXPECT_EQ(markdown_code("ab\xC3\xA9", 3), "<code>ab…</code>");
  EXPECT_EQ(markdown_code("ab\xC3\xA9", 4), "<code>ab\xC3\xA9</code>");
}

TEST(Escape, SqlDoublesQuotesAndHasAnEnd) {
  EXPECT_EQ(sql_text("'); DROP--"), "'''); DROP--'");
  EXPECT_LE(sql_text(std::string(30'000, 'x')).size(), longest_sql_text + 2);
}

TEST(Escape, LabelsHaveNoCommentAndNoBareQuote) { EXPECT_EQ(label_text("a\"b\\c#d\n"), "a\\\"b\\\\c\\\\x23d "); }

TEST(Escape, WorkflowCommandsStayOnOneLine) {
  EXPECT_EQ(workflow_message("50 %\n::error::x"), "50 %25 ::error::x");
  EXPECT_EQ(workflow_property("a:b,c%"), "a%3Ab%2Cc%25");
  EXPECT_EQ(workflow_message("##[error]x").find("##["), std::string::npos);
}

}  // namespace
}  // namespace gpupeak
