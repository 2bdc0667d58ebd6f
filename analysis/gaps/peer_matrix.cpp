#include "analysis/gaps/peer_matrix.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "core/format.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

// The device that a case copies to, where it names one.
std::optional<int> receiver(const Measurement& m) {
  constexpr std::string_view before = "to_gpu";
  if (!m.views.has(View::peer_matrix) || !m.id.has("route") || !m.id.has("size")) return std::nullopt;
  std::string_view route = m.id.text("route");
  if (!route.starts_with(before)) return std::nullopt;
  route.remove_prefix(before.size());
  int index = 0;
  const auto [end, error] = std::from_chars(route.data(), route.data() + route.size(), index);
  return error == std::errc() && end == route.data() + route.size() ? std::optional(index) : std::nullopt;
}

struct Way {
  double size = 0;     // bytes that a copy moves: the largest met
  std::string copies;  // the id of copies of this size
  std::map<std::pair<int, int>, BytesPerSecond> rates;
};

PeerMatrix matrix_of(const Way& way) {
  PeerMatrix matrix{.copies = way.copies, .devices = {}, .rates = {}};
  for (const auto& [pair, rate] : way.rates)
    for (const int device : {pair.first, pair.second})
      if (std::find(matrix.devices.begin(), matrix.devices.end(), device) == matrix.devices.end())
        matrix.devices.push_back(device);
  std::sort(matrix.devices.begin(), matrix.devices.end());
  for (const int from : matrix.devices) {
    matrix.rates.emplace_back();
    for (const int to : matrix.devices) {
      const auto found = way.rates.find({from, to});
      matrix.rates.back().push_back(found == way.rates.end() ? std::nullopt : std::optional(found->second));
    }
  }
  return matrix;
}

bool several_send(const Way& way) {
  const int first = way.rates.begin()->first.first;
  return std::any_of(way.rates.begin(), way.rates.end(), [&](const auto& entry) { return entry.first.first != first; });
}

}  // namespace

std::vector<PeerMatrix> peer_matrices(const Report& report) {
  std::map<std::string, Way> ways;  // by what copies, whatever the size
  for (const Measurement& m : report.measurements) {
    const std::optional<int> to = receiver(m);
    const bool known = m.device >= 0 && static_cast<size_t>(m.device) < report.devices.size();
    if (!to || !known || m.outcome != Outcome::measured) continue;
    const std::optional<double> rate = metric_named("bandwidth_bytes_per_s")->value(m);
    const double size = total_bytes(m.work).value;
    if (!rate || !(*rate > 0)) continue;
    Case copies = m.id;
    copies.set("route", "to_peer");
    Way& way = ways[copies.id_without("size")];
    if (size < way.size) continue;
    if (size > way.size) way = {.size = size, .copies = m.id.id_without("route"), .rates = {}};
    way.rates[{report.devices[static_cast<size_t>(m.device)].index, *to}] = BytesPerSecond(*rate);
  }
  std::vector<PeerMatrix> matrices;
  for (const auto& [copies, way] : ways)
    if (several_send(way)) matrices.push_back(matrix_of(way));
  return matrices;
}

}  // namespace gpupeak
