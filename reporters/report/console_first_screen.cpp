// The first screen of the console report, at most 40 lines of 80 columns: can this run be believed, what is best of
// each kind of work, how near is that to what is possible, and what could be gained.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <span>
#include <sstream>
#include <tuple>

#include "analysis/summary/summary.h"
#include "core/format.h"
#include "core/text.h"
#include "reporters/report/console.h"
#include "reporters/report/figures.h"
#include "reporters/report/headlines.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

constexpr size_t most_lines = 35;        // of the 40 of a page: where its files are and what is next takes five
constexpr size_t most_headlines = 24;    // rows of one device
constexpr size_t fewest_headlines = 2;   // of one device, where there is no room for more
constexpr size_t most_small_lines = 20;  // of the 24 of a small page
constexpr size_t most_devices = 3;
constexpr size_t bar_length = 8;

Ink ink_of(Grade grade) {
  return grade == Grade::high ? Ink::accent : grade == Grade::moderate ? Ink::caution : Ink::alarm;
}

std::string dotted(const std::vector<std::string>& facts, const Style& style) {
  std::string line;
  for (const std::string& fact : facts)
    if (!fact.empty()) line += (line.empty() ? "" : std::string(glyphs(style).dot)) + fact;
  return line;
}

std::string machine(const Report& report, size_t index, const Style& style) {
  const DeviceInfo& device = report.devices[index];
  const std::string number = report.devices.size() > 1 ? fmt::format("device {}: ", index) : std::string();
  return number +
         dotted({device.name.empty() ? std::string("a device without a name") : shown(device.name, style),
                 device.units > 0 ? count_of(device.units, shown(device.unit_name, style)) : std::string(),
                 device.rated_clock && std::isfinite(device.rated_clock->value) ? text(*device.rated_clock)
                                                                                : std::string(),
                 device.memory.value > 0 && std::isfinite(device.memory.value) ? text(device.memory) + " memory"
                                                                               : std::string()},
                style);
}

void write_run(const Report& report, const ReportSummary& summary, std::ostream& out, const Style& style) {
  const Run& run = report.run;
  const size_t measured = summary.precise + summary.unsteady + summary.single_sample;
  write_wrapped(
      out, "",
      dotted(
          {report.tool.version.empty() ? std::string("gpupeak") : "gpupeak " + shown(report.tool.version, style),
           run.schedule.preset.empty() ? std::string() : "preset " + shown(run.schedule.preset, style),
           fmt::format("{} of {} measured", measured, count_of(summary.cases, "case")),
           run.processes > 1 ? count_of(run.processes, "fresh process") : std::string(), shown(run.started_at, style)},
          style),
      style, Ink::faint);
}

// What went wrong goes before everything else.
void write_verdict(const Report& report, const ReportSummary& summary, std::ostream& out, const Style& style) {
  if (const std::string sentence = state_sentence(report, "`", "`"); !sentence.empty())
    write_wrapped(out, "", sentence, style, Ink::caution);
  for (const std::string& fault : fault_sentences(report, summary))
    write_wrapped(out, "", shown(fault, style), style, Ink::alarm);
  if (summary.grade == Grade::none) {
    write_wrapped(out, "", "Nothing was measured.", style, Ink::alarm);
    return;
  }
  write_wrapped(out, "", grade_sentence(summary), style, ink_of(summary.grade));
}

Cell share_cell(const Headline& line, const Style& style) {
  const Ink ink = line.reliability != Reliability::precise ? Ink::caution : line.efficiency ? Ink::plain : Ink::faint;
  return {{{shown(share_text(line), style), ink}}};
}

// Those that go on one line share it with others of their kind.
struct BriefLine {
  std::string_view kind;
  std::string text;
};

// "157 ns": in three digits, as several stand on the line.
std::string brief_text(const Headline& line) {
  const std::string text = figure_text(line);
  const size_t unit = text.rfind(' ');
  return three_digits(std::strtod(text.c_str(), nullptr)) + (unit == std::string::npos ? "" : text.substr(unit));
}

// Where there is no room for all: the lesser kinds go first, then of every kind the last variant.
std::vector<const Headline*> chosen(const std::vector<const Headline*>& lines, size_t room) {
  std::vector<std::tuple<bool, size_t, size_t>> places;  // lesser, the variant within its kind, the line
  size_t variant = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    variant = i > 0 && lines[i]->kind == lines[i - 1]->kind ? variant + 1 : 0;
    places.emplace_back(lines[i]->lesser, variant, i);
  }
  std::ranges::sort(places);
  if (places.size() > room) places.resize(room);
  std::ranges::sort(places, {}, [](const auto& place) { return std::get<2>(place); });
  std::vector<const Headline*> kept;
  for (const auto& place : places) kept.push_back(lines[std::get<2>(place)]);
  return kept;
}

// Each on a line of its own, where not all fit on one.
void write_brief(const std::vector<BriefLine>& lines, std::ostream& out, const Style& style) {
  if (lines.empty()) return;
  const auto lead = [&](const BriefLine& line) { return fmt::format("  {:<10}  ", shown(line.kind, style)); };
  std::string all = lines.front().text;
  for (const BriefLine& line : std::span(lines).subspan(1))
    all += fmt::format("{}{} {}", glyphs(style).dot, shown(line.kind, style), line.text);
  if (columns(lead(lines.front()) + all) <= static_cast<size_t>(std::max(style.width, 0)))
    return write_wrapped(out, lead(lines.front()), all, style);
  for (const BriefLine& line : lines) write_wrapped(out, lead(line), line.text, style);
}

