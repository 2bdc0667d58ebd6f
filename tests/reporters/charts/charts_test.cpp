#include "reporters/charts/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/format.h"
#include "reporters/svg/places.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/markup_reader.h"

namespace gpupeak {
namespace {

using ::testing::Contains;
using testing::Element;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::read_markup;
using ::testing::StartsWith;

// One of every chart: what the example has, a curve over sizes, phases, requests, telemetry.
Report rich_report() {
  Report report = testing::example_report();
  for (int k = 0; k < 8; ++k) {
    Work copy, chase;
    copy.add(Resource::l2, Bytes(1e8));
    copy.working_set = kib(16 << k);
    chase.steps = 1e5;
    chase.working_set = kib(16 << k);
    const std::string size = std::to_string(16 << k) + "KiB";
    report.measurements.push_back(
        testing::example_measurement("memory", {{"op", "copy"}, {"size", size}}, copy, Seconds(k < 4 ? 1e-4 : 4e-4)));
    report.measurements.push_back(
        testing::example_measurement("memory", {{"op", "chase"}, {"size", size}}, chase, Seconds(k < 4 ? 1e-4 : 9e-4)));
  }
  Work step;
  step.samples = 32;
  Measurement train = testing::example_measurement("train", {{"model", "mlp"}}, step, Seconds(1e-3));
  train.phases = {{"forward", {}, Seconds(3e-4), 9}, {"backward", {}, Seconds(7e-4), 9}};
  Measurement infer = testing::example_measurement("infer", {{"model", "mlp"}}, step, Seconds(1e-3));
  infer.latencies = Latencies{600, Seconds(1e-3), Seconds(9e-3), Seconds(2e-3), Seconds(4e-3), std::nullopt};
  infer.telemetry.emplace();
  infer.telemetry->power = PowerRange{Watts(250), Watts(300)};
  infer.telemetry->temperature = TemperatureRange{40, 61};
  report.measurements.insert(report.measurements.end(), {train, infer});
  return report;
}

std::vector<std::string> texts(const FigureRow& row) {
  std::vector<std::string> found;
  for (const Figure& figure : row) found.push_back(figure.text);
  return found;
}

const Picture& picture(const std::vector<Picture>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Picture::name);
  if (found == all.end()) throw std::out_of_range(std::string(name));
  return *found;
}

TEST(Charts, EachAppliesToAReportThatHasItsFigures) {
  const Report report = rich_report();
  for (const Chart* chart : charts()) EXPECT_THAT(chart->draw(report), Not(IsEmpty())) << chart->name;
}

TEST(Charts, NoneAppliesWhereNothingWasMeasured) {
  EXPECT_THAT(pictures({}), IsEmpty());
  Report report;
  report.devices = {testing::example_device()};
  report.measurements = {testing::example_without_time("memory", {{"size", "1KiB"}}, Outcome::skipped, "no memory"),
                         testing::example_without_time("matmul", {{"n", "64"}}, Outcome::failed, "no luck")};
  EXPECT_THAT(pictures(report), IsEmpty());
}

TEST(Charts, HaveDistinctNamesFitForFiles) {
  std::set<std::string> names;
  for (const Picture& p : pictures(rich_report())) {
    EXPECT_TRUE(names.insert(p.name).second) << p.name;
    EXPECT_THAT(p.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << p.name;
  }
}

TEST(Charts, ASuiteCalledAnythingMakesAFileNameOfPlainLetters) {
  Report report = testing::example_report();
  Work work;
  work.add(Resource::fp32, FlopCount(1e9));
  for (const char* suite : {"../../etc/passwd", "a b", "a?b", "<script>"})
    report.measurements.push_back(testing::example_measurement(suite, {{"n", "1"}}, work, Seconds(1)));
  std::vector<std::string> names;
  for (const Picture& p : pictures(report)) names.push_back(p.name);
  EXPECT_THAT(names, Contains("samples-etc-passwd"));
  EXPECT_THAT(names, Contains("samples-a-b"));
  EXPECT_THAT(names, Contains("samples-a-b-2"));
  EXPECT_THAT(names, Contains("samples-script"));
}

TEST(Charts, EveryPictureIsWellFormedAndSaysWhatItShows) {
  for (const Picture& p : pictures(rich_report())) {
    const std::vector<Element> elements = read_markup(svg_element(p));
    EXPECT_EQ(elements.front().name, "svg");
    EXPECT_EQ(elements.front().attributes.at("role"), "img");
    EXPECT_FALSE(elements.front().attributes.at("aria-label").empty()) << p.name;
    EXPECT_FALSE(p.title.empty()) << p.name;
    EXPECT_FALSE(p.rows.empty()) << p.name;
    EXPECT_TRUE(std::ranges::any_of(elements, [](const Element& e) { return e.name == "title"; })) << p.name;
    for (const auto& row : p.rows) EXPECT_EQ(row.size(), p.columns.size()) << p.name;
    EXPECT_THAT(p.body, Not(HasSubstr("nan")));
    EXPECT_THAT(p.body, Not(HasSubstr("inf\"")));
  }
}

TEST(Charts, FiguresOfTablesSortAsNumbers) {
  const std::vector<Picture> all = pictures(rich_report());
  const auto is_number = [&](std::string_view name, size_t column) {
    return picture(all, name).rows.front()[column].value.has_value();
  };
  EXPECT_TRUE(is_number("bandwidth-memory", 1));
  EXPECT_TRUE(is_number("bandwidth-memory", 2));
  EXPECT_TRUE(is_number("ladder-matmul", 1));
  EXPECT_TRUE(is_number("peak-matmul", 3));
  EXPECT_TRUE(is_number("samples-matmul", 2));
  EXPECT_TRUE(is_number("percentiles-infer", 1));
  EXPECT_TRUE(is_number("phases-train", 2));
  EXPECT_TRUE(is_number("conditions", 2));
  EXPECT_EQ(picture(all, "bandwidth-memory").rows.front()[1].value, 16384);
}

TEST(Charts, NothingStandsOutsideItsPicture) {
  for (const Picture& p : pictures(rich_report()))
    for (const Element& e : read_markup(svg_element(p)))
      for (const char* key : {"x", "x1", "x2", "y", "y1", "y2", "cx", "cy"}) {
        const auto found = e.attributes.find(key);
        if (found == e.attributes.end()) continue;
        const double at = std::stod(found->second);
        EXPECT_GE(at, 0) << p.name << " " << e.name << " " << e.text;
        EXPECT_LE(at, key[0] == 'x' || key[1] == 'x' ? picture_width : p.height)
            << p.name << " " << e.name << " " << e.text;
      }
}

TEST(Charts, HostileNamesAreTextAndNothingElse) {
  Report report = rich_report();
  const std::string hostile = "</svg><script>alert(1)</script>\"onload=\"x' \x1b[31m \xff \u202e";
  for (Measurement& m : report.measurements) m.id.set("op", hostile);
  for (DeviceInfo& device : report.devices) device.name = hostile;
  for (const Picture& p : pictures(report))
    for (const Element& e : read_markup(svg_file(p))) {
      EXPECT_NE(e.name, "script") << p.name;
      EXPECT_FALSE(e.attributes.contains("onload")) << p.name;
    }
}

TEST(Charts, AFileIsCompleteWithoutAPage) {
  const Picture p = pictures(rich_report()).front();
  EXPECT_THAT(svg_file(p), StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"360\""));
  EXPECT_THAT(svg_file(p), HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(svg_element(p), Not(HasSubstr("<style>")));
}

TEST(Charts, LookAsTheyDidWhenAPersonLookedAtThem) {
  const std::vector<Picture> all = pictures(testing::example_report());
  EXPECT_TRUE(testing::is_golden("roofline.svg", svg_file(picture(all, "roofline"))));
  EXPECT_TRUE(testing::is_golden("ladder.svg", svg_file(picture(all, "ladder-matmul"))));
}

TEST(Roofline, ShowsEveryKnownCeilingAndTheFastestRungOfEachLadder) {
  const std::vector<Picture> all = pictures(testing::example_report());
  std::vector<std::string> names;
  for (const auto& row : picture(all, "roofline").rows) names.push_back(row[1].text);
  EXPECT_THAT(names, Contains("ceiling of fp32 (calibrated)"));
  EXPECT_THAT(names, Contains("ceiling of l2 (configured)"));
  EXPECT_THAT(names, Contains("matmul m=n=k=256 openblas"));
  EXPECT_THAT(names, Not(Contains(HasSubstr("three-loops"))));
}

TEST(Roofline, TakesTheBestMeasuredRateWhereNoPeakIsKnown) {
  const std::vector<Picture> all = pictures(testing::example_report());
  EXPECT_TRUE(std::ranges::any_of(picture(all, "roofline").rows, [](const FigureRow& row) {
    return texts(row) == std::vector<std::string>{"", "ceiling of dram (best measured)", "28.3 GB/s", "", ""};
  }));
  EXPECT_THAT(picture(all, "roofline").body, HasSubstr("dram 28.3 GB/s measured"));
  EXPECT_THAT(picture(all, "roofline").about, HasSubstr("no ceiling"));
}

TEST(Roofline, ShowsWhatTheReportItselfMeasuredAboveItsKernels) {
  Report report = testing::example_report();
  report.devices[0].peak.rates.clear();
  double best = 0;
  const Picture p = picture(pictures(report), "roofline");
  for (const FigureRow& row : p.rows)
    if (row[1].text.ends_with("(best measured)") && row[2].text.ends_with("FLOP/s"))
      best = std::max(best, *row[2].value);
  for (const FigureRow& row : p.rows)
    if (row[2].text.ends_with("FLOP/s")) {
      EXPECT_LE(*row[2].value, best) << row[1].text;
    }
}

// Fifteen ceilings, some of them alike, and a kernel of each kind at four sizes: what a report of a large GPU has.
Report crowded_report() {
  Report report = testing::example_report();
  report.measurements.clear();
  Peak& peak = report.devices[0].peak;
  peak.rates.clear();
  const std::pair<Resource, double> rates[] = {{Resource::fp64, 33.5e12},       {Resource::fp32, 67e12},
                                               {Resource::fp64_tensor, 67e12},  {Resource::tf32_tensor, 494e12},
                                               {Resource::fp16_tensor, 989e12}, {Resource::bf16_tensor, 989e12},
                                               {Resource::fp8_tensor, 1979e12}, {Resource::int8_tensor, 1979e12}};
  for (const auto& [resource, rate] : rates) {
    peak.rates[resource] = {rate, std::nullopt, Scope::per_unit, Source::datasheet, ""};
    for (const int n : {512, 1024, 4096, 8192}) {
      Work work;
      work.add(resource, FlopCount(2.0 * n * n * n));
      work.add(Resource::dram, Bytes(12.0 * n * n));
      report.measurements.push_back(
          testing::example_measurement("matmul", {{"unit", std::string(row(resource).name)}, {"n", std::to_string(n)}},
                                       work, Seconds(2.0 * n * n * n / rate / (0.4 + n / 2e4))));
    }
  }
  peak.rates[Resource::dram] = {3.35e12, std::nullopt, Scope::shared, Source::datasheet, ""};
  peak.rates[Resource::l2] = {5.5e12, std::nullopt, Scope::shared, Source::datasheet, ""};
  return report;
}

TEST(Roofline, OneLabelNamesRoofsThatAreAlike) {
  const Picture p = picture(pictures(crowded_report()), "roofline");
  EXPECT_THAT(p.body, HasSubstr("fp8, int8 tensor 1.98 PFLOP/s"));
  EXPECT_TRUE(std::ranges::any_of(
      p.rows, [](const FigureRow& r) { return r[1].text == "ceiling of fp8_tensor, int8_tensor (datasheet)"; }));
}

TEST(Roofline, NoLabelCoversAnother) {
  for (const Report& report : {testing::example_report(), rich_report(), crowded_report()}) {
    std::vector<svg::Box> boxes;
    const Picture p = picture(pictures(report), "roofline");
    for (const Element& e : read_markup(svg_element(p))) {
      if (e.name != "text") continue;
      const double width = svg::width_of(e.text, 11), x = std::stod(e.attributes.at("x"));
      const auto anchor = e.attributes.find("text-anchor");
      const double before = anchor == e.attributes.end() ? 0 : anchor->second == "end" ? width : width / 2;
      boxes.push_back(svg::box_of_text({x - before, std::stod(e.attributes.at("y"))}, width, 10));
    }
    for (size_t i = 0; i < boxes.size(); ++i)
      for (size_t k = 0; k < i; ++k) EXPECT_FALSE(svg::overlap(boxes[i], boxes[k])) << i << " " << k;
  }
}

TEST(Ladder, IsMeasuredAgainstTheVendorsRung) {
  const Picture p = picture(pictures(testing::example_report()), "ladder-matmul");
  ASSERT_EQ(p.rows.size(), 3u);
  EXPECT_THAT(texts(p.rows[1]), ::testing::ElementsAre(HasSubstr("rung=blocked"), "134.0 us", "82.8 %", "no"));
  EXPECT_THAT(texts(p.rows[2]), ::testing::ElementsAre(HasSubstr("rung=openblas"), "111.0 us", "100.0 %", "yes"));
}

TEST(Ladder, OfManyShowsTheLargestOfEachElementType) {
  Report report;
  report.devices = {testing::example_device()};
  for (const char* dtype : {"f32", "bf16"})
    for (const int n : {64, 128, 256, 512, 1024, 2048, 4096})
      for (const char* rung : {"naive", "tiles", "packed", "vendor"}) {
        Work work;
        work.add(Resource::fp32, FlopCount(2.0 * n * n * n));
        Measurement m = testing::example_measurement(
            "matmul", {{"dtype", dtype}, {"n", std::to_string(n)}, {"rung", rung}}, work, Seconds(1e-3));
        m.group = m.id.id_without("rung");
        m.vendor = std::string_view(rung) == "vendor";
        report.measurements.push_back(m);
      }
  const Picture p = picture(pictures(report), "ladder-matmul");
  EXPECT_EQ(p.note, "9 of 14 ladders, the largest of each element type first");
  for (const char* heading : {">f32 n=4096<", ">bf16 n=4096<", ">f32 n=512<", ">bf16 n=512<", ">f32 n=256<"})
    EXPECT_THAT(p.body, HasSubstr(heading));
  EXPECT_THAT(p.body, Not(HasSubstr("n=64<")));
}

TEST(Curves, OfManyShowTheBestRungOfEachOperation) {
  Report report;
  report.devices = {testing::example_device()};
  for (const char* op : {"read", "write", "copy", "triad"})
    for (const char* rung : {"slow", "plain", "streaming"})
      for (const char* size : {"16KiB", "1MiB", "64MiB"}) {
        Work work;
        work.add(Resource::l2, Bytes(1e8));
        work.working_set = parse_bytes(size);
        report.measurements.push_back(testing::example_measurement("memory",
                                                                   {{"op", op}, {"size", size}, {"rung", rung}}, work,
                                                                   Seconds(rung[0] == 's' && rung[1] == 'l' ? 1e-2
                                                                           : rung[0] == 's'                 ? 1e-4
                                                                                                            : 1e-3)));
      }
  const Picture p = picture(pictures(report), "bandwidth-memory");
  EXPECT_EQ(p.note, "6 of 12 curves, the best rung of each first");
  for (const char* name : {">read streaming<", ">write streaming<", ">copy streaming<", ">triad streaming<"})
    EXPECT_THAT(p.body, HasSubstr(name));
  EXPECT_THAT(p.body, Not(HasSubstr("slow")));
}

TEST(Curves, ShowTheirPlateaus) {
  const std::vector<Picture> all = pictures(rich_report());
  EXPECT_THAT(picture(all, "bandwidth-memory").body, HasSubstr("L1 96 KiB: 1.00 TB/s, 16 KiB to 128 KiB"));
  EXPECT_THAT(picture(all, "latency-memory").body, HasSubstr("L2 4 MiB: 9.000 ns (31.5 cycles), 256 KiB to 2 MiB"));
}

TEST(Curves, HaveTheUnitAtEachTickAndALineWhereACacheIsFull) {
  const std::vector<Picture> all = pictures(rich_report());
  EXPECT_THAT(picture(all, "latency-memory").body, HasSubstr(" ns</text>"));
  EXPECT_THAT(picture(all, "bandwidth-memory").body, HasSubstr("B/s</text>"));
  EXPECT_THAT(picture(all, "bandwidth-memory").body, HasSubstr("class=\"axis dots\""));
  EXPECT_THAT(picture(all, "bandwidth-memory").body, HasSubstr("l1 96 KiB</title>"));
}

TEST(Peaks, SayHowManyCasesHaveNoKnownCeiling) {
  const std::vector<Picture> all = pictures(rich_report());
  EXPECT_THAT(picture(all, "peak-memory").note, HasSubstr(" cases without a known ceiling"));
}

TEST(Samples, AreCutWithANoteThatSaysSo) {
  Report report;
  report.devices = {testing::example_device()};
  Work work;
  work.add(Resource::fp32, FlopCount(1e9));
  for (int n = 0; n < 30; ++n)
    report.measurements.push_back(
        testing::example_measurement("toy", {{"n", std::to_string(n)}}, work, Seconds(1), 0.001 * n, 100));
  const Picture p = picture(pictures(report), "samples-toy");
  EXPECT_EQ(p.note, "the 12 least certain of 30 cases; at most 60 samples of each");
  EXPECT_EQ(p.rows.front().front().text, "toy/n=18");
}

TEST(Phases, AreNamedInTheirStack) {
  const Picture p = picture(pictures(rich_report()), "phases-train");
  EXPECT_THAT(p.body, HasSubstr(">backward</text>"));
  EXPECT_THAT(p.body, HasSubstr("class=\"segment f1\""));
}

TEST(Conditions, HaveAPanelForWhatTheDeviceTold) {
  const std::vector<Picture> all = pictures(rich_report());
  EXPECT_EQ(picture(all, "conditions").title, "Core clock, power, temperature over the run");
  EXPECT_EQ(picture(pictures(testing::example_report()), "conditions").title, "Core clock over the run");
}

TEST(Conditions, AreHeldAgainstLimitAndRatedClockAndNumberTheirCases) {
  Report report = rich_report();
  for (Measurement& m : report.measurements)
    if (m.telemetry) m.telemetry->power_limit = Watts(450);
  report.devices[0].rated_clock = Hertz(3.1e9);
  const Picture p = picture(pictures(report), "conditions");
  EXPECT_THAT(p.body, HasSubstr(">limit 450 W</text>"));
  EXPECT_THAT(p.body, HasSubstr(">rated 3.10 GHz</text>"));
  EXPECT_THAT(p.body, HasSubstr(">10</text>"));       // a case's number
  EXPECT_THAT(p.body, HasSubstr(">memory</title>"));  // where its cases begin
}

}  // namespace
}  // namespace gpupeak
