// A text cut to a length fit for a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gpupeak {

// Its first and last bytes with "…" between them, never a part of a UTF-8 character; unchanged where that is no
// shorter.
std::string shortened(std::string_view text, size_t head, size_t tail);

}  // namespace gpupeak
