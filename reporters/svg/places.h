// Where a picture has room for a label: no text over another, over a mark or, where it can be helped, over a line.
#pragma once

#include <optional>
#include <vector>

#include "reporters/svg/drawing.h"

namespace gpupeak::svg {

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};
bool overlap(const Box&, const Box&);
bool crosses(const Box&, Point from, Point to);
// That a text of such a width takes whose base line begins at `at`.
Box box_of_text(Point at, double width, double font_px = 11);

class Places {
 public:
  explicit Places(Box within) : within_(within) {}
  void take(const Box& box) { taken_.push_back(box); }
  void take_line(Point from, Point to) { lines_.push_back({from, to}); }
  // The first of the candidates whose box is free, rather one that no line crosses; it is taken then. None where all
  // are taken.
  std::optional<Point> free(const std::vector<Point>& candidates, double width);

 private:
  struct Line {
    Point from, to;
  };
  bool is_free(const Box&, bool of_lines) const;
  Box within_;
  std::vector<Box> taken_;
  std::vector<Line> lines_;
};

}  // namespace gpupeak::svg
