// What every family's check looks for beyond the numbers: stores outside a buffer and inputs written to.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "core/buffer.h"
#include "core/verify.h"

namespace gpupeak {

template <class T>
void report_damage(Comparison& comparison, const Buffer<T>& buffer, std::string_view name) {
  if (const auto at = buffer.damage())
    comparison.fault(fmt::format("a store outside '{}': byte {} of its {} bytes", name, *at,
                                 buffer.size() * static_cast<int64_t>(sizeof(T))));
}

// Whether it is intact.
template <class T>
bool report_overwritten(Comparison& comparison, const Buffer<T>& buffer, std::string_view name, uint64_t digest) {
  if (buffer.digest() == digest) return true;
  comparison.fault(fmt::format("the input '{}' was overwritten", name));
  return false;
}

}  // namespace gpupeak
