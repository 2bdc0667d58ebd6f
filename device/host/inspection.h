// What one process tells another of a library that it opened: a line per fact, and what is said where it told nothing.
#pragma once

#include <string>
#include <string_view>

#include "core/device_info.h"

namespace gpupeak::host {

// How a process ended that was asked something.
struct Answer {
  std::string out, err;    // what it wrote; the beginning of it, when that is much
  std::string ended = {};  // how, where it did not end well: "no answer within 5 s", "Segmentation fault"
};

std::string text_of(const Library&);

// What `answer` tells of the library whose file is `found`. One that no whole answer came of cannot be used; why is its
// note, with the first line of what the library said, and what helps.
Library told_of(const Library& found, const Answer& answer);

}  // namespace gpupeak::host
