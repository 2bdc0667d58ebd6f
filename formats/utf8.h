// JSON is UTF-8 by definition, but paths, arguments and device names are any bytes: what is not UTF-8 becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace gpupeak {

// `bytes` unchanged when valid; otherwise every byte that starts no valid sequence is replaced. Idempotent.
std::string valid_utf8(std::string_view bytes);

}  // namespace gpupeak
