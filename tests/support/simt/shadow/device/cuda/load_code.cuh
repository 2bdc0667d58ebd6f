// The emulator's side of device/cuda/load_code.cuh.
#pragma once

#include <cstdint>

namespace gpupeak::cuda {

template <class T>
T load_past_first_level(const T* from) {
  return *from;
}

inline uint64_t load_at(uint64_t address) { return *reinterpret_cast<const uint64_t*>(address); }

}  // namespace gpupeak::cuda
