// Tables of the page: they scroll in a frame of their own, and carry the figures that the script sorts by.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak::html {

using svg::escaped;

namespace {

void write_cell(std::ostream& out, const Cell& cell, bool among_figures) {
  const bool figure = cell.value && std::isfinite(*cell.value);
  out << "<td";
  if (among_figures || !cell.classes.empty())
    out << fmt::format(" class=\"{}{}{}\"", among_figures ? "n" : "", among_figures && !cell.classes.empty() ? " " : "",
                       cell.classes);
  if (figure) out << fmt::format(" data-v=\"{}\"", *cell.value);
  out << '>' << escaped(cell.text);
  if (!cell.notes.empty() && !cell.text.empty())
    out << fmt::format("<details><summary>{} {}</summary>", cell.notes.size(),
                       cell.notes.size() == 1 ? "note" : "notes");
  for (const std::string& note : cell.notes) out << "<p>" << escaped(note) << "</p>";
  if (!cell.notes.empty() && !cell.text.empty()) out << "</details>";
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
    out << (figures[i] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">") << escaped(columns[i]) << "</th>";
  }
  out << "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : rows) {
    out << "<tr>";
    for (size_t i = 0; i < row.size(); ++i) write_cell(out, row[i], i < figures.size() && figures[i]);
    out << "</tr>\n";
  }
  out << "</tbody></table></div>\n";
}

}  // namespace gpupeak::html
