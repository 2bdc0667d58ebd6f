#include "kernels/training/textures.h"

#include <array>
#include <cmath>
#include <numbers>

#include "core/buffer.h"

namespace gpupeak::textures {
namespace {

enum class Form { grating, chequers, dots, noise };

struct Texture {
  Form form;
  double period;     // pixels; of noise: of one grain
  double direction;  // of a grating, in quarters of a turn from upright stripes
};

constexpr std::array<Texture, classes> kinds{{{Form::grating, 10, 1},
                                              {Form::grating, 5, 1},
                                              {Form::grating, 10, 0},
                                              {Form::grating, 5, 0},
                                              {Form::grating, 7, 0.5},
                                              {Form::grating, 7, -0.5},
                                              {Form::chequers, 8, 0},
                                              {Form::dots, 8, 0},
                                              {Form::noise, 1, 0},
                                              {Form::noise, 4, 0}}};

constexpr uint64_t first_speckle = 64, first_grain = first_speckle + pixels;

double drawn(uint64_t seed, uint64_t what, double low, double high) {
  return low + (high - low) * 0.5 * (1 + generated(DataKind::random, seed, what));
}

// What is the same for all pixels of a picture.
struct Drawing {
  Texture texture;
  uint64_t seed;
  double across, down, phase_x, phase_y, sharpness;

  // -1 to 1: which of the two colours.
  double shade(double x, double y) const {
    const double u = across * x + down * y + phase_x, v = across * y - down * x + phase_y;
    switch (texture.form) {
      case Form::grating:
        return std::tanh(sharpness * std::sin(u));
      case Form::chequers:
        return std::tanh(2 * sharpness * std::sin(u) * std::sin(v));
      case Form::dots:
        return std::tanh(2 * sharpness * (std::cos(u) + std::cos(v) - 1));
      case Form::noise:
        break;
    }
    const auto column = static_cast<uint64_t>(x / texture.period), line = static_cast<uint64_t>(y / texture.period);
    return drawn(seed, first_grain + line * edge + column, -1, 1);
  }
};

Drawing drawing_of(const Texture& texture, uint64_t seed) {
  const double angle = std::numbers::pi / 2 * texture.direction + drawn(seed, 0, -0.1, 0.1);
  const double turn = 2 * std::numbers::pi / (texture.period * drawn(seed, 1, 0.9, 1.1));
  return {.texture = texture,
          .seed = seed,
          .across = turn * std::cos(angle),
          .down = turn * std::sin(angle),
          .phase_x = drawn(seed, 2, 0, 2 * std::numbers::pi),
          .phase_y = drawn(seed, 3, 0, 2 * std::numbers::pi),
          .sharpness = drawn(seed, 4, 1, 3)};
}

}  // namespace

int32_t mirrored(int32_t label) {
  constexpr int32_t falling = 4, rising = 5;
  return label == falling ? rising : label == rising ? falling : label;
}

int32_t label(uint64_t seed, uint64_t index) { return static_cast<int32_t>(mix(mix(seed, 1), index) % classes); }

void draw(uint64_t seed, uint64_t index, std::span<float> picture) {
  const uint64_t sample_seed = mix(mix(seed, 2), index);
  const Drawing drawing = drawing_of(kinds[static_cast<size_t>(label(seed, index))], sample_seed);
  const double speckle = drawn(sample_seed, 5, 0.05, 0.2);
  std::array<double, channels> middle{}, contrast{};
  for (size_t c = 0; c < channels; ++c) {
    middle[c] = drawn(sample_seed, 8 + c, -0.3, 0.3);
    // The first colour may be the darker one, in all channels alike.
    contrast[c] = drawn(sample_seed, 16 + c, 0.3, 0.7) * (drawn(sample_seed, 6, -1, 1) < 0 ? -1 : 1);
  }
  size_t at = 0;
  for (int64_t y = 0; y < edge; ++y)
    for (int64_t x = 0; x < edge; ++x) {
      const double shade = drawing.shade(static_cast<double>(x), static_cast<double>(y));
      for (size_t c = 0; c < channels; ++c, ++at)
        picture[at] = static_cast<float>(middle[c] + contrast[c] * shade +
                                         speckle * drawn(sample_seed, first_speckle + at, -1, 1));
    }
}

}  // namespace gpupeak::textures
