// What stands round every page: the policy that keeps it to itself, style in front, script behind.
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"
#include "reporters/svg/palette.h"

namespace gpupeak::html {

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

}  // namespace gpupeak::html
