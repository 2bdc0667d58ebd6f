#include "cli/run/backends.h"

#include <array>

#include "device/host/host_device.h"
#include "kernels/families.h"

namespace gpupeak::cli {
namespace {

std::vector<host::Finding> diagnose_host() {
  return host::diagnose(host::read_host_state(), host::open_host()->info());
}

Discovery discover_host() { return {{host::open_host(false)->info().name}, ""}; }

constinit const Backend host_backend{
    .name = "host",
    .summary = "the CPU of this machine",
    .discover = discover_host,
    .open = [](int, bool probe) { return host::open_host(probe); },
    .kernels = kernels::host_kernels,
    .diagnose = diagnose_host,
};

constexpr std::array<const Backend*, 2> backends_table{
    &cuda_backend,
    &host_backend,
};

}  // namespace

std::span<const Backend* const> backends() { return backends_table; }

}  // namespace gpupeak::cli
