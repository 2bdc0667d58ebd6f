#include "analysis/compare/side_by_side.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "analysis/compare/compare.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

bool usable(const Measurement& m) { return m.outcome == Outcome::measured && m.stats && m.stats->median > 0; }

std::optional<double> joules_of(const Measurement& m) {
  if (!m.telemetry || !m.telemetry->energy) return std::nullopt;
  double launches = 0;
  for (const Sample& sample : m.samples) launches += static_cast<double>(sample.launches);
  if (!(launches > 0) || !(m.telemetry->energy->value > 0)) return std::nullopt;
  return m.telemetry->energy->value / launches;
}

SideCell cell_of(const Measurement& m) { return {&m, metric_named("efficiency_clocked")->value(m), joules_of(m)}; }

// Over the rows where `of` is known for both.
template <class Of>
std::optional<double> geometric_mean(const std::vector<SideRow>& rows, Of of) {
  double sum = 0;
  int count = 0;
  for (const SideRow& row : rows)
    if (const std::optional<double> value = of(row); value && *value > 0) sum += std::log(*value), ++count;
  if (count == 0) return std::nullopt;
  return std::exp(sum / count);
}

std::string devices_of(const Report& report) {
  std::multiset<std::string> names;
  for (const DeviceInfo& device : report.devices) names.insert(device.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

double speed_of(const SideRow& row, size_t report) {
  return row.cells[0].measured->stats->median / row.cells[report].measured->stats->median;
}

bool SideBySide::worth_showing() const { return devices_differ || columns.size() > 2 || columns.front().price; }

std::string side_letter(size_t place) {
  std::string letters;
  for (size_t left = place + 1; left > 0; left = (left - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  return letters;
}

SideBySide side_by_side(const std::vector<Report>& reports, const std::vector<std::string>& names,
                        const std::vector<double>& prices) {
  SideBySide table;
  using Place = std::pair<int, std::string>;  // device in the first report, id
  std::vector<std::map<Place, const Measurement*>> known(reports.size());
  std::set<int> devices;
  for (size_t i = 0; i < reports.size(); ++i) {
    table.columns.push_back({names[i], devices_of(reports[i]), 1, {}, {}, {}, {}});
    table.devices_differ = table.devices_differ || table.columns[i].device != table.columns[0].device;
    const std::map<int, int> pairs = paired_devices(reports[0], reports[i]);
    for (const auto& [own, in_first] : pairs) devices.insert(in_first);
    for (const Measurement& m : reports[i].measurements)
      if (usable(m)) known[i].emplace(Place(pairs.at(m.device), m.id.id()), &m);
  }
  for (const Measurement& m : reports[0].measurements) {
    const Place place(m.device, m.id.id());
    SideRow row{devices.size() > 1 ? id_on_device(place.second, place.first) : place.second, {}};
    if (const auto own = known[0].find(place); own == known[0].end() || own->second != &m) continue;
    for (const auto& report : known)
      if (const auto found = report.find(place); found != report.end() && same_work(found->second->work, m.work))
        row.cells.push_back(cell_of(*found->second));
    if (row.cells.size() == reports.size()) table.rows.push_back(std::move(row));
  }
  for (size_t i = 0; i < reports.size(); ++i) {
    SideColumn& column = table.columns[i];
    using Known = std::optional<double>;
    column.speed = geometric_mean(table.rows, [&](const SideRow& r) { return Known(speed_of(r, i)); }).value_or(1);
    column.efficiency = geometric_mean(table.rows, [&](const SideRow& r) {
      for (const SideCell& cell : r.cells)
        if (!cell.efficiency) return Known();
      return r.cells[i].efficiency;
    });
    column.joules = geometric_mean(table.rows, [&](const SideRow& r) {
      return r.cells[0].joules && r.cells[i].joules ? Known(*r.cells[i].joules / *r.cells[0].joules) : Known();
    });
    if (prices.empty()) continue;
    column.price = prices[i];
    if (!table.rows.empty()) column.speed_per_price = column.speed * prices[0] / prices[i];
  }
  return table;
}

}  // namespace gpupeak
