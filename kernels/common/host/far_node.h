// What the rungs `far_node` share: whether this machine has memory that is far from a core.
#pragma once

#include <optional>
#include <string>

namespace gpupeak::host {

// Why there is none; nothing where there is.
std::optional<std::string> why_no_far_node();

}  // namespace gpupeak::host
