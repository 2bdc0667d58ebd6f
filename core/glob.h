// Shell-like patterns on case ids: * is any run of characters (slashes too), ? is any one.
#pragma once

#include <string_view>

namespace gpupeak {

// True when `pattern` matches all of `text`. Linear space, at most |pattern| x |text| steps.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace gpupeak
