// The first screen of the console report, at most 40 lines of 80 columns: can this run be believed, what is best of
// each kind of work, how near is that to what is possible, and what could be gained.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "analysis/summary/summary.h"
#include "core/format.h"
#include "core/text.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/console.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

constexpr size_t most_headlines = 20;   // of all devices: with more the page would not fit a screen
constexpr size_t fewest_headlines = 2;  // of one device
constexpr size_t few_headlines = 12;    // with so few the page is a small one: one gap
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
  return number + dotted({device.name.empty() ? std::string("a device without a name") : shown(device.name, style),
                          device.units > 0 ? count_of(device.units, shown(device.unit_name, style)) : std::string(),
                          device.rated_clock ? text(*device.rated_clock) : std::string(),
                          device.memory.value > 0 ? text(device.memory) + " memory" : std::string()},
                         style);
}

void write_run(const Report& report, const ReportSummary& summary, std::ostream& out, const Style& style) {
  const Run& run = report.run;
  std::string outcomes_text;
  for (const auto& [count, what] : {std::pair(summary.precise + summary.unsteady + summary.single_sample, "measured"),
                                    {summary.skipped, "skipped"}})
    if (count > 0) outcomes_text += fmt::format("{}{} {}", outcomes_text.empty() ? "" : ", ", count, what);
  write_wrapped(
      out, "",
      dotted(
          {report.tool.version.empty() ? std::string("gpupeak") : "gpupeak " + shown(report.tool.version, style),
           run.schedule.preset.empty() ? std::string() : "preset " + shown(run.schedule.preset, style),
           count_of(summary.cases, "case") + (outcomes_text.empty() ? "" : ": " + outcomes_text),
           run.processes > 1 ? count_of(run.processes, "fresh process") : std::string(), shown(run.started_at, style)},
          style),
      style, Ink::faint);
}

// What went wrong goes before everything else.
void write_verdict(const Report& report, const ReportSummary& summary, std::ostream& out, const Style& style) {
  const auto alarm = [&](size_t count, Outcome outcome, std::string_view what) {
    if (count == 0) return;
    const auto first = std::ranges::find(report.measurements, outcome, &Measurement::outcome);
    write_wrapped(out, "",
                  shown(fmt::format("{} {}: {}{}", count_of(count, "case"), what, first->id.id(),
                                    count > 1 ? fmt::format(" and {} more", count - 1) : std::string()),
                        style),
                  style, Ink::alarm);
  };
  if (const std::string sentence = state_sentence(report, "`", "`"); !sentence.empty())
    write_wrapped(out, "", sentence, style, Ink::caution);
  alarm(summary.wrong, Outcome::wrong, "computed WRONG results");
  alarm(summary.failed, Outcome::failed, "FAILED");
  alarm(summary.implausible, Outcome::implausible, "ran faster than this device can, so not believed");
  if (summary.grade == Grade::none) {
    write_wrapped(out, "", "Nothing was measured.", style, Ink::alarm);
    return;
  }
  write_wrapped(out, "", fmt::format("Reliability {}: {}.", name(summary.grade), reliability_sentence(summary)), style,
                ink_of(summary.grade));
}

std::string figure_text(const Headline& line) { return text_of(line.value, line.metric->unit); }

Cell share_cell(const Headline& line, const Style& style) {
  if (line.reliability == Reliability::single_sample) return {{{"one sample", Ink::caution}}};
  if (line.reliability == Reliability::unsteady) {
    const std::optional<double> half = finite_value(*metric_named("median_precision"), *line.best);
    return {
        {{half && *half > precise_within && *half <= 1 ? fmt::format("{} {}", glyphs(style).plus_minus, share(*half))
                                                       : std::string("unsteady"),
          Ink::caution}}};
  }
  if (!line.efficiency) return {{{std::string(glyphs(style).dash), Ink::faint}}};
  return {{{share(*line.efficiency), Ink::plain}}};
}

// Those that go on one line share it with others of their kind.
struct BriefLine {
  std::string_view kind;
  std::string text;
};

