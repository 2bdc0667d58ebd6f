#include "cli/run/backends.h"

#include <fmt/format.h>

#include <array>

#include "device/host/diagnose.h"
#include "device/host/host_device.h"
#include "kernels/families.h"

namespace gpupeak::cli {
namespace {

std::vector<Diagnosis> diagnose_host(const Inspector& inspect) {
  const std::optional<host::OtherPrograms> others = host::watch_other_programs();
  const std::unique_ptr<Device> device = host::open_host();
  device->look_at_libraries(inspect);
  host::HostState state = host::read_host_state();
  state.others = others;
  return host::diagnose(state, device->info());
}

Discovery discover_host() { return {{host::open_host({.probe = false})->info().name}, ""}; }

constinit const Backend host_backend{
    .name = "host",
    .summary = "the CPU of this machine",
    .discover = discover_host,
    .open = [](int, const Opening& opening) { return host::open_host(opening); },
    .describe = [](int) { return host::open_host({.probe = false})->info(); },
    .kernels = kernels::host_kernels,
    .diagnose = diagnose_host,
};

constexpr std::array<const Backend*, 2> backends_table{
    &cuda_backend,
    &host_backend,
};

}  // namespace

std::optional<size_t> first_usable(const Discovery& found) {
  for (size_t index = 0; index < found.devices.size(); ++index)
    if (!found.unusable.contains(index)) return index;
  return std::nullopt;
}

std::string why_none(const Discovery& found) {
  if (found.devices.empty()) return found.note;
  std::string reasons;
  for (const auto& [index, why] : found.unusable)
    reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", found.devices[index], why);
  return reasons;
}

std::span<const Backend* const> backends() { return backends_table; }

std::vector<const kernels::Ladders*> ladders_of(std::span<const Backend* const> all) {
  std::vector<const kernels::Ladders*> ladders;
  for (const Backend* backend : all) ladders.push_back(&backend->kernels());
  return ladders;
}

}  // namespace gpupeak::cli
