#include "cli/run/select_device.h"

#include <fmt/format.h>

#include "cli/options/values.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "core/text.h"

namespace gpupeak::cli {
namespace {

Selected first_found(std::span<const Backend* const> backends) {
  std::string notes;
  std::vector<Note> passed_over;
  for (const Backend* backend : backends) {
    const Discovery found = backend->discover();
    if (const auto index = first_usable(found)) return {backend, static_cast<int>(*index), std::move(passed_over)};
    if (found.in_machine)
      passed_over.push_back({NoteKind::passed_over, {}, {std::string(backend->name), why_none(found)}});
    notes += fmt::format("; {}: {}", backend->name, why_none(found));
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

Selected select_device(const Environment& environment, const std::string& wanted) {
  const std::span<const Backend* const> backends = environment.backends;
  if (wanted.empty()) {
    Selected selected = first_found(backends);
    for (const std::string& why : texts(selected.passed_over))
      say(environment.err,
          fmt::format("gpupeak: {}; going on with {} (gpupeak doctor says what helps)", why, selected.backend->name));
    return selected;
  }
  const size_t colon = wanted.find(':');
  const Backend& backend = select_backend(backends, wanted);
  const Discovery found = backend.discover();
  const uint64_t index = colon == std::string::npos
                             ? first_usable(found).value_or(0)
                             : whole_number("--device " + wanted, wanted.substr(colon + 1), 0, 1'000'000);
  if (found.devices.empty())
    throw NothingToMeasure(fmt::format("--device {}: {}; gpupeak doctor says what helps", wanted, found.note));
  if (const auto reason = found.unusable.find(index); reason != found.unusable.end())
    throw NothingToMeasure(fmt::format("--device {}: {}: {}", wanted, found.devices[index], reason->second));
  if (index >= found.devices.size())
    throw UsageError(fmt::format("--device {}: {} has {}, counted from 0; see gpupeak list devices", wanted,
                                 backend.name, count_of(found.devices.size(), "device")));
  return {&backend, static_cast<int>(index)};
}

DeviceInfo describe(const Selected& selected) {
  try {
    return selected.backend->describe(selected.index);
  } catch (const std::exception& error) {
    throw NothingToMeasure(
        fmt::format("{}:{} does not answer: {}", selected.backend->name, selected.index, error.what()));
  }
}

std::string opening_text(const Selected& selected) {
  return fmt::format("looking at what {}:{} can do", selected.backend->name, selected.index);
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
