// Family `conv`: convolutions of images with a bank of filters, as networks have them (cross-correlations: no filter is
// turned round), and the two products that training needs of them. The contract and the work.
//   forward          y[n,p,q,k]  = sum over r,s,c of x[n, p stride - pad + r dilation, q ..., c] w[k,r,s,c]
//   backward_data    x[n,h,w,c]  = sum over p,q,k of y w, where that product stands in y's sum: the gradient of x from
//   y's backward_filter  w[k,r,s,c]  = sum over n,p,q of y x, likewise: the gradient of w
// Pixels outside the image are zeros. With groups, output channel k sees only the c / groups channels of its group, and
// w has only those; as many groups as channels is a depthwise convolution.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/dtype.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::conv {

enum class Direction { forward, backward_data, backward_filter };

struct DirectionRow {
  Direction id;
  std::string_view name;
  std::string_view result;  // the tensor that is written; the other two are read
};
inline constexpr std::array directions{
    DirectionRow{Direction::forward, "forward", "y"},
    DirectionRow{Direction::backward_data, "backward_data", "x"},
    DirectionRow{Direction::backward_filter, "backward_filter", "w"},
};
constexpr const DirectionRow& row(Direction id) { return directions[static_cast<size_t>(id)]; }
std::optional<Direction> direction_named(std::string_view);

// Which of a tensor's edges run fastest in memory: channels last, or channels before rows and columns.
enum class Layout { nhwc, nchw };

struct LayoutRow {
  Layout id;
  std::string_view name;
};
inline constexpr std::array layouts{LayoutRow{Layout::nhwc, "nhwc"}, LayoutRow{Layout::nchw, "nchw"}};
constexpr const LayoutRow& row(Layout id) { return layouts[static_cast<size_t>(id)]; }
std::optional<Layout> layout_named(std::string_view);

struct Problem {
  DType dtype = DType::f32;  // of what is read; the result is f32 for bf16 too, as sums are formed
  Direction direction = Direction::forward;
  int64_t n = 1, h = 1, w = 1, c = 1;  // x: images, rows, columns, channels
  int64_t k = 1, r = 1, s = 1;         // filters, and their rows and columns
  int64_t stride = 1, pad = 0;         // alike down and across, on both sides
  int64_t dilation = 1;                // from one tap of a filter to the next, in pixels
  int64_t groups = 1;                  // divides c and k
  Layout layout = Layout::nhwc;
  bool operator==(const Problem&) const = default;
};

// Rows p and columns q of y; 0 or less where the filter is larger than the padded image.
constexpr int64_t positions(int64_t pixels, int64_t taps, const Problem& p) {
  const int64_t room = pixels + 2 * p.pad - p.dilation * (taps - 1) - 1;
  return room < 0 ? 0 : room / p.stride + 1;
}
constexpr int64_t rows_of_y(const Problem& p) { return positions(p.h, p.r, p); }
constexpr int64_t columns_of_y(const Problem& p) { return positions(p.w, p.s, p); }
constexpr bool is_depthwise(const Problem& p) { return p.groups > 1 && p.groups == p.c && p.k == p.c; }

// A tensor's edges, x's (n, h, w, c), w's (k, r, s, c / groups) or y's (n, p, q, k), and where its elements lie.
struct Shape {
  int64_t items, rows, columns, channels;
  Layout layout;
  constexpr int64_t size() const { return items * rows * columns * channels; }
  constexpr int64_t item_step() const { return rows * columns * channels; }
  constexpr int64_t row_step() const { return layout == Layout::nhwc ? columns * channels : columns; }
  constexpr int64_t column_step() const { return layout == Layout::nhwc ? channels : 1; }
  constexpr int64_t channel_step() const { return layout == Layout::nhwc ? 1 : rows * columns; }
  constexpr int64_t at(int64_t item, int64_t row, int64_t column, int64_t channel) const {
    return item * item_step() + row * row_step() + column * column_step() + channel * channel_step();
  }
};
constexpr Shape shape_of_x(const Problem& p) { return {p.n, p.h, p.w, p.c, p.layout}; }
constexpr Shape shape_of_w(const Problem& p) { return {p.k, p.r, p.s, p.c / p.groups, p.layout}; }
constexpr Shape shape_of_y(const Problem& p) { return {p.n, rows_of_y(p), columns_of_y(p), p.k, p.layout}; }
// Of the tensor that is written.
Shape shape_of_result(const Problem&);
double elements_of(const Shape&);

// Why these numbers are no convolution, and what to try; nothing when they are one. Sizes are compared in double before
// any are multiplied.
std::optional<std::string> why_none(const Problem&);

// The result, of floats, is the one that the direction names; the others are elements of the problem's type and are
// only read.
struct Operands {
  void* x;
  void* w;
  void* y;
};

struct Rung {
  static constexpr std::string_view family = "conv";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  std::string_view vendor =
      {};             // whose library it runs on, by its name in DeviceInfo::libraries: a yardstick; empty: ours
  bool slow = false;  // a small piece of the problem tells first how long all of it takes
  bool (*applies)(const Problem&);                                           // what it was made for
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);  // why it cannot run here, and a remedy
  FlopCount (*executed)(const Problem&) = nullptr;                           // null: its maker does not tell
  Bytes (*workspace)(const Problem&) = nullptr;                              // beside the operands; null: little
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

bool takes_f32_and_bf16(const Problem&);

// Multiply-adds count 2. `nominal` is the count of the definition, 2 n p q k r s c / groups, which networks are
// described by: products with padding are counted. `required` leaves out those, as nobody needs to form them.
FlopCount nominal(const Problem&);
FlopCount required(const Problem&);

Bytes working_set(const Problem&);
// The least that any implementation must do: the required arithmetic, and each tensor moved once.
Work work(const Problem&, const DeviceInfo&, Cache);
// A small piece of the problem, to rehearse a slow rung with.
Problem piece(const Problem&);

}  // namespace gpupeak::conv