// The rows of one device, as many as there is room for.
void write_headlines(const std::vector<const Headline*>& all, size_t room, std::ostream& out, const Style& style) {
  std::vector<const Headline*> rows;
  std::vector<BriefLine> brief;
  for (const Headline* line : all) {
    if (!line->brief) {
      rows.push_back(line);
      continue;
    }
    const std::string doubt = shown(doubt_of(*line->best), style), mark = doubt.empty() ? "" : " (" + doubt + ")";
    if (brief.empty() || brief.back().kind != line->kind) brief.push_back({line->kind, ""});
    std::string& text = brief.back().text;
    text += fmt::format("{}{} {}{}", text.empty() ? "" : std::string(glyphs(style).dot), shown(line->variant, style),
                        brief_text(*line), mark);
  }
  const std::vector<const Headline*> lines = chosen(rows, room);
  const bool vendor = std::ranges::any_of(lines, [](const Headline* line) { return line->own_of_vendor.has_value(); });
  Table table;
  constexpr int bar_worth = 10, case_worth = 20;
  table.columns = {{"best of", Align::left, true},
                   {"", Align::left, true},
                   {"measured"},
                   {"of ceiling"},
                   {"", Align::left, false, bar_worth}};
  if (vendor) table.columns.push_back({"ours/vendor"});
  table.columns.push_back({"rung, case", Align::left, false, case_worth});
  std::string_view previous;
  for (const Headline* line : lines) {
    std::vector<Cell> row{{{{line->kind == previous ? "" : shown(line->kind, style), Ink::plain}}},
                          {{{shown(line->variant, style), Ink::plain}}},
                          {{{figure_text(*line), Ink::strong}}},
                          share_cell(*line, style),
                          line->efficiency ? bar(*line->efficiency, bar_length, style) : Cell{{{"", Ink::plain}}}};
    previous = line->kind;
    if (vendor)
      row.push_back({{{line->own_of_vendor ? shown(share(*line->own_of_vendor), style) : std::string(), Ink::plain}}});
    row.push_back({{{shown(line->detail, style), Ink::faint}}});
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) write_table(out, table, style);
  write_brief(brief, out, style);
  if (const size_t more = rows.size() - lines.size(); more > 0)
    write_wrapped(out, "  ", fmt::format("and {} of work", count_of(more, "more kind")), style, Ink::faint);
}

// The words of the page, each once, and of the shares that are missing the reason.
void write_words(const Report& report, const ReportSummary& summary, std::ostream& out, const Style& style) {
  std::string words;
  for (const std::string& term : explained_terms(summary)) words += (words.empty() ? "" : " ") + term;
  for (const std::string& sentence : {words, why_no_share(report, summary)})
    if (!sentence.empty()) write_wrapped(out, "  ", shown(sentence, style), style, Ink::faint);
}

// The first of the gaps, by these names.
void write_gaps(const ReportSummary& summary, std::span<const std::string> names, std::ostream& out,
                const Style& style) {
  if (names.empty()) return;
  const bool small = is_small(summary);
  if (!small) out << '\n' << inked("What could be gained", Ink::strong, style) << '\n';
  for (size_t i = 0; i < names.size(); ++i)
    write_wrapped(out, small ? "Gain   " : "  ", shown(fmt::format("{} {}", names[i], summary.gaps[i].sentence), style),
                  style);
}

// With so many rows for each device and the gaps of these names.
std::string page(const Report& report, const ReportSummary& summary, size_t rows, std::span<const std::string> gaps,
                 const Style& style) {
  std::ostringstream out;
  const size_t devices = report.devices.size(), shown_devices = std::min(devices, most_devices);
  if (devices == 0) out << "no device is described in this report\n";
  if (devices == 1) write_wrapped(out, "", machine(report, 0, style), style, Ink::strong);
  write_run(report, summary, out, style);
  const std::string_view between = is_small(summary) ? "" : "\n";
  out << between;
  write_verdict(report, summary, out, style);
  for (size_t index = 0; index < shown_devices; ++index) {
    std::vector<const Headline*> lines;
    for (const Headline& line : summary.headlines)
      if (line.best->device == static_cast<int>(index)) lines.push_back(&line);
    if (lines.empty() && devices == 1) continue;
    out << between;
    if (devices > 1) write_wrapped(out, "", machine(report, index, style), style, Ink::strong);
    write_headlines(lines, rows, out, style);
  }
  if (devices > shown_devices)
    write_wrapped(out, "", fmt::format("and {}", count_of(devices - shown_devices, "more device")), style, Ink::faint);
  if (!summary.headlines.empty()) write_words(report, summary, out, style);
  write_gaps(summary, gaps, out, style);
  return std::move(out).str();
}

}  // namespace

void write_first_screen(const Report& report, std::ostream& out, const Style& style) {
  const ReportSummary summary = summary_of(report);
  const bool small = is_small(summary);
  const size_t most = small ? most_small_lines : most_lines;
  const std::vector<std::string> names = names_of_gaps(report, summary, small ? 1 : 2);
  const size_t devices = std::clamp<size_t>(report.devices.size(), 1, most_devices);
  size_t rows = std::min(most_headlines, summary.headlines.size());
  std::span<const std::string> gaps(names);
  std::string text = page(report, summary, rows, gaps, style);
  const auto too_long = [&] {
    const auto lines = static_cast<size_t>(std::ranges::count(text, '\n'));
    return lines - std::min(lines, most);
  };
  for (size_t over = too_long(); over > 0 && (rows > fewest_headlines || !gaps.empty()); over = too_long()) {
    if (gaps.size() > 1 || rows <= fewest_headlines)
      gaps = gaps.first(gaps.size() - std::min<size_t>(gaps.size(), 1));
    else  // one less is a line less of each device at most
      rows = std::max(fewest_headlines, rows - std::min(rows, std::max<size_t>(over / devices, 1)));
    text = page(report, summary, rows, gaps, style);
  }
  out << text;
}

}  // namespace gpupeak
