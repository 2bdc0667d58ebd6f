// Tables of the page: they scroll in a frame of their own, and carry the figures that the script sorts by.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak::html {

using svg::escaped;

namespace {

std::string html_table_joined(bool figures, std::string_view classes) {
  return fmt::format("{}{}{}", figures ? "n" : "", figures && !classes.empty() ? " " : "", classes);
}

// What a column's heading shares with its cells.
std::string classes_of_column(const Cell& cell, bool figures) {
  std::string all;
  for (const std::string_view one : {"key", "name", "short"})
    if (cell.classes.find(one) != std::string_view::npos) all += (all.empty() ? "" : " ") + std::string(one);
  return html_table_joined(figures, all);
}

// Ids break at their slashes before anywhere else.
std::string with_breaks(const std::string& markup) {
  std::string all;
  for (const char c : markup) {
    all += c;
    if (c == '/') all += "<wbr/>";
  }
  return all;
}

void write_cell(std::ostream& out, const Cell& cell, bool among_figures) {
  const bool figure = cell.value && std::isfinite(*cell.value);
  out << "<td";
  if (const std::string classes = html_table_joined(among_figures, cell.classes); !classes.empty())
    out << fmt::format(" class=\"{}\"", classes);
  if (cell.span > 1) out << fmt::format(" colspan=\"{}\"", cell.span);
  if (figure) out << fmt::format(" data-v=\"{:.9g}\"", *cell.value);
  if (!cell.tooltip.empty()) out << " title=\"" << escaped(cell.tooltip) << '"';
  const bool is_id = cell.classes.starts_with("id");
  out << '>' << (is_id ? with_breaks(escaped(cell.text)) : escaped(cell.text));
  if (cell.bar && std::isfinite(*cell.bar))
    out << fmt::format("<i class=\"bar\" style=\"--of:{:.1f}%\"></i>", 100 * std::clamp(*cell.bar, 0.0, 1.0));
  const bool folded = !cell.notes.empty() && !cell.text.empty() && !cell.classes.starts_with("reason");
  if (folded) out << "<details><summary>" << count_of(cell.notes.size(), "note") << "</summary>";
  for (const std::string& note : cell.notes) out << "<p>" << escaped(note) << "</p>";
  if (folded) out << "</details>";
  out << "</td>";
}

}  // namespace

void write_table(std::ostream& out, std::string_view label, const std::vector<std::string>& columns,
                 const std::vector<std::vector<Cell>>& rows) {
  out << fmt::format("<div class=\"frame\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table>\n<thead><tr>",
                     escaped(label));
  std::vector<bool> figures(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    figures[i] = std::ranges::any_of(rows, [&](const auto& row) { return i < row.size() && row[i].value; });
    const std::string classes = classes_of_column(i < rows.front().size() ? rows.front()[i] : Cell{}, figures[i]);
    out << "<th scope=\"col\"" << (classes.empty() ? "" : fmt::format(" class=\"{}\"", classes)) << '>'
        << escaped(columns[i]) << "</th>";
  }
  out << "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : rows) {
    out << "<tr>";
    for (size_t i = 0; i < row.size(); ++i)
      write_cell(out, row[i], row[i].span == 1 && i < figures.size() && figures[i]);
    out << "</tr>\n";
  }
  out << "</tbody></table></div>\n";
}

}  // namespace gpupeak::html
