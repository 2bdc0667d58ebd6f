#include "suites/conv_layers.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace gpupeak {
namespace {

// What a table of layers says: h, w, c -> k filters of r x s, stride, padding, groups.
constexpr conv::Problem layer(int64_t h, int64_t w, int64_t c, int64_t k, int64_t r, int64_t s, int64_t stride,
                              int64_t pad, int64_t groups = 1) {
  conv::Problem p;
  p.h = h, p.w = w, p.c = c, p.k = k, p.r = r, p.s = s, p.stride = stride, p.pad = pad, p.groups = groups;
  return p;
}

// rn50: K. He et al., CVPR 2016, with the stride of version 1.5. vgg: K. Simonyan, A. Zisserman, ICLR 2015. db: Baidu's
// DeepBench. mb: A. Howard et al., MobileNets, arXiv:1704.04861: mb.full56 is what mb.dw56 and mb.pw56 together take
// the place of.
// clang-format off
constexpr std::array layers{
    ConvLayer{"digit.3x3",     layer( 28,  28,    1,   32,  3, 3, 1, 1),       "one channel, as of handwritten digits"},
    ConvLayer{"rn50.conv1",    layer(224, 224,    3,   64,  7, 7, 2, 3),       "ResNet-50, first layer"},
    ConvLayer{"rn50.s1.1x1a",  layer( 56,  56,   64,   64,  1, 1, 1, 0),       "ResNet-50, stage 1, in"},
    ConvLayer{"rn50.s1.3x3",   layer( 56,  56,   64,   64,  3, 3, 1, 1),       "ResNet-50, stage 1"},
    ConvLayer{"rn50.s1.1x1b",  layer( 56,  56,   64,  256,  1, 1, 1, 0),       "ResNet-50, stage 1, out"},
    ConvLayer{"rn50.s2.3x3s2", layer( 56,  56,  128,  128,  3, 3, 2, 1),       "ResNet-50 v1.5, into stage 2"},
    ConvLayer{"rn50.s2.3x3",   layer( 28,  28,  128,  128,  3, 3, 1, 1),       "ResNet-50, stage 2"},
    ConvLayer{"rn50.s3.3x3",   layer( 14,  14,  256,  256,  3, 3, 1, 1),       "ResNet-50, stage 3"},
    ConvLayer{"rn50.s3.1x1b",  layer( 14,  14,  256, 1024,  1, 1, 1, 0),       "ResNet-50, stage 3, out"},
    ConvLayer{"rn50.s4.ds",    layer( 14,  14, 1024, 2048,  1, 1, 2, 0),       "ResNet-50, shortcut into stage 4"},
    ConvLayer{"rn50.s4.3x3",   layer(  7,   7,  512,  512,  3, 3, 1, 1),       "ResNet-50, stage 4"},
    ConvLayer{"vgg.1_2",       layer(224, 224,   64,   64,  3, 3, 1, 1),       "VGG-16, second layer"},
    ConvLayer{"vgg.3",         layer( 56,  56,  256,  256,  3, 3, 1, 1),       "VGG-16, third block"},
    ConvLayer{"vgg.4",         layer( 28,  28,  512,  512,  3, 3, 1, 1),       "VGG-16, fourth block"},
    ConvLayer{"db.incep5x5",   layer( 28,  28,  192,   32,  5, 5, 1, 2),       "DeepBench, 5x5 of an inception module"},
    ConvLayer{"db.speech2",    layer(341,  79,   32,   32, 10, 5, 2, 0),       "DeepBench, second layer of speech"},
    ConvLayer{"mb.dw112",      layer(112, 112,   32,   32,  3, 3, 1, 1, 32),   "MobileNet, depthwise"},
    ConvLayer{"mb.dw56",       layer( 56,  56,  128,  128,  3, 3, 1, 1, 128),  "MobileNet, depthwise"},
    ConvLayer{"mb.pw56",       layer( 56,  56,  128,  128,  1, 1, 1, 0),       "MobileNet, pointwise after mb.dw56"},
    ConvLayer{"mb.full56",     layer( 56,  56,  128,  128,  3, 3, 1, 1),       "what mb.dw56 and mb.pw56 stand for"},
    ConvLayer{"mb.dw14",       layer( 14,  14,  512,  512,  3, 3, 1, 1, 512),  "MobileNet, depthwise"},
    ConvLayer{"mb.pw14",       layer( 14,  14,  512,  512,  1, 1, 1, 0),       "MobileNet, pointwise after mb.dw14"},
    ConvLayer{"mb.full14",     layer( 14,  14,  512,  512,  3, 3, 1, 1),       "what mb.dw14 and mb.pw14 stand for"},
};
// clang-format on

// Reads a number, and what must follow it; false and nothing read where the text goes otherwise.
bool read(std::string_view& text, std::string_view before, int64_t& value) {
  if (!text.starts_with(before)) return false;
  const char* const first = text.data() + before.size();
  const auto [end, error] = std::from_chars(first, text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || *first == '-') return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return true;
}

}  // namespace

std::span<const ConvLayer> conv_layers() { return layers; }

std::optional<conv::Problem> layer_written(std::string_view text) {
  conv::Problem p;
  const bool shape = read(text, "", p.h) && read(text, "x", p.w) && read(text, "x", p.c) && read(text, "-", p.k) &&
                     read(text, "-", p.r) && read(text, "x", p.s) && read(text, "-s", p.stride) &&
                     read(text, "-p", p.pad);
  if (!shape) return std::nullopt;
  read(text, "-d", p.dilation);
  read(text, "-g", p.groups);
  if (!text.empty()) return std::nullopt;
  return p;
}

std::string written(const conv::Problem& p) {
  std::string text = fmt::format("{}x{}x{}-{}-{}x{}-s{}-p{}", p.h, p.w, p.c, p.k, p.r, p.s, p.stride, p.pad);
  if (p.dilation != 1) text += fmt::format("-d{}", p.dilation);
  if (p.groups != 1) text += fmt::format("-g{}", p.groups);
  return text;
}

std::optional<conv::Problem> layer_named(std::string_view name) {
  for (const ConvLayer& layer : layers)
    if (layer.name == name) return layer.shape;
  return layer_written(name);
}

}  // namespace gpupeak
