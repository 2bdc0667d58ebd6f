// The TABLE of suites, in the order they run and are listed.
#pragma once

#include <span>

#include "method/suite.h"

namespace gpupeak {

std::span<const Suite* const> suites();

}  // namespace gpupeak
