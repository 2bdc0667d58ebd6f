// The axis `layer` of convolutions: layers of published networks by name, and any other one written out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kernels/conv/conv.h"

namespace gpupeak {

struct ConvLayer {
  std::string_view name;
  conv::Problem shape;       // of one image
  std::string_view summary;  // which network's it is
};

// The TABLE of layers with a name.
std::span<const ConvLayer> conv_layers();

// 56x56x64-64-3x3-s1-p1[-d2][-g64]: rows, columns and channels of the image, filters, their rows and columns, stride,
// padding; dilation and groups, 1 where they are left out.
std::optional<conv::Problem> layer_written(std::string_view);
std::string written(const conv::Problem& layer);

// By name or written out.
std::optional<conv::Problem> layer_named(std::string_view);

}  // namespace gpupeak
