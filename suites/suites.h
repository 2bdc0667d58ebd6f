// The TABLE of suites, in the order they run and are listed.
#pragma once

#include <span>

#include "core/suite.h"

namespace gpupeak {

std::span<const Suite* const> suites();

}  // namespace gpupeak
