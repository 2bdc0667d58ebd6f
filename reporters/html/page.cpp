#include "reporters/html/page.h"

#include "reporters/svg/markup.h"
#include "reporters/svg/palette.h"

namespace gpupeak::html {

// The policy keeps a page to itself.
void begin_page(std::string_view title, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
         "script-src "
         "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      << "<title>" << svg::escaped(title) << "</title>\n<style>\n"
      << svg::palette_css(":root") << page_css() << svg::drawing_css() << "</style>\n</head>\n<body>\n";
}

void end_page(std::ostream& out) { out << "<script>\n" << page_script() << "</script>\n</body>\n</html>\n"; }

// Caption, how to read it, drawing, what it leaves out, and its figures: beside a picture whose signs they explain,
// else for those who want them in words.
void write_picture(const Picture& picture, std::ostream& out) {
  const bool beside = !picture.list.empty();
  out << "<figure id=\"" << picture.name << '"' << (beside ? " class=\"beside\"" : "") << "><figcaption>"
      << svg::escaped(picture.title) << "</figcaption>\n";
  if (!picture.about.empty()) out << "<p class=\"note\">" << svg::escaped(picture.about) << "</p>\n";
  out << svg_element(picture);
  if (!picture.note.empty()) out << "<p class=\"note\">Shown: " << svg::escaped(picture.note) << ".</p>\n";
  if (!beside) out << "<details><summary>Figures</summary>\n";
  std::vector<std::vector<Cell>> rows;
  for (const FigureRow& row : picture.rows) {
    rows.emplace_back();
    for (const Figure& figure : row) rows.back().push_back({figure.text, figure.value});
  }
  write_table(out, picture.title, picture.columns, rows);
  out << (beside ? "</figure>\n" : "</details></figure>\n");
}

}  // namespace gpupeak::html
