// Ladders of rungs from the naive kernel to the vendor's library, as shares of the library's speed.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "reporters/charts/bars.h"
#include "reporters/charts/charts.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"

namespace gpupeak {
namespace {

constexpr size_t most_rungs = 36;
constexpr double longest = 4;  // in times of the vendor's speed: a longer bar ends there

struct Ladder {
  std::string name;
  Cases rungs;
};

// Those with a measured rung of the vendor and another one to hold against it.
std::vector<Ladder> ladders_of(const Cases& cases, const VendorRatios& vendors) {
  std::vector<Ladder> all;
  std::map<std::string, size_t> known;
  for (const Measurement* m : cases) {
    if (m->outcome != Outcome::measured || !m->views.has(View::ladder) || !vendors.shown(*m)) continue;
    const auto [entry, is_new] = known.emplace(m->group, all.size());
    if (is_new) all.push_back({m->group, {}});
    all[entry->second].rungs.push_back(m);
  }
  std::erase_if(all, [](const Ladder& l) { return l.rungs.size() < 2; });
  return all;
}

double size_of(const Ladder& ladder) {
  const Work& work = ladder.rungs.front()->work;
  const double flops = total_flops(work).value;
  return flops > 0 ? flops : std::max(total_bytes(work).value, work.working_set.value);
}

std::string element_type(const Ladder& ladder) {
  const Case& id = ladder.rungs.front()->id;
  return id.has("dtype") ? id.text("dtype") : std::string();
}

// As many as fit, the largest of each element type before the next one: there a kernel shows what it is worth. In the
// order given.
std::vector<Ladder> telling_ladder(const std::vector<Ladder>& all) {
  std::vector<size_t> order(all.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](size_t i) { return size_of(all[i]); });
  std::map<std::string, int> met;
  std::vector<std::pair<int, size_t>> ranked;
  for (const size_t i : order) ranked.emplace_back(met[element_type(all[i])]++, i);
  std::ranges::stable_sort(ranked, {}, [](const auto& entry) { return entry.first; });
  std::vector<size_t> chosen;
  size_t rungs = 0;
  for (const auto& [rank, i] : ranked) {
    if (rungs > 0 && rungs + all[i].rungs.size() > most_rungs) continue;
    chosen.push_back(i);
    rungs += std::min(all[i].rungs.size(), most_rungs);
  }
  std::ranges::sort(chosen);
  std::vector<Ladder> kept;
  for (const size_t i : chosen) kept.push_back(all[i]);
  return kept;
}

std::string rung_of(const Measurement& m) { return m.id.has("rung") ? m.id.text("rung") : m.id.id(); }

Picture ladder_picture(const Report& report, const SuiteCases& suite, const std::vector<Ladder>& ladders,
                       const VendorRatios& vendors) {
  std::vector<Ladder> shown = telling_ladder(ladders);
  size_t rungs = 0;
  std::vector<double> ratios{1};
  Cases firsts;
  for (Ladder& ladder : shown) {
    ladder.rungs = thinned(ladder.rungs, most_rungs);
    firsts.push_back(ladder.rungs.front());
    rungs += ladder.rungs.size();
    for (const Measurement* m : ladder.rungs) ratios.push_back(std::min(*vendors.shown(*m), longest));
  }
  const svg::Scale scale = svg::linear_over(ratios, bars_left, bars_right - 4);
  Picture picture{.suite = heading(report, suite),
                  .columns = {"case", "time", "of the vendor's speed", "vendor's own"}};
  const double height = 4 + 22 * static_cast<double>(shown.size()) + bar_row * static_cast<double>(rungs);
  svg::Drawing drawing;
  const double below =
      draw_scale(drawing, 4, height, scale, svg::whole_percent, "of the speed of the vendor's library");
  const std::vector<std::string> names = short_labels(firsts, suite.cases, "rung");
  double y = 4;
  for (const Ladder& ladder : shown) {
    y += draw_heading(drawing, y, names[static_cast<size_t>(&ladder - shown.data())]);
    std::vector<Bar> bars;
    for (const Measurement* m : ladder.rungs) {
      const double ratio = *vendors.shown(*m);
      const Seconds median(finite_value(*metric_named("median_s"), *m).value_or(0));
      const std::string time = text(median);
      bars.push_back({rung_of(*m), fmt::format("{} · {}", time, share(ratio)), ratio,
                      fmt::format("{}: {}, {} of the vendor's speed", m->id.id(), time, share(ratio)),
                      m->vendor ? size_t{1} : size_t{0}});
      picture.rows.push_back({m->id.id(), {time, median.value}, {share(ratio), ratio}, {m->vendor ? "yes" : "no"}});
    }
    y += draw_bars(drawing, y, bars, scale, 1);
  }
  y += below;
  y += svg::draw_legend(drawing, {bars_left, y + 12}, bars_right - bars_left,
                        std::vector<std::string>{"own kernels", "vendor's library"}, svg::Sign::swatch);
  picture.title = fmt::format("{}: rungs beside the vendor's library", picture.suite);
  picture.summary = fmt::format("Bars of {} rungs on {} ladders of {} as shares of the speed of the vendor's library.",
                                rungs, shown.size(), picture.suite);
  if (shown.size() < ladders.size())
    picture.note =
        fmt::format("{} of {} ladders, the largest of each element type first", shown.size(), ladders.size());
  if (std::ranges::max(ratios) >= longest)
    picture.note += fmt::format("{}bars as far as {}", picture.note.empty() ? "" : "; ", svg::whole_percent(longest));
  picture.height = y + 4;
  picture.body = drawing.body();
  return picture;
}

std::vector<Picture> draw_ladder(const Report& report) {
  const VendorRatios vendors(report);
  std::vector<Picture> drawn;
  for (const SuiteCases& suite : drawn_suites(report))
    if (const std::vector<Ladder> ladders = ladders_of(suite.cases, vendors); !ladders.empty())
      drawn.push_back(ladder_picture(report, suite, ladders, vendors));
  return drawn;
}

}  // namespace

extern constinit const Chart ladder_chart{
    .name = "ladder", .summary = "kernel ladders as shares of the vendor library's speed", .draw = draw_ladder};

}  // namespace gpupeak
