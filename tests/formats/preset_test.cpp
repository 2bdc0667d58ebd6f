#include "formats/preset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/formats/message_of.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::StartsWith;

const std::string good = R"(// mine
{
  "schema": 1,
  "summary": "mine",
  "stop": {"min_samples": 5, "max_samples": 50, "precision": 0.02, "case_budget_s": 0.5, "min_window_s": 0.001, "warmup_s": 0},
  "cold_cap_bytes": 1e9,
  "selections": [{"suite": "matmul", "axes": {"n": [1024, "2k", "64-512*2"], "dtype": ["f32"]}, "cache": ["cold", "hot"]}]
})";

std::string changed(std::string_view from, std::string_view to) {
  std::string text = good;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}
std::string preset_error(const std::string& text) {
  return message_of([&] { read_preset(text, "mine.json"); });
}

TEST(Preset, ReadsEveryField) {
  const Preset preset = read_preset(good, "mine.json");
  EXPECT_EQ(preset.name, "mine.json");
  EXPECT_EQ(preset.summary, "mine");
  EXPECT_EQ(preset.stop.min_samples, 5);
  EXPECT_EQ(preset.stop.max_samples, 50);
  EXPECT_EQ(preset.stop.precision, 0.02);
  EXPECT_EQ(preset.stop.case_budget, Seconds(0.5));
  EXPECT_EQ(preset.stop.min_window, Seconds(0.001));
  EXPECT_EQ(preset.stop.warmup, Seconds(0));
  EXPECT_EQ(preset.cold_cap, Bytes(1e9));
  ASSERT_EQ(preset.selections.size(), 1u);
  EXPECT_EQ(preset.selections[0].suite, "matmul");
  EXPECT_THAT(preset.selections[0].cache, ElementsAre(Cache::cold, Cache::hot));
}

TEST(Preset, ReadsWholeNumbersAndWordsAsAxisValues) {
  const Selection selection = read_preset(good, "mine.json").selections.at(0);
  EXPECT_THAT(selection.axes.at("n"), ElementsAre("1024", "2k", "64-512*2"));
  EXPECT_THAT(selection.axes.at("dtype"), ElementsAre("f32"));
}

TEST(Preset, LetsAxesAndCacheBeAbsent) {
  const Selection selection =
      read_preset(changed(good.substr(good.find(", \"axes\"")), "}]}"), "mine.json").selections.at(0);
  EXPECT_EQ(selection, (Selection{"matmul", {}, {}}));
}

TEST(Preset, MaySelectTheBestRungsAlone) {
  EXPECT_FALSE(read_preset(good, "mine.json").selections.at(0).best_rungs);
  EXPECT_TRUE(
      read_preset(changed(", \"axes\"", ", \"rungs\": \"best\", \"axes\""), "mine.json").selections.at(0).best_rungs);
}

TEST(Preset, NamesTheNearestKeyAndItsPlace) {
  EXPECT_EQ(preset_error(changed("\"axes\"", "\"axis\"")),
            "mine.json:7:38: at \"/selections/0/axis\": unknown key \"axis\"; did you mean 'axes'?");
  EXPECT_THAT(preset_error(changed("min_samples", "min_sampels")), HasSubstr("did you mean 'min_samples'?"));
  EXPECT_THAT(preset_error(changed("\"hot\"", "\"warm\"")), AllOf(StartsWith("mine.json:7:"), HasSubstr("\"warm\"")));
}

TEST(Preset, RejectsValuesThatCannotBeMeant) {
  const std::vector<std::pair<const char*, const char*>> bad{
      {"\"min_samples\": 5", "\"min_samples\": 0"},
      {"\"min_samples\": 5", "\"min_samples\": 4.5"},
      {"\"precision\": 0.02", "\"precision\": 0"},
      {"\"precision\": 0.02", "\"precision\": \"1%\""},
      {"\"case_budget_s\": 0.5", "\"case_budget_s\": -1"},
      {"\"case_budget_s\": 0.5", "\"case_budget_s\": 1e999"},
      {"1e9", "0"},
      {"[1024, ", "[-1024, "},
      {"[1024, ", "[0, "},
      {"[1024, ", "[10.5, "},
      {"[1024, ", "[\"\", "},
      {"[\"f32\"]", "[]"},
      {"[\"f32\"]", "\"f32\""},
      {"\"matmul\"", "\"\""},
      {"\"schema\": 1", "\"schema\": 0"},
  };
  for (const auto& [from, to] : bad) EXPECT_THAT(preset_error(changed(from, to)), StartsWith("mine.json:")) << to;
}

TEST(Preset, RejectsFewerSamplesAtMostThanAtLeast) {
  EXPECT_THAT(preset_error(changed("\"max_samples\": 50", "\"max_samples\": 4")),
              AllOf(StartsWith("mine.json:5:30: at \"/stop/max_samples\""), HasSubstr("min_samples (5)")));
}

TEST(Preset, RejectsFilesThatAreNoPresets) {
  const std::vector<std::string> texts{"",
                                       "[]",
                                       "null",
                                       "{}",
                                       good.substr(0, good.size() / 2),
                                       std::string(200'000, '['),
                                       std::string("\xff\xfe{\0}", 5)};
  for (const std::string& text : texts) EXPECT_THAT(preset_error(text), StartsWith("mine.json:"));
}

TEST(Preset, OffersTheEmbeddedOnesFromShortToLong) {
  EXPECT_THAT(preset_names(), ElementsAre("glance", "quick", "standard", "full"));
}

TEST(Preset, CallsAnEmbeddedOneByItsName) {
  for (const std::string& name : preset_names()) EXPECT_EQ(embedded_preset(name).name, name);
}

TEST(Preset, NamesTheNearestPreset) {
  EXPECT_EQ(message_of([] { embedded_preset("quik"); }), "unknown preset \"quik\"; did you mean 'quick'?");
  EXPECT_THAT(message_of([] { embedded_preset("../devices"); }), HasSubstr("known: glance, quick, standard, full"));
}

}  // namespace
}  // namespace gpupeak
