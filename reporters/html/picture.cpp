// A picture on the page: caption, drawing, what it leaves out, and its figures for those who want them in words.
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak::html {

void write_picture(const Picture& picture, std::ostream& out) {
  out << "<figure id=\"" << picture.name << "\"><figcaption>" << svg::escaped(picture.title) << "</figcaption>\n"
      << svg_element(picture);
  if (!picture.note.empty()) out << "<p class=\"note\">Shown: " << svg::escaped(picture.note) << ".</p>\n";
  out << "<details><summary>Figures</summary>\n";
  std::vector<std::vector<Cell>> rows;
  for (const FigureRow& row : picture.rows) {
    rows.emplace_back();
    for (const Figure& figure : row) rows.back().push_back({figure.text, figure.value});
  }
  write_table(out, picture.title, picture.columns, rows);
  out << "</details></figure>\n";
}

}  // namespace gpupeak::html
