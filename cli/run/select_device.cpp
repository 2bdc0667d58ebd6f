#include "cli/run/select_device.h"

#include <fmt/format.h>

#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

Selected first_found(std::span<const Backend* const> backends) {
  std::string notes;
  for (const Backend* backend : backends) {
    const Discovery found = backend->discover();
    if (!found.devices.empty()) return {backend, 0};
    notes += fmt::format("; {}: {}", backend->name, found.note);
  }
  throw NothingToMeasure("no device is usable here" + notes + "; gpupeak doctor says what helps");
}

}  // namespace

const Backend& select_backend(std::span<const Backend* const> backends, const std::string& wanted) {
  const std::string name = wanted.substr(0, wanted.find(':'));
  std::vector<std::string> known;
  for (const Backend* backend : backends) {
    if (backend->name == name) return *backend;
    known.emplace_back(backend->name);
  }
  throw UsageError(fmt::format("--device {}: no such device{}", name, suggestion(name, known)));
}

Selected select_device(std::span<const Backend* const> backends, const std::string& wanted) {
  if (wanted.empty()) return first_found(backends);
  const size_t colon = wanted.find(':');
  const Backend& backend = select_backend(backends, wanted);
  const uint64_t index =
      colon == std::string::npos ? 0 : whole_number("--device " + wanted, wanted.substr(colon + 1), 0, 1'000'000);
  const Discovery found = backend.discover();
  if (found.devices.empty()) throw NothingToMeasure(fmt::format("--device {}: {}", wanted, found.note));
  if (index >= found.devices.size())
    throw UsageError(fmt::format("--device {}: {} has {}, counted from 0; see gpupeak list devices", wanted,
                                 backend.name, count_of(found.devices.size(), "device")));
  return {&backend, static_cast<int>(index)};
}

std::unique_ptr<Device> open(const Selected& selected, const Opening& opening) {
  try {
    return selected.backend->open(selected.index, opening);
  } catch (const std::exception& error) {
    throw NothingToMeasure(
        fmt::format("{}:{} cannot be opened: {}", selected.backend->name, selected.index, error.what()));
  }
}

}  // namespace gpupeak::cli
