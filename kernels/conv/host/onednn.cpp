// oneDNN · its convolution primitives, chosen and compiled for the shape when bound. A yardstick, not ours.
// The images lie as the case says. The library may keep filters in an order of its own: they are brought into it, or a
// gradient out of it, in every launch, as in a training step. Runs on its own threads (OpenMP).
#include <oneapi/dnnl/dnnl.hpp>

#include "device/host/host_libraries.h"
#include "device/host/onednn_launch.h"
#include "kernels/conv/conv.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo& device, const conv::Problem&) {
  if (const auto why = why_not(device, "onednn", onednn)) return "oneDNN: " + *why;
  return std::nullopt;
}

using Memory = dnnl::memory;
using Type = Memory::data_type;
using Tag = Memory::format_tag;
using Dims = Memory::dims;

// What every direction is described by.
struct Geometry {
  Memory::desc x, w, y;
  Dims strides, dilations, padding;
};

struct Types {
  Type x, w, y;
};

Type element(const conv::Problem& p) { return p.dtype == DType::bf16 ? Type::bf16 : Type::f32; }

// The operands of the problem: the one that is written is f32.
Types operand_types(const conv::Problem& p) {
  const auto type = [&](conv::Direction writes) { return p.direction == writes ? Type::f32 : element(p); };
  return {type(conv::Direction::backward_data), type(conv::Direction::backward_filter), type(conv::Direction::forward)};
}

Dims filter_edges(const conv::Problem& p) {
  return p.groups == 1 ? Dims{p.k, p.c, p.r, p.s} : Dims{p.groups, p.k / p.groups, p.c / p.groups, p.r, p.s};
}
Tag filter_order(const conv::Problem& p) {
  const bool last = p.layout == conv::Layout::nhwc;
  return p.groups == 1 ? (last ? Tag::ohwi : Tag::oihw) : (last ? Tag::gohwi : Tag::goihw);
}

Geometry geometry_of(const conv::Problem& p, const Types& types, Tag filters) {
  const Tag images = p.layout == conv::Layout::nhwc ? Tag::nhwc : Tag::nchw;
  return {{Dims{p.n, p.c, p.h, p.w}, types.x, images},
          {filter_edges(p), types.w, filters},
          {Dims{p.n, p.k, rows_of_y(p), columns_of_y(p)}, types.y, images},
          {p.stride, p.stride},
          {p.dilation - 1, p.dilation - 1},
          {p.pad, p.pad}};
}

constexpr auto direct = dnnl::algorithm::convolution_direct;

// 2.x describes an operation before it chooses an implementation; 3.x does both at once.
template <class Forward>
typename Forward::primitive_desc forward(const dnnl::engine& engine, const Geometry& g) {
  const auto kind = dnnl::prop_kind::forward_training;
  if constexpr (requires { typename Forward::desc; })
    return typename Forward::primitive_desc(
        typename Forward::desc(kind, direct, g.x, g.w, g.y, g.strides, g.dilations, g.padding, g.padding), engine);
  else
    return typename Forward::primitive_desc(engine, kind, direct, g.x, g.w, g.y, g.strides, g.dilations, g.padding,
                                            g.padding);
}

// A backward primitive, of the image or of the filters.
template <class Backward, class Hint>
typename Backward::primitive_desc backward(const dnnl::engine& engine, const Geometry& g, const Hint& hint) {
  if constexpr (requires { typename Backward::desc; })
    return typename Backward::primitive_desc(
        typename Backward::desc(direct, g.x, g.w, g.y, g.strides, g.dilations, g.padding, g.padding), engine, hint);
  else
    return typename Backward::primitive_desc(engine, direct, g.x, g.w, g.y, g.strides, g.dilations, g.padding,
                                             g.padding, hint);
}

class Convolution {
 public:
  Convolution(const conv::Problem& problem, const conv::Operands& operands)
      : engine_(dnnl::engine::kind::cpu, 0), stream_(engine_), direction_(problem.direction) {
    const Types types = operand_types(problem), alike{element(problem), element(problem), element(problem)};
    const Geometry plain = geometry_of(problem, types, filter_order(problem));
    const Geometry free = geometry_of(problem, types, Tag::any);
    x_ = Memory(plain.x, engine_, operands.x);
    y_ = Memory(plain.y, engine_, operands.y);
    w_ = own_w_ = Memory(plain.w, engine_, operands.w);
    if (direction_ == conv::Direction::forward) {
      const auto chosen = forward<dnnl::convolution_forward>(engine_, free);
      use(dnnl::convolution_forward(chosen), chosen.weights_desc());
      return;
    }
    // Backward primitives ask for the forward one they belong to.
    const auto hint = forward<dnnl::convolution_forward>(engine_, geometry_of(problem, alike, Tag::any));
    if (direction_ == conv::Direction::backward_data) {
      const auto chosen = backward<dnnl::convolution_backward_data>(engine_, free, hint);
      use(dnnl::convolution_backward_data(chosen), chosen.weights_desc());
    } else {
      const auto chosen = backward<dnnl::convolution_backward_weights>(engine_, free, hint);
      use(dnnl::convolution_backward_weights(chosen), chosen.diff_weights_desc());
    }
  }

  void run() {
    const bool to_filters = direction_ == conv::Direction::backward_filter;
    if (reorder_ && !to_filters) reorder_.execute(stream_, w_, own_w_);
    primitive_.execute(stream_, {{direction_ == conv::Direction::backward_data ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, x_},
                                 {to_filters ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, own_w_},
                                 {direction_ == conv::Direction::forward ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, y_}});
    if (reorder_ && to_filters) reorder_.execute(stream_, own_w_, w_);
    stream_.wait();
  }

 private:
  // Filters lie as this implementation wants them, beside the operand where that is another order.
  void use(const dnnl::primitive& chosen, const Memory::desc& wanted) {
    primitive_ = chosen;
    if (wanted == w_.get_desc()) return;
    own_w_ = Memory(wanted, engine_);
    const bool back = direction_ == conv::Direction::backward_filter;
    const Memory &from = back ? own_w_ : w_, &to = back ? w_ : own_w_;
    reorder_ = dnnl::reorder(dnnl::reorder::primitive_desc(engine_, from.get_desc(), engine_, to.get_desc()));
  }

  dnnl::engine engine_;
  dnnl::stream stream_;
  conv::Direction direction_;
  Memory x_, w_, y_, own_w_;
  dnnl::primitive primitive_;
  dnnl::reorder reorder_;
};

Launch bind(Device& device, const conv::Problem& problem, const conv::Operands& operands) {
  return onednn_launch<Convolution>(device, problem, operands);
}

}  // namespace

extern constinit const conv::Rung conv_onednn{
    .name = "onednn",
    .idea = "oneDNN, convolution primitives",
    .vendor = "onednn",
    .applies = conv::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
