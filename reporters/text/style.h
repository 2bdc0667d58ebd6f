// What a reader's terminal or program can take.
#pragma once

namespace gpupeak {

struct Style {
  bool color = false;
  int width = 100;         // columns the reader has
  bool unicode = true;     // bars and lines; ASCII otherwise
  bool long_rows = false;  // csv: one row per sample
};

}  // namespace gpupeak
