// Unreadable input: the text names the file, the place in it, the cause and what helps.
#pragma once

#include <stdexcept>

namespace gpupeak {

struct FormatError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace gpupeak
