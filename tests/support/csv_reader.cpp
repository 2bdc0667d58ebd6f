#include "tests/support/csv_reader.h"

namespace gpupeak::testing {
namespace {

[[noreturn]] void reject(size_t row, const char* why) {
  throw std::invalid_argument("csv row " + std::to_string(row) + ": " + why);
}

std::string take_cell(std::string_view& rest, size_t row) {
  std::string cell;
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    for (;; rest.remove_prefix(1)) {
      if (rest.empty()) reject(row, "a quote is never closed");
      if (rest.front() == '"') {
        rest.remove_prefix(1);
        if (!rest.starts_with('"')) return cell;  // closed
      }
      cell += rest.front();
    }
  }
  while (!rest.empty() && rest.front() != ',' && rest.front() != '\r') {
    if (rest.front() == '"') reject(row, "a quote in an unquoted cell");
    if (rest.front() == '\n') reject(row, "a line feed in an unquoted cell");
    cell += rest.front();
    rest.remove_prefix(1);
  }
  return cell;
}

}  // namespace

std::vector<std::vector<std::string>> read_csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  while (!text.empty()) {
    std::vector<std::string> cells;
    for (;;) {
      cells.push_back(take_cell(text, rows.size()));
      if (!text.starts_with(',')) break;
      text.remove_prefix(1);
    }
    if (!text.starts_with("\r\n")) reject(rows.size(), "not ended by CR LF");
    text.remove_prefix(2);
    if (!rows.empty() && cells.size() != rows.front().size()) reject(rows.size(), "not as many cells as the header");
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace gpupeak::testing
