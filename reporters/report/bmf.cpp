// Bencher Metric Format: benchmark → measure → value with the ends of its 99 % interval. Measures are named after the
// table of metrics, in the form of Bencher's slugs, so that they stay the same from upload to upload.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/escape.h"
#include "reporters/text/json_stream.h"

namespace gpupeak {
namespace {

constexpr size_t longest_name = 1024;  // bytes; Bencher refuses the whole file otherwise

std::string slug(std::string_view metric) {
  std::string text(metric);
  std::ranges::replace(text, '_', '-');
  return text;
}

void write_measures(JsonStream& json, const Measurement& m) {
  const AtInterval ends(m);
  for (const Metric* metric : metrics()) {
    const std::optional<double> value = finite_value(*metric, m);
    if (!value) continue;
    json.key(slug(metric->name)).object().number("value", *value);
    if (const auto range = ends.of(*metric)) json.number("lower_value", range->low).number("upper_value", range->high);
    json.end();
  }
}

void write_bmf(const Report& report, std::ostream& out, const Style&) {
  std::unordered_set<std::string> names;  // a second case of one name cannot be told apart
  JsonStream json(out);
  json.object().line();
  for (const Measurement& m : report.measurements) {
    if (!usable(m)) continue;
    const std::string whole = harmless(name_in(report, m));
    const std::string name(start_of_text(whole, longest_name));
    if (name.empty() || !names.insert(name).second) continue;
    json.key(name).object();
    write_measures(json, m);
    json.end().line();
  }
  json.end().line();
}

}  // namespace

extern constinit const Reporter bmf_reporter{
    .name = "bmf",
    .extension = "bmf.json",
    .summary = "Bencher Metric Format: every metric of a case with its interval",
    .write = write_bmf,
};

}  // namespace gpupeak
