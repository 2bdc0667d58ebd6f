// The emulator's side of device/cuda/device_code.h: the same names, for threads that are fibers.
#pragma once

#include <tuple>
#include <utility>

#include "tests/support/simt/launcher.h"
#include "tests/support/simt/simt.h"

namespace gpupeak::cuda {

template <class T>
T* dynamic_shared() {
  return static_cast<T*>(simt::dynamic_shared());
}

template <class T, int count, int which = 0>
T* static_shared() {
  static constexpr char key = 0;
  return static_cast<T*>(simt::static_shared(&key, sizeof(T) * count));
}

inline uint64_t global_nanoseconds() { return simt::nanoseconds(); }
inline uint32_t this_sm() { return simt::sm(); }

template <int bytes>
void copy_async(void* shared, const void* global, bool there) {
  static_assert(bytes == 4 || bytes == 8 || bytes == 16, "the sizes of cp.async");
  simt::copy_async(shared, global, bytes, there);
}
inline void copy_async_commit() { simt::copy_async_commit(); }
template <int groups>
void copy_async_wait() {
  simt::copy_async_wait(groups);
}

template <class... Parameters>
void announce(void (*kernel)(Parameters...)) {
  simt::know(
      reinterpret_cast<const void*>(kernel),
      [](const void* pointer, void** arguments) {
        const auto call = reinterpret_cast<void (*)(Parameters...)>(const_cast<void*>(pointer));
        [&]<size_t... i>(std::index_sequence<i...>) { call(*static_cast<Parameters*>(arguments[i])...); }
        (std::index_sequence_for<Parameters...>());
      },
      [](void** arguments) {
        simt::Parameters kept;
        size_t i = 0;
        [[maybe_unused]] const auto one = [&](size_t bytes) {
          const auto* from = static_cast<const std::byte*>(arguments[i++]);
          kept.emplace_back(from, from + bytes);
        };
        (one(sizeof(Parameters)), ...);
        return kept;
      });
}

}  // namespace gpupeak::cuda
