// Whatever a kernel may write into /proc and /sys, the small readers of it give numbers in range or nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "device/host/small_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gpupeak::host;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  integer_in(text);
  if (const auto count = count_in_list(text); count && *count < 0) std::abort();
  for (const std::string_view line : lines_of(text))
    if (line.empty() || line.find('\n') != std::string_view::npos) std::abort();
  for (const std::string_view word : words_of(text))
    if (word.empty() || word.find(' ') != std::string_view::npos) std::abort();
  const std::string_view key = text.substr(0, size / 8);
  if (const auto value = value_of(text.substr(size / 8), key); value && value->size() > size) std::abort();
  return 0;
}
