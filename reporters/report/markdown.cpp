#include "reporters/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/summary.h"
#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "core/text.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/report/headlines.h"
#include "reporters/reporters.h"
#include "reporters/text/escape.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

constexpr std::string_view nothing = "–";
constexpr size_t most_devices = 16, most_gaps = 2;

// Plain words need no dress.
std::string word(std::string_view foreign) {
  const bool plain = std::ranges::all_of(foreign, [](char c) {
    return c == ' ' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  return plain ? std::string(foreign) : markdown_code(foreign, 80);
}

void write_markdown_device(const DeviceInfo& device, std::ostream& out) {
  out << "- **Device** " << markdown_code(device.name);
  if (device.units > 0) out << " · " << count_of(device.units, word(device.unit_name));
  if (device.rated_clock && std::isfinite(device.rated_clock->value))
    out << " · " << text(*device.rated_clock)
        << (device.clock_source.empty() ? "" : " (" + markdown_code(device.clock_source) + ")");
  if (!device.driver.empty()) out << " · " << markdown_code(device.driver);
  out << '\n';
}

// The clocks that the cases saw, which say whether the device ran as fast as it is rated.
void write_clocks(const Report& report, std::ostream& out) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const Measurement& m : report.measurements) {
    if (!usable(m) || !m.clock || !std::isfinite(m.clock->value)) continue;
    low = std::min(low, m.clock->value);
    high = std::max(high, m.clock->value);
  }
  if (high > 0)
    out << fmt::format("- **Clock** {} to {} while cases were timed\n", text(Hertz(low)), text(Hertz(high)));
}

void write_markdown_run(const Report& report, std::ostream& out) {
  const Run& run = report.run;
  out << "- **Run** gpupeak " << markdown_code(report.tool.version);
  if (!run.schedule.preset.empty()) out << " · preset " << markdown_code(run.schedule.preset);
  if (run.processes > 1) out << " · " << count_of(run.processes, "fresh process");
  if (!run.started_at.empty()) out << " · " << markdown_code(run.started_at);
  if (!run.state.empty() && run.state != "complete") out << " · **" << harmless(run.state) << "**";
  out << "\n";
}

// Of rows that are still to be written.
class Budget {
 public:
  explicit Budget(size_t rows) : left_(rows) {}
  bool take() { return left_ > 0 ? (--left_, true) : (++refused_, false); }
  bool spent() const { return left_ == 0; }
  size_t refused() const { return refused_; }

 private:
  size_t left_, refused_ = 0;
};

void write_faults(const Report& report, Budget& budget, std::ostream& out) {
  bool headed = false;
  for (const Measurement& m : report.measurements) {
    if (!is_fault(m.outcome) || !budget.take()) continue;
    if (!headed) out << "\n| case | outcome | reason |\n|---|---|---|\n";
    headed = true;
    out << "| " << markdown_code(m.id.id()) << " | **" << name(m.outcome) << "** | " << markdown_code(m.reason)
        << " |\n";
  }
}

void write_markdown_row(const Measurement& m, const VendorRatios& vendors, const SeenRates& seen, std::ostream& out) {
  const std::string_view bound_by = seen.bound_by(m);
  const Metric* first = headline(m);
  const auto value = first ? finite_value(*first, m) : std::nullopt;
  const auto ratio = vendors.shown(m), reached = seen.share_of_ceiling(m);
  const auto time = finite_value(*metric_named("median_s"), m);
  const std::string sure = precision(m);
  out << "| " << markdown_code(axes_in(m.id)) << " | " << (value ? text_of(*value, first->unit) : std::string(nothing))
      << " | " << (sure.empty() ? nothing : sure) << " | " << (time ? text(Seconds(*time)) : std::string(nothing))
      << " | " << (reached ? share(*reached) : std::string(nothing)) << " | " << (bound_by.empty() ? nothing : bound_by)
      << " | " << (ratio ? share(*ratio) : std::string(nothing)) << " |\n";
}

void write_suite(const PlacedSuite& suite, bool several_devices, const VendorRatios& vendors, const SeenRates& seen,
                 Budget& budget, std::ostream& out) {
  bool headed = false;
  for (const Measurement* m : suite.cases) {
    if (!usable(*m) || !budget.take()) continue;
    if (!headed) {
      out << "\n#### " << word(several_devices ? suite.place + " " + suite.suite : suite.suite) << "\n\n"
          << "| case | result | ± | time | of ceiling | bound by | of vendor |\n|---|---:|---:|---:|---:|---|---:|\n";
      headed = true;
    }
    write_markdown_row(*m, vendors, seen, out);
  }
}

// "━━━━━━──", for tables in which nothing can be drawn.
std::string share_bar(double ratio) {
  std::string line;
  for (const Piece& piece : bar(ratio, 8, {}).pieces) line += piece.text;
  return line;
}

