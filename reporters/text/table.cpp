// Laying out a table: measure every column, leave out the least worthy where the page is too narrow, and stack the rows
// where it still is.
#include "reporters/text/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace gpupeak {
namespace {

constexpr size_t margin = 2;     // in front of the first column
constexpr size_t table_gap = 2;  // between columns

struct Widths {
  std::vector<size_t> text, mark;
  size_t total = 0;
};

size_t width_of(const Cell& cell) {
  size_t sum = 0;
  for (const Piece& piece : cell.pieces) sum += columns(piece.text);
  return sum;
}

Widths measure(const Table& table) {
  const size_t count = table.columns.size();
  Widths widths{std::vector<size_t>(count), std::vector<size_t>(count), margin};
  size_t widest_span = 0;
  for (const std::vector<Cell>& row : table.rows)
    for (size_t i = 0; i < row.size(); ++i) {
      if (i + 1 == row.size() && row.size() < count) continue;  // spans: measured below
      widths.text[i] = std::max(widths.text[i], width_of(row[i]));
      widths.mark[i] = std::max(widths.mark[i], columns(row[i].mark));
    }
  for (size_t i = 0; i < count; ++i) {
    widths.text[i] = std::max(widths.text[i], columns(table.columns[i].title));
    widths.total += (i > 0 ? table_gap : 0) + widths.text[i] + widths.mark[i];
  }
  for (const std::vector<Cell>& row : table.rows) {
    if (row.empty() || row.size() == count) continue;
    size_t end = margin + width_of(row.back()) + columns(row.back().mark);
    for (size_t i = 0; i + 1 < row.size(); ++i) end += widths.text[i] + widths.mark[i] + table_gap;
    widest_span = std::max(widest_span, end);
  }
  widths.total = std::max(widths.total, widest_span);
  return widths;
}

// Puts cells on one line; spaces are held back until something follows them.
class Line {
 public:
  Line(std::ostream& out, const Style& style) : out_(out), style_(style) {}
  void skip(size_t columns) { held_ += columns; }
  void put(std::string_view text, Ink ink) {
    const size_t start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return skip(text.size());
    const size_t end = text.find_last_not_of(' ') + 1;
    out_ << std::string(held_ + start, ' ') << inked(text.substr(start, end - start), ink, style_);
    held_ = text.size() - end;
  }
  void put(const Cell& cell) {
    for (const Piece& piece : cell.pieces) put(piece.text, piece.ink);
    put(cell.mark, Ink::faint);  // right behind its figure; the column stays as wide for all
  }
  void end() { out_ << '\n'; }

 private:
  std::ostream& out_;
  const Style& style_;
  size_t held_ = 0;
};

void write_table_row(std::ostream& out, const std::vector<Cell>& row, const Table& table, const Widths& widths,
                     const Style& style) {
  Line line(out, style);
  line.skip(margin);
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line.skip(table_gap);
    if (i + 1 == row.size() && row.size() < table.columns.size()) {
      line.put(row[i]);
      break;
    }
    const size_t space = widths.text[i] - width_of(row[i]);
    if (table.columns[i].align == Align::right) line.skip(space);
    line.put(row[i]);
    line.skip(widths.mark[i] - columns(row[i].mark) + (table.columns[i].align == Align::left ? space : 0));
  }
  line.end();
}

void write_lines(std::ostream& out, const Table& table, const Widths& widths, const Style& style) {
  std::vector<Cell> titles;
  for (const Column& column : table.columns) titles.push_back({{{column.title, Ink::faint}}});
  write_table_row(out, titles, table, widths, style);
  std::string rule;
  for (size_t i = margin; i < widths.total; ++i) rule += glyphs(style).rule;
  out << std::string(margin, ' ') << inked(rule, Ink::faint, style) << '\n';
  for (const std::vector<Cell>& row : table.rows) write_table_row(out, row, table, widths, style);
}

std::string flat(const Cell& cell) {
  std::string text;
  for (const Piece& piece : cell.pieces) text += piece.text;
  const size_t start = text.find_first_not_of(' ');
  if (start == std::string::npos) return cell.mark;
  return text.substr(start, text.find_last_not_of(' ') + 1 - start) + cell.mark;
}

