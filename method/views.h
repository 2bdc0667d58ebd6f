// What analysis and charts derive from the cases of a suite beyond their figures. A suite's row lists what applies to
// it, and its measurements carry the list, so that a report reads alike with a tool that has other suites.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/names.h"

namespace gpupeak {

enum class View {
  plateaus,         // levels of the memory hierarchy that a curve over the working set shows
  size_curve,       // a curve over the axis `size`
  start_cost,       // what starting a launch costs, from its time over the bytes it moves
  peer_matrix,      // who copies to whom, by the axis `route`
  roofline,         // a point of the roofline
  arithmetic_roof,  // a measured roof: it does no arithmetic but what it is charged with
  ladder,           // rungs beside the vendor's
};
inline constexpr Named<View> view_names[] = {
    {View::plateaus, "plateaus"},       {View::size_curve, "size_curve"}, {View::start_cost, "start_cost"},
    {View::peer_matrix, "peer_matrix"}, {View::roofline, "roofline"},     {View::arithmetic_roof, "arithmetic_roof"},
    {View::ladder, "ladder"},
};
constexpr std::string_view name(View id) { return name_of(view_names, id); }
constexpr std::optional<View> view_named(std::string_view text) { return id_of(view_names, text); }

// A set of them.
class Views {
 public:
  constexpr Views() = default;
  constexpr Views(std::initializer_list<View> views) {
    for (const View view : views) add(view);
  }
  constexpr void add(View view) { bits_ |= bit(view); }
  constexpr bool has(View view) const { return (bits_ & bit(view)) != 0; }
  constexpr bool operator==(const Views&) const = default;

 private:
  static constexpr uint32_t bit(View view) { return uint32_t{1} << static_cast<unsigned>(view); }
  uint32_t bits_ = 0;
};

}  // namespace gpupeak