// The rows of one device, as many as there is room for.
void write_headlines(const std::vector<const Headline*>& lines, size_t room, std::ostream& out, const Style& style) {
  const bool vendor = std::ranges::any_of(lines, [](const Headline* line) { return line->own_of_vendor.has_value(); });
  Table table;
  table.columns = {
      {"best of", Align::left, true}, {"", Align::left, true}, {"measured"}, {"of ceiling"}, {"", Align::left}};
  if (vendor) table.columns.push_back({"ours/vendor"});
  table.columns.push_back({"rung, case", Align::left});
  std::vector<BriefLine> brief;
  std::string_view previous;
  size_t left_out = 0;
  for (const Headline* line : lines) {
    const std::string mark = line->reliability == Reliability::precise ? "" : " (unsteady)";
    if (line->brief) {
      if (brief.empty() || brief.back().kind != line->kind) brief.push_back({line->kind, ""});
      std::string& text = brief.back().text;
      text += fmt::format("{}{} {}{}", text.empty() ? "" : std::string(glyphs(style).dot), shown(line->variant, style),
                          figure_text(*line), mark);
      continue;
    }
    if (table.rows.size() >= room) {
      ++left_out;
      continue;
    }
    std::vector<Cell> row{{{{line->kind == previous ? "" : shown(line->kind, style), Ink::plain}}},
                          {{{shown(line->variant, style), Ink::plain}}},
                          {{{figure_text(*line), Ink::strong}}},
                          share_cell(*line, style),
                          line->efficiency ? bar(*line->efficiency, bar_length, style) : Cell{{{"", Ink::plain}}}};
    previous = line->kind;
    if (vendor) row.push_back({{{line->own_of_vendor ? share(*line->own_of_vendor) : std::string(), Ink::plain}}});
    row.push_back({{{shown(line->detail, style), Ink::faint}}});
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) write_table(out, table, style);
  for (const BriefLine& line : brief)
    write_wrapped(out, fmt::format("  {:<10}  ", shown(line.kind, style)), line.text, style);
  if (left_out > 0)
    write_wrapped(out, "  ", fmt::format("and {} of lesser weight", count_of(left_out, "kind")), style, Ink::faint);
}

// The words of the page, each once, and of the shares that are missing the reason.
void write_words(const Report& report, const ReportSummary& summary, std::ostream& out, const Style& style) {
  std::string words;
  const auto add = [&](std::string_view text) { words += (words.empty() ? "" : " ") + std::string(text); };
  if (std::ranges::any_of(summary.headlines, [](const Headline& l) { return l.efficiency.has_value(); }))
    add("Of ceiling: of the shortest time physics allows at the clock seen.");
  if (std::ranges::any_of(summary.headlines, [](const Headline& l) { return l.own_of_vendor.has_value(); }))
    add("Ours/vendor: speed of our best beside the vendor's library.");
  add("Rung: the implementation that did it, of those from plain loops to libraries.");
  if (!words.empty()) write_wrapped(out, "  ", words, style, Ink::faint);
  for (const DeviceInfo& device : report.devices) {
    std::string levels, first;
    for (const Headline& line : summary.headlines) {
      if (line.efficiency || line.brief || &report.devices[static_cast<size_t>(line.best->device)] != &device) continue;
      for (const auto& [resource, amount] : line.best->work.amounts) {
        const std::string level(row(resource).name);
        if (!device.peak.unknown.contains(resource) || levels.find(level) != std::string::npos) continue;
        levels += (levels.empty() ? "" : ", ") + level;
      }
    }
    if (!levels.empty())
      write_wrapped(out, "  ",
                    fmt::format("{}: nothing tells this machine's rate of {}; give one with --peak {}=...GB/s",
                                glyphs(style).dash, levels, levels.substr(levels.rfind(' ') + 1)),
                    style, Ink::faint);
  }
}

void write_gaps(const Report& report, const ReportSummary& summary, size_t most, std::ostream& out,
                const Style& style) {
  std::vector<std::string> shown_ids, all;
  for (const Measurement& m : report.measurements) all.push_back(m.id.id());
  const size_t count = std::min(most, summary.gaps.size());
  if (count == 0) return;
  for (size_t i = 0; i < count; ++i) shown_ids.push_back(summary.gaps[i].of->id.id());
  const std::vector<std::string> names = short_ids(shown_ids, all);
  out << '\n' << inked("What could be gained", Ink::strong, style) << '\n';
  for (size_t i = 0; i < count; ++i)
    write_wrapped(out, "  ", shown(fmt::format("{} {}.", names[i], summary.gaps[i].sentence), style), style);
}

}  // namespace

void write_first_screen(const Report& report, std::ostream& out, const Style& style) {
  const ReportSummary summary = summary_of(report);
  if (report.devices.empty()) out << "no device is described in this report\n";
  const size_t room = std::max(fewest_headlines, most_headlines / std::max<size_t>(report.devices.size(), 1));
  const auto lines_of = [&](size_t index) {
    std::vector<const Headline*> lines;
    for (const Headline& line : summary.headlines)
      if (line.best->device == static_cast<int>(index)) lines.push_back(&line);
    return lines;
  };
  if (report.devices.size() == 1) write_wrapped(out, "", machine(report, 0, style), style, Ink::strong);
  write_run(report, summary, out, style);
  out << '\n';
  write_verdict(report, summary, out, style);
  for (size_t index = 0; index < report.devices.size(); ++index) {
    out << '\n';
    if (report.devices.size() > 1) write_wrapped(out, "", machine(report, index, style), style, Ink::strong);
    write_headlines(lines_of(index), room, out, style);
  }
  if (!summary.headlines.empty()) write_words(report, summary, out, style);
  write_gaps(report, summary, summary.headlines.size() <= few_headlines ? 1 : 2, out, style);
}

}  // namespace gpupeak
