// The text of the FormatError that an action ends in.
#pragma once

#include <string>

#include "formats/error.h"

namespace gpupeak::testing {

template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const FormatError& error) {
    return error.what();
  }
  return "(no FormatError)";
}

}  // namespace gpupeak::testing
