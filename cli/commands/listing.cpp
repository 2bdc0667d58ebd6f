#include "cli/commands/listing.h"

#include <fmt/format.h>

#include "reporters/text/table.h"

namespace gpupeak::cli {

void print_listing(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows,
                   std::ostream& out, const Style& style) {
  Table table;
  for (const std::string& title : titles)
    table.columns.push_back({.title = title, .align = Align::left, .key = table.columns.empty()});
  for (const std::vector<std::string>& row : rows) {
    std::vector<Cell>& cells = table.rows.emplace_back();
    for (const std::string& text : row) cells.push_back(Cell{{{shown(text, style)}}});
  }
  write_table(out, table, style);
}

void print_field(const std::string& name, const std::string& text, std::ostream& out, const Style& style) {
  if (!text.empty()) write_wrapped(out, fmt::format("{:<11} ", name), shown(text, style), style);
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace gpupeak::cli