void write_markdown_headlines(const Report& report, const ReportSummary& summary, size_t device, std::ostream& out) {
  size_t written = 0, more = 0;
  for (const Headline& line : summary.headlines) {
    if (line.best->device != static_cast<int>(device)) continue;
    if (written == most_headline_rows) {
      ++more;
      continue;
    }
    if (written++ == 0) {
      if (report.devices.size() > 1)
        out << fmt::format("\n**Device {}** {}\n", device, markdown_code(report.devices[device].name));
      out << "\n| best of | measured | of ceiling | | ours/vendor | rung, case |\n|---|---:|---:|---|---:|---|\n";
    }
    const std::string what = std::string(line.kind) + (line.variant.empty() ? "" : " " + line.variant);
    out << "| " << word(what) << " | **" << figure_text(line) << "** | " << share_text(line) << " | "
        << (line.efficiency ? share_bar(*line.efficiency) : std::string()) << " | "
        << (line.own_of_vendor ? share(*line.own_of_vendor) : std::string(nothing)) << " | "
        << (line.detail.empty() ? std::string(nothing) : word(line.detail)) << " |\n";
  }
  if (more > 0) out << fmt::format("\nand {} of work\n", count_of(more, "more kind"));
}

// What the first screen of a terminal says, too.
void write_markdown_summary(const Report& report, std::ostream& out) {
  const ReportSummary summary = summary_of(report);
  if (const std::string sentence = grade_sentence(summary); !sentence.empty()) out << "**" << sentence << "**\n";
  for (size_t device = 0; device < std::min(report.devices.size(), most_devices); ++device)
    write_markdown_headlines(report, summary, device, out);
  std::string terms;
  for (const std::string& term : explained_terms(summary)) terms += (terms.empty() ? "" : " ") + term;
  for (const std::string& sentence : {terms, why_no_share(report, summary)})
    if (!sentence.empty()) out << '\n' << sentence << '\n';
  const std::vector<std::string> names = names_of_gaps(report, summary, most_gaps);
  if (!names.empty()) out << "\n#### What could be gained\n\n";
  for (size_t i = 0; i < names.size(); ++i)
    out << "- " << markdown_code(names[i]) << ' ' << markdown_code(summary.gaps[i].sentence) << '\n';
  if (summary.grade != Grade::none) out << '\n';
}

void write_skipped(const Report& report, Budget& budget, std::ostream& out) {
  bool open = false;
  for (const Measurement& m : report.measurements) {
    if (m.outcome != Outcome::skipped || !budget.take()) continue;
    if (!open) out << "\n<details><summary>Skipped</summary>\n\n| case | reason |\n|---|---|\n";
    open = true;
    out << "| " << markdown_code(m.id.id()) << " | " << markdown_code(m.reason) << " |\n";
  }
  if (open) out << "\n</details>\n";
}

void write_notes(const Report& report, size_t most, std::ostream& out) {
  size_t written = 0, all = 0;
  const auto write = [&](const std::string& what, const std::string& note) {
    if (++all > most) return;
    if (written++ == 0) out << "\n<details><summary>Notes</summary>\n\n";
    out << "- " << markdown_code(what) << ' ' << markdown_code(note) << '\n';
  };
  for (const DeviceInfo& device : report.devices)
    for (const std::string& note : texts(notes_of(device))) write(device.name, note);
  for (const Measurement& m : report.measurements)
    for (const std::string& note : texts(m.notes)) write(m.id.id(), note);
  if (written == 0) return;
  if (all > most) out << fmt::format("- and {} more\n", all - most);
  out << "\n</details>\n";
}

}  // namespace

void write_markdown(const Report& report, std::ostream& out, const MarkdownLimit& limit) {
  out << "<!-- gpupeak-report -->\n### gpupeak: " << outcome_counts(report) << "\n\n";
  write_markdown_summary(report, out);
  for (size_t i = 0; i < std::min(report.devices.size(), most_devices); ++i)
    write_markdown_device(report.devices[i], out);
  write_clocks(report, out);
  write_markdown_run(report, out);

  const VendorRatios vendors(report);
  const SeenRates seen(report);
  Budget budget(limit.rows);
  write_faults(report, budget, out);
  for (const PlacedSuite& suite : by_suite(report))
    write_suite(suite, report.devices.size() > 1, vendors, seen, budget, out);
  write_skipped(report, budget, out);
  if (budget.refused() > 0)
    out << fmt::format("\n{} in report.json; this page holds {}.\n", count_of(budget.refused(), "more case"),
                       limit.rows);
  write_notes(report, limit.notes, out);
}

extern constinit const Reporter markdown_reporter{
    .name = "markdown",
    .extension = "md",
    .summary = "what it comes to, what went wrong, a table per suite: for a pull request or a wiki",
    .write =
        [](const Report& report, std::ostream& out, const Style&) {
          constexpr size_t all = std::numeric_limits<size_t>::max();
          write_markdown(report, out, {.rows = all, .notes = all});
        },
};

}  // namespace gpupeak
