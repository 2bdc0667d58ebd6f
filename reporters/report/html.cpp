// report.html: one file that needs no network and no script, with every picture, every case and the report itself.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "analysis/summary/vendor_ratios.h"
#include "core/text.h"
#include "formats/error.h"
#include "formats/report_json.h"
#include "reporters/charts/charts.h"
#include "reporters/html/page.h"
#include "reporters/report/case_groups.h"
#include "reporters/reporters.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

using svg::escaped;

constexpr size_t most_html_rows = 5000, fewest_rows = 20, most_tables = 200;  // what a browser shows without pause

std::string title_of(const Report& report) {
  std::string names;
  for (const DeviceInfo& device : report.devices) names += (names.empty() ? "" : ", ") + device.name;
  return names.empty() ? std::string("gpupeak report") : "gpupeak: " + names;
}

void write_header(const Report& report, std::ostream& out) {
  std::string facts;
  const auto add = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) facts += fmt::format("{}{}{}", facts.empty() ? "" : " · ", what, escaped(value));
  };
  add("gpupeak ", report.tool.version);
  add("preset ", report.run.schedule.preset);
  if (is_planned(report.run.schedule)) add("seed ", std::to_string(report.run.schedule.seed));
  if (report.run.processes > 1) add("", count_of(report.run.processes, "fresh process"));
  add("", report.run.started_at);
  add("on ", report.run.host.hostname);
  add("", report.run.host.os);
  out << "<header><h1>" << escaped(title_of(report)) << "</h1>\n<p>" << facts << "</p></header>\n<main>\n";
}

std::string suite_anchor(size_t index) { return fmt::format("suite-{}", index); }

void write_contents(const Report& report, const std::vector<SuiteCases>& suites, std::ostream& out) {
  if (suites.size() < 2) return;
  out << "<nav aria-label=\"suites\">";
  for (size_t i = 0; i < suites.size() && i < most_tables; ++i)
    out << fmt::format("<a href=\"#{}\">{}</a> ", suite_anchor(i), escaped(heading(report, suites[i])));
  out << "</nav>\n";
}

void write_pictures(const std::vector<Picture>& all, const std::string& suite, std::ostream& out) {
  const auto belongs = [&](const Picture& picture) { return picture.suite == suite; };
  if (std::ranges::none_of(all, belongs)) return;
  out << "<div class=\"charts\">\n";
  for (const Picture& picture : all)
    if (belongs(picture)) html::write_picture(picture, out);
  out << "</div>\n";
}

void write_suites(const Report& report, const std::vector<SuiteCases>& suites, const std::vector<Picture>& all,
                  std::ostream& out) {
  const VendorRatios vendors(report);
  const SeenRates seen(report);
  const std::vector<Cases> tables = tables_of(report);
  const size_t rows = std::max(fewest_rows, most_html_rows / std::max<size_t>(tables.size(), 1));
  size_t written = 0;
  if (suites.size() > most_drawn_suites)
    out << fmt::format("<p class=\"note\">Pictures are of the first {} of {} suites.</p>\n", most_drawn_suites,
                       suites.size());
  for (size_t i = 0; i < suites.size() && written < most_tables; ++i) {
    const std::string title = heading(report, suites[i]);
    out << fmt::format("<section id=\"{}\"><h2>{}</h2>\n", suite_anchor(i), escaped(title));
    write_pictures(all, title, out);
    size_t of_suite = 0;
    for (const Cases& cases : tables) {
      const Measurement& first = *cases.front();
      if (first.id.suite() != suites[i].suite || first.device != suites[i].device || written == most_tables) continue;
      std::string caption;
      for (const std::string& fact : shared_facts(report, cases)) caption += (caption.empty() ? "" : " · ") + fact;
      if (!caption.empty()) out << "<h3>" << escaped(caption) << "</h3>\n";
      const std::string label =
          fmt::format("cases of {}, table {}{}{}", title, ++of_suite, caption.empty() ? "" : ": ", caption);
      html::write_case_table(report, vendors, seen, label, cases, rows, out);
      ++written;
    }
    out << "</section>\n";
  }
  if (written < tables.size())
    out << fmt::format("<p class=\"note\">The first {} of {} tables; report.json has all cases.</p>\n", written,
                       tables.size());
}

// The report itself into `out`, where that can be done; what to tell the reader of it.
std::string_view carry(const Report& report, std::ostream& out) {
  if (!fits_a_page(report))
    return "The report is too large to ride in this page: gpupeak report and gpupeak compare read report.json.";
  try {
    write_embedded_report(report, out);
  } catch (const FormatError&) {  // before anything is written
    return "The report is not in this page: it holds figures that are no numbers.";
  }
  return "The report itself is in this page: gpupeak report and gpupeak compare read it.";
}

void write_html_page(const Report& report, std::ostream& out, const Style&) {
  const std::vector<Picture> all = pictures(report);
  const std::vector<SuiteCases> suites = suites_of(report);
  html::begin_page(title_of(report), out);
  write_header(report, out);
  html::write_summary(report, out);
  write_contents(report, suites, out);
  out << "<div class=\"grid\">\n";
  html::write_devices(report, out);
  for (const Picture& picture : all)
    if (picture.suite.empty() && picture.list.empty()) html::write_picture(picture, out);
  out << "</div>\n";
  for (const Picture& picture : all)
    if (picture.suite.empty() && !picture.list.empty()) html::write_picture(picture, out);
  write_suites(report, suites, all, out);
  out << "</main>\n<footer><p class=\"note\">±: half the 99 % interval of the median; in brackets its confidence where "
         "few samples give less. Of ceiling: the shortest time that physics allows at the clock seen / the time "
         "measured; bound by: the resource that sets it. Of vendor: time of the best vendor library / this time. "
         "Neither is shown of a figure that is not precise.</p>\n";
  std::ostringstream carried;
  out << "<p class=\"note\">" << carry(report, carried) << "</p></footer>\n" << carried.str();
  html::end_page(out);
}

}  // namespace

extern constinit const Reporter html_reporter{
    .name = "html",
    .extension = "html",
    .summary = "one page with pictures and all tables, offline; `report` and `compare` read it too",
    .write = write_html_page,
};

}  // namespace gpupeak
