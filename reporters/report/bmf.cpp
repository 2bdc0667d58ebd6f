// Bencher Metric Format: benchmark → measure → value with the ends of its 99 % interval. Measures are named after the
// table of metrics, in the form of Bencher's slugs, so that they stay the same from upload to upload.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>

#include "core/hash.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/escape.h"
#include "reporters/text/json_stream.h"

namespace gpupeak {
namespace {

constexpr size_t longest_name = 1024;  // bytes; Bencher refuses the whole file otherwise

// Cut where it is too long, with a hash of the whole: names that agree in what is left stay apart, and each is the same
// from upload to upload.
std::string bmf_name(std::string_view whole) {
  if (whole.size() <= longest_name) return std::string(whole);
  const std::string end = fmt::format("~{:016x}", hash_of(whole));
  return std::string(start_of_text(whole, longest_name - end.size())) + end;
}

// The same name again, for a case that only what is unseen tells from another.
std::string numbered(const std::string& name, int number) {
  const std::string end = fmt::format(" ({})", number);
  return std::string(start_of_text(name, longest_name - end.size())) + end;
}

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
  std::unordered_set<std::string> names;
  JsonStream json(out);
  json.object().line();
  for (const Measurement& m : report.measurements) {
    if (!usable(m)) continue;
    const std::string wanted = bmf_name(harmless(name_in(report, m)));
    std::string name = wanted;
    for (int number = 2; name.empty() || !names.insert(name).second; ++number) name = numbered(wanted, number);
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
