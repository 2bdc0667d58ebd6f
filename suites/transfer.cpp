// Suite `transfer`: copies over the links: between host and device, within a device, and to another one.
#include "kernels/transfer/transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/format.h"
#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

using transfer::HostMemory;
using transfer::Route;

// One certain other device is to_gpu0, to_gpu1, …; to_peer is the first there is.
constexpr std::string_view to_gpu = "to_gpu", no_host = "none";
constexpr std::string_view host_words[] = {"pinned", "pageable", no_host};

std::optional<int> named_peer(std::string_view route) {
  if (!route.starts_with(to_gpu)) return std::nullopt;
  route.remove_prefix(to_gpu.size());
  int index = 0;
  const auto [end, error] = std::from_chars(route.data(), route.data() + route.size(), index);
  return error == std::errc() && end == route.data() + route.size() ? std::optional(index) : std::nullopt;
}

Route route_of(std::string_view word) {
  return named_peer(word) ? Route::to_peer : transfer::route_named(word).value();
}

std::vector<int> peers(const DeviceInfo& device, const kernels::Ladders& kernels) {
  for (const transfer::Rung* rung : kernels.of<transfer::Rung>())
    if (std::vector<int> found = rung->peers(device); !found.empty()) return found;
  return {};
}

std::vector<Axis> transfer_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis route = word_axis("route", transfer::routes, &transfer::RouteRow::summary);
  route.summary += "; to_gpu1: to that one";
  const std::vector<int> others = peers(device, kernels);
  if (!others.empty()) route.values.pop_back();
  for (const int index : others) {
    route.words.push_back(fmt::format("{}{}", to_gpu, index));
    route.values.push_back(route.words.back());
  }
  Axis host{.name = "host", .values = {}, .words = {}, .summary = "memory of the host; none where it has no part"};
  host.words.assign(std::begin(host_words), std::end(host_words));
  host.values = host.words;
  return {route, host,
          Axis{.name = "size",
               .kind = AxisKind::size,
               .values = {"4KiB", "64KiB", "1MiB", "16MiB", "256MiB"},
               .words = {},
               .summary = "bytes each way"},
          ladder_axis<transfer::Rung>(device, kernels, "who copies")};
}

HostMemory host_of(const Case& id) { return id.text("host") == "pageable" ? HostMemory::pageable : HostMemory::pinned; }

bool transfer_applies(const Case& id, const kernels::Ladders& kernels) {
  const transfer::Rung* rung = rung_named(kernels.of<transfer::Rung>(), id.text("rung"));
  const Route route = route_of(id.text("route"));
  return rung && transfer::row(route).of_host == (id.text("host") != no_host) && rung->applies(route, host_of(id));
}

Prepared prepare_transfer(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const transfer::Rung* rung = rung_named(target.kernels.of<transfer::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<transfer::Rung>(), id);
  const Bytes size = parse_bytes(id.text("size"));
  transfer::Problem problem{.route = route_of(id.text("route")),
                            .host = host_of(id),
                            .bytes = static_cast<int64_t>(size.value) / 8 * 8,
                            .units = device.units};
  if (problem.bytes == 0)
    return Skip{ReasonKind::meaningless,
                fmt::format("{} hold no word of 8 bytes; try --set transfer.size=4KiB", text(size))};
  const std::vector<int> others = rung->peers(device);
  if (problem.route == Route::to_peer)
    problem.peer = named_peer(id.text("route")).value_or(others.empty() ? -1 : others.front());
  if (auto reason = rung->refuses(device, problem)) return Skip{ReasonKind::refused, *reason};
  if (auto skip = does_not_fit(target.device, transfer::device_memory(problem), "--set transfer.size=1MiB"))
    return *skip;

  transfer::Data data(target.device, problem, *rung, target.seed);
  Trial trial = verified_by(data, transfer::work(problem, device));
  trial.launches = {data.launch()};
  // The driver's own copy of pageable memory is seen by the host alone.
  if (transfer::row(problem.route).of_host && problem.host == HostMemory::pageable) trial.timer = Timer::host;
  if (auto note = data.note()) trial.notes.push_back(*note);
  return trial;
}

constexpr std::array<Preference, 2> transfer_first{{{"host", "pinned"}, {"size", "256MiB,64MiB,16MiB"}}};

}  // namespace

extern constinit const Suite transfer_suite{
    .name = "transfer",
    .summary = "copies between host and device, within a device and to another one, by copy engines and by SMs",
    .headline = "bandwidth_bytes_per_s",
    .views = {View::size_curve, View::peer_matrix, View::ladder},
    .ladder = "rung",
    .axes = transfer_axes,
    .applies = transfer_applies,
    .canonical = nullptr,
    .has_cache = nullptr,
    .prepare = prepare_transfer,
    .first = transfer_first,
};

}  // namespace gpupeak
