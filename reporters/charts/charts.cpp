#include "reporters/charts/charts.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "reporters/svg/drawing.h"
#include "reporters/svg/markup.h"
#include "reporters/svg/palette.h"
#include "reporters/text/text.h"

namespace gpupeak {

extern const Chart roofline_chart;
extern const Chart peak_chart;
extern const Chart ladder_chart;
extern const Chart size_chart;
extern const Chart latency_chart;
extern const Chart percentile_chart;
extern const Chart phase_chart;
extern const Chart sample_chart;
extern const Chart condition_chart;

namespace {

constexpr std::array<const Chart*, 9> charts_table{&roofline_chart, &peak_chart,    &ladder_chart,
                                                   &size_chart,     &latency_chart, &percentile_chart,
                                                   &phase_chart,    &sample_chart,  &condition_chart};

// Letters, digits and '-' alone: suites of a foreign report may be called anything.
std::string file_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || (!name.empty() && name.back() != '-')) name += plain ? c : '-';
  }
  name.resize(std::min<size_t>(name.size(), 60));
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name;
}

std::string element(const Picture& picture, double height, std::string_view more, std::string_view body) {
  return fmt::format("<svg{} viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n{}</svg>\n", more,
                     svg::coordinate(picture_width), svg::coordinate(height), svg::escaped(picture.summary), body);
}

}  // namespace

std::vector<Picture> per_suite(const Report& report, bool (*drawable)(const Measurement&),
                               Picture (*picture_of)(const Report&, const SuiteCases&, const Cases&)) {
  std::vector<Picture> drawn;
  for (const SuiteCases& suite : drawn_suites(report)) {
    Cases cases;
    for (const Measurement* m : suite.cases)
      if (drawable(*m)) cases.push_back(m);
    if (!cases.empty()) drawn.push_back(picture_of(report, suite, cases));
  }
  return drawn;
}

std::span<const Chart* const> charts() { return charts_table; }

std::vector<Picture> pictures(const Report& report) {
  std::vector<Picture> all;
  std::set<std::string> taken;
  for (const Chart* chart : charts_table) {
    for (Picture& picture : chart->draw(report)) {
      const std::string suite = file_name(picture.suite);
      const std::string base = suite.empty() ? std::string(chart->name) : fmt::format("{}-{}", chart->name, suite);
      picture.name = base;
      for (int n = 2; !taken.insert(picture.name).second; ++n) picture.name = fmt::format("{}-{}", base, n);
      all.push_back(std::move(picture));
    }
  }
  return all;
}

std::string svg_element(const Picture& picture) { return element(picture, picture.height, "", picture.body); }

std::string svg_file(const Picture& picture) {
  constexpr double line = 16, columns = picture_width - 16;
  const auto small = [](const std::string& words) {
    return wrapped(words, static_cast<size_t>(columns / svg::width_of("x", 11)));
  };
  svg::Drawing frame;
  double title_height = 2, height = 0;
  for (const std::string& part : wrapped(picture.title, static_cast<size_t>(columns / svg::width_of("x", 13))))
    frame.text({8, title_height += line}, part, "strong");
  if (!picture.about.empty())
    for (const std::string& part : small(picture.about)) frame.text({8, title_height += line - 2}, part, "faint small");
  const double list_top = (title_height += 8) + picture.height;
  height = list_top + picture.list_height;
  if (!picture.note.empty())
    for (const std::string& part : small("Shown: " + picture.note))
      frame.text({8, height += line - 2}, part, "faint small");
  if (!picture.note.empty()) height += 6;
  return element(
      picture, height,
      fmt::format(" xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\"", svg::coordinate(picture_width),
                  svg::coordinate(height)),
      fmt::format("<title>{}</title>\n<style>{}{}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n"
                  "{}<g transform=\"translate(0 {})\">\n{}</g>\n{}",
                  svg::escaped(picture.title), svg::palette_css("svg"), svg::drawing_css(), frame.body(),
                  svg::coordinate(title_height), picture.body,
                  picture.list.empty() ? std::string()
                                       : fmt::format("<g transform=\"translate(0 {})\">\n{}</g>\n",
                                                     svg::coordinate(list_top), picture.list)));
}

}  // namespace gpupeak
