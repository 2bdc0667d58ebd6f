// A table in a terminal: columns aligned by display width, one line per row, or one paragraph per row where the page is
// too narrow.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "reporters/text/text.h"

namespace gpupeak {

struct Piece {
  std::string text;
  Ink ink = Ink::plain;
};

struct Cell {
  std::vector<Piece> pieces;
  std::string mark = {};  // of its footnotes: stands behind the figure without disturbing the alignment
};

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::right;
  bool key = false;  // names the row rather than saying something about it
  // Where the page is too narrow for all, the least worthy columns are left out; the others stay.
  int worth = indispensable;
  static constexpr int indispensable = 100;
};

struct Table {
  std::vector<Column> columns;
  // A row with fewer cells than columns ends with a cell that spans the rest.
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> left_out = {};  // titles of columns that the page had no room for
};

size_t columns(const Table&);  // that its lines take

// Leaves out columns, the least worthy first, until a row fits on a line of so many columns. Nothing where none would
// do.
void narrow(Table&, int width);

// The same, then the lines, and below them what was left out; where no row fits on a line, all of it is stacked. All
// text must be `shown` already. Lines have at most style.width columns and no spaces at the end.
void write_table(std::ostream&, const Table&, const Style&);

// A share as a line of so many columns: what is over 1 is full.
Cell bar(double ratio, size_t length, const Style&);

// Pads numbers on the right so that their decimal points come to stand below one another.
void align_points(const std::vector<std::string*>& numbers);

}  // namespace gpupeak
