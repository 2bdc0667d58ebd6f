// The version of the way figures come about (docs/method.md). It rises where the same code on the same device would be
// given another figure than before, for then older reports cannot be compared with newer ones.
#pragma once

namespace gpupeak {

inline constexpr int method_version = 1;

}  // namespace gpupeak