// Facts between dots, broken only between two of them as long as each fits a line.
void write_facts(std::ostream& out, std::string_view indent, const std::vector<std::string>& facts, Ink ink,
                 const Style& style) {
  const std::string_view dot = glyphs(style).dot;
  std::string line;
  for (const std::string& fact : facts) {
    const size_t with_fact = indent.size() + columns(line) + columns(dot) + columns(fact);
    if (!line.empty() && with_fact > static_cast<size_t>(std::max(style.width, 0))) {
      write_wrapped(out, indent, line, style, ink);
      line.clear();
    }
    line += (line.empty() ? "" : std::string(dot)) + fact;
  }
  if (!line.empty()) write_wrapped(out, indent, line, style, ink);
}

void write_stacked(std::ostream& out, const Table& table, const Style& style) {
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<std::string> keys, facts;
    for (size_t i = 0; i < row.size(); ++i) {
      const Column& column = table.columns[i];
      const bool spans = i + 1 == row.size() && row.size() < table.columns.size();
      const std::string text = flat(row[i]);
      (column.key && !spans ? keys : facts).push_back(spans ? text : fmt::format("{} {}", column.title, text));
    }
    write_facts(out, "  ", keys, Ink::strong, style);
    write_facts(out, "      ", facts, Ink::plain, style);
  }
}

// A cell that spans the rest goes on to span it.
void leave_out(Table& table, size_t place) {
  const size_t count = table.columns.size();
  const auto at = static_cast<std::ptrdiff_t>(place);
  for (std::vector<Cell>& row : table.rows)
    if (row.size() == count || place + 1 < row.size()) row.erase(row.begin() + at);
  if (const std::string& title = table.columns[place].title; !title.empty()) table.left_out.push_back(title);
  table.columns.erase(table.columns.begin() + at);
}

}  // namespace

size_t columns(const Table& table) { return measure(table).total; }

void narrow(Table& table, int width) {
  const auto room = static_cast<size_t>(std::max(width, 1));
  Table narrower = table;
  while (columns(narrower) > room) {
    const auto least = std::ranges::min_element(
        narrower.columns, {}, [](const Column& column) { return column.key ? Column::indispensable : column.worth; });
    if (least == narrower.columns.end() || least->key || least->worth >= Column::indispensable) return;
    leave_out(narrower, static_cast<size_t>(least - narrower.columns.begin()));
  }
  table = std::move(narrower);
}

void write_table(std::ostream& out, const Table& table, const Style& style) {
  Table fitted = table;
  narrow(fitted, style.width);
  const Widths widths = measure(fitted);
  if (widths.total > static_cast<size_t>(std::max(style.width, 1))) return write_stacked(out, fitted, style);
  write_lines(out, fitted, widths, style);
  if (fitted.left_out.empty()) return;
  std::string titles;
  for (const std::string& title : fitted.left_out) titles += (titles.empty() ? "" : ", ") + title;
  write_wrapped(out, "  ", fmt::format("not shown at {} columns: {}", style.width, titles), style, Ink::faint);
}

Cell bar(double ratio, size_t length, const Style& style) {
  const Glyphs& glyph = glyphs(style);
  const double steps = glyph.bar_half.empty() ? 1 : 2;
  const double lit = std::round(std::clamp(ratio, 0.0, 1.0) * static_cast<double>(length) * steps) / steps;
  std::string full, empty;
  for (size_t cell = 0; cell < length; ++cell) {
    const double left = lit - static_cast<double>(cell);
    (left > 0 ? full : empty) += left >= 1 ? glyph.bar_full : left > 0 ? glyph.bar_half : glyph.bar_empty;
  }
  return {{{full, Ink::accent}, {empty, Ink::faint}}};
}

void align_points(const std::vector<std::string*>& numbers) {
  const auto decimals = [](const std::string& n) {
    const size_t point = n.find('.');
    return point == std::string::npos ? size_t{0} : n.size() - point;
  };
  size_t most = 0;
  for (const std::string* n : numbers) most = std::max(most, decimals(*n));
  for (std::string* n : numbers) n->append(most - decimals(*n), ' ');
}

}  // namespace gpupeak
