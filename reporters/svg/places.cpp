#include "reporters/svg/places.h"

#include <algorithm>

namespace gpupeak::svg {

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// Liang and Barsky: the part of the line within the box, if any.
bool crosses(const Box& box, Point from, Point to) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  double first = 0, last = 1;
  const auto clip = [&](double slope, double room) {
    if (slope == 0) return room >= 0;
    const double at = room / slope;
    if (slope < 0)
      first = std::max(first, at);
    else
      last = std::min(last, at);
    return first <= last;
  };
  return clip(-dx, from.x - box.left) && clip(dx, box.right - from.x) && clip(-dy, from.y - box.top) &&
         clip(dy, box.bottom - from.y);
}

Box box_of_text(Point at, double width, double font_px) {
  return {at.x, at.y - 0.95 * font_px, at.x + width, at.y + 0.25 * font_px};
}

bool Places::is_free(const Box& box, bool of_lines) const {
  if (box.left < within_.left || box.right > within_.right || box.top < within_.top || box.bottom > within_.bottom)
    return false;
  if (std::ranges::any_of(taken_, [&](const Box& other) { return overlap(box, other); })) return false;
  return !of_lines || std::ranges::none_of(lines_, [&](const Line& l) { return crosses(box, l.from, l.to); });
}

std::optional<Point> Places::free(const std::vector<Point>& candidates, double width) {
  for (const bool of_lines : {true, false})
    for (const Point& at : candidates)
      if (const Box box = box_of_text(at, width); is_free(box, of_lines)) {
        take(box);
        return at;
      }
  return std::nullopt;
}

}  // namespace gpupeak::svg
