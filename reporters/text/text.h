// Text for a terminal: what others wrote is made harmless, lines are wrapped, ink is optional and never the only
// signal.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

// How much a reader asked for: what it comes to on one screen; a row per case; also what there is to say of single
// rows.
enum class Detail { summary, tables, notes };

// What a reader's terminal or program can take, and how much of it is wanted.
struct Style {
  bool color = false;
  int width = 100;         // columns the reader has
  bool unicode = true;     // bars and lines; ASCII otherwise
  bool long_rows = false;  // csv: one row per sample
  Detail detail = Detail::notes;
};

// One line in which nothing can steer a terminal: control characters (escape sequences with them), bidirectional
// overrides, invisible characters and bytes that are not UTF-8 become visible escapes (\x1b, \u202e); line breaks and
// tabs become spaces.
std::string printable(std::string_view foreign);

// Nothing that a CI server takes for a command: it looks for "::error …" behind the blanks that a line begins with and
// for "##[error]…" and "##vso[…" anywhere. `std::vector` within a word stays as it is.
std::string without_commands(std::string_view text);

// printable and without commands; for Style.unicode = false in ASCII: our own signs by likeness (× → x), all others as
// escapes.
std::string shown(std::string_view foreign, const Style&);

// At most `width` columns each; a word that is longer is cut, behind a `/` where one is in reach, not before a
// "::". At least one line.
std::vector<std::string> wrapped(std::string_view text, size_t width);

// Columns that a text takes in a terminal, by which tables are aligned; a byte that is not UTF-8 counts 1.
size_t columns(std::string_view);
// 0 for combining marks and other invisible ones, 2 for East Asian wide characters and emoji, else 1.
int columns(char32_t);

enum class Ink { plain, strong, faint, accent, caution, alarm };
std::string inked(std::string_view text, Ink, const Style&);

struct Glyphs {
  std::string_view dot;                            // between facts of one line
  std::string_view rule;                           // one column of a horizontal line
  std::string_view plus_minus, times, dash;        // dash: there is no figure here
  std::string_view bar_full, bar_half, bar_empty;  // bar_half is empty when there is none
};
const Glyphs& glyphs(const Style&);

// `first` in front of the first line, as many spaces in front of the others, at most style.width columns.
void write_wrapped(std::ostream&, std::string_view first, std::string_view text, const Style&, Ink = Ink::plain);

}  // namespace gpupeak
