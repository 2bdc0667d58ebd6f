// How a stub finds the vendor's function that it stands for.
#pragma once

#include <dlfcn.h>
#include <fmt/format.h>

#include <stdexcept>

#include "device/vendor_library.h"

namespace gpupeak {

// The function called `name` in the library. Throws std::runtime_error with what to install when there is none.
template <class Function>
Function* vendor_symbol(const Opened& library, const char* name) {
  if (!library.handle) throw std::runtime_error(fmt::format("{}: {}: {}", name, library.info.name, library.info.note));
  void* symbol = dlsym(library.handle, name);
  if (!symbol)
    throw std::runtime_error(fmt::format("{} {} in {} has no {}; install a current {}", library.info.name,
                                         library.info.version, library.info.path, name, library.info.name));
  return reinterpret_cast<Function*>(symbol);
}

}  // namespace gpupeak
