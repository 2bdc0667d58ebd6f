// What launches of oneDNN's primitives share: its threads, and errors that name the build they come from.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <stdexcept>

#include "core/device.h"
#include "device/host/host_libraries.h"

namespace gpupeak::host {

// Its status alone says little: the message names who said it, and which build of it.
template <class Call>
auto explained(const Call& call) {
  try {
    return call();
  } catch (const dnnl::error& error) {
    throw std::runtime_error(fmt::format("oneDNN {} ({}): {}, status {}", onednn().info.version, onednn().info.path,
                                         error.what(), static_cast<int>(error.status)));
  }
}

// Makes a Primitive of these arguments, and runs it on as many of the library's threads as the device has cores.
template <class Primitive, class... Arguments>
Launch onednn_launch(const Device& device, const Arguments&... arguments) {
  const int units = device.info().units;
  const auto primitive = explained([&] { return std::make_shared<Primitive>(arguments...); });
  return [primitive, units](Queue&) {
    onednn_set_threads(units);
    explained([&] { primitive->run(); });
  };
}

}  // namespace gpupeak::host
