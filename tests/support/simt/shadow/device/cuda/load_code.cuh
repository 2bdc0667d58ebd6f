// The emulator's side of device/cuda/load_code.cuh.
#pragma once

namespace gpupeak::cuda {

template <class T>
T load_past_first_level(const T* from) {
  return *from;
}

}  // namespace gpupeak::cuda
