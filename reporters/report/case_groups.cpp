#include "reporters/report/case_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/dtype.h"
#include "core/generated.h"
#include "core/hash.h"
#include "method/metrics.h"

namespace gpupeak {

bool varies(const Cases& cases, size_t axis) {
  return std::any_of(cases.begin(), cases.end(),
                     [&](const Measurement* m) { return m->id.values()[axis] != cases.front()->id.values()[axis]; });
}

namespace {

// Suite, axes and element type of a case: what its table has in common but for the metric.
std::string table_key(const Measurement& m) {
  std::string key = fmt::format("{}/{}", m.device, m.id.suite());
  for (const auto& [axis, value] : m.id.values())
    key += dtype_named(value) ? fmt::format("/{}={}", axis, value) : "/" + axis;
  return key;
}

// The metric of each case's column. One without a figure has that of the measured case whose id begins as its own does
// for longest, so that a skipped copy stands among the copies and a skipped chase among the chases.
class ColumnMetrics {
 public:
  explicit ColumnMetrics(const Report& report) {
    for (const Measurement& m : report.measurements)
      if (const Metric* metric = headline(m))
        for_each_beginning(m, [&](const std::string& beginning) { known_.emplace(beginning, metric); });
  }
  const Metric* of(const Measurement& m) const {
    if (const Metric* metric = headline(m)) return metric;
    const Metric* nearest = nullptr;
    for_each_beginning(m, [&](const std::string& beginning) {
      if (const auto found = known_.find(beginning); found != known_.end()) nearest = found->second;
    });
    return nearest;
  }

 private:
  template <class Visit>
  static void for_each_beginning(const Measurement& m, const Visit& visit) {
    std::string beginning = table_key(m);
    visit(beginning);
    for (const auto& [axis, value] : m.id.values()) visit(beginning += "/" + value);
  }

  std::map<std::string, const Metric*> known_;
};

}  // namespace

std::vector<Cases> tables_of(const Report& report) {
  const ColumnMetrics metrics(report);
  std::vector<Cases> tables;
  std::map<std::pair<std::string, const Metric*>, size_t> known;
  for (const Measurement& m : report.measurements) {
    const auto [entry, is_new] = known.emplace(std::pair(table_key(m), metrics.of(m)), tables.size());
    if (is_new) tables.emplace_back();
    tables[entry->second].push_back(&m);
  }
  return tables;
}

std::vector<std::string> shared_facts(const Report& report, const Cases& cases) {
  const Measurement& first = *cases.front();
  std::vector<std::string> facts;
  for (size_t axis = 0; axis < first.id.values().size(); ++axis) {
    if (varies(cases, axis)) continue;
    const auto& [name, value] = first.id.values()[axis];
    // An element type says what it is; other values need their axis.
    facts.push_back(dtype_named(value) ? value : fmt::format("{} {}", name, value));
  }
  if (report.devices.size() > 1) facts.push_back(fmt::format("device {}", first.device));
  return facts;
}

namespace {

struct WordRow {
  std::string_view suite, axis;
  std::string_view value;  // empty: the axis itself is the word
  std::string_view meaning;
};

// TABLE of words of our suites. A report is read without the suites that made it, and elsewhere.
constexpr WordRow word_rows[] = {
    {"throughput", "pattern", "three_sources", "independent multiply-adds x += s*y, three registers read: the rate"},
    {"throughput", "pattern", "two_sources", "independent multiply-adds x += s*x, two registers read: the rate"},
    {"throughput", "pattern", "dependent", "each multiply-add waits for the one before: the latency"},
    {"roofline", "fmas", "", "multiply-adds per element read and written"},
    {"memory", "op", "triad", "a[i] = b[i] + s*c[i]"},
    {"memory", "op", "chase", "each load waits for the one before, which tells its address"},
    {"launch", "op", "round_trip", "start one kernel and wait for it"},
    {"launch", "op", "queued", "start one kernel after the other, wait for the last"},
};

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> explained_words(const Cases& cases) {
  std::vector<std::pair<std::string_view, std::string_view>> words;
  for (const WordRow& word : word_rows) {
    const bool met = std::ranges::any_of(cases, [&](const Measurement* m) {
      return m->id.suite() == word.suite && std::ranges::any_of(m->id.values(), [&](const auto& axis) {
               return axis.first == word.axis && (word.value.empty() || axis.second == word.value);
             });
    });
    if (met) words.emplace_back(word.value.empty() ? word.axis : word.value, word.meaning);
  }
  return words;
}

std::vector<SuiteCases> suites_of(const Report& report) {
  std::vector<SuiteCases> suites;
  std::map<std::pair<std::string, int>, size_t> known;
  for (const Measurement& m : report.measurements) {
    const auto [entry, is_new] = known.emplace(std::pair(m.id.suite(), m.device), suites.size());
    if (is_new) suites.push_back({m.id.suite(), m.device, {}});
    suites[entry->second].cases.push_back(&m);
  }
  return suites;
}

std::vector<SuiteCases> drawn_suites(const Report& report) {
  std::vector<SuiteCases> suites = suites_of(report);
  if (suites.size() > most_drawn_suites) suites.resize(most_drawn_suites);
  return suites;
}

std::string heading(const Report& report, const SuiteCases& suite) {
  return report.devices.size() > 1 ? fmt::format("{} on device {}", suite.suite, suite.device) : suite.suite;
}

std::string labelled(const AxisValues& values) {
  std::string label;
  for (size_t i = 0; i < values.size(); ++i) {
    const auto& [axis, value] = values[i];
    label += label.empty() ? "" : " ";
    if (value.find_first_not_of("0123456789.") != std::string::npos) {
      label += value;
      continue;
    }
    label += axis + "=";
    while (i + 1 < values.size() && values[i + 1].second == value) label += values[++i].first + "=";
    label += value;
  }
  return label;
}

std::vector<std::string> short_labels(const Cases& shown, const Cases& among, std::string_view but) {
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, size_t> owners;
  for (const Measurement* m : among)
    for (const auto& [axis, value] : m->id.values()) {
      if (values[axis].size() < 2) values[axis].insert(value);
      ++owners[axis];
    }
  std::vector<std::string> labels;
  for (const Measurement* m : shown) {
    AxisValues varied;
    for (const auto& [axis, value] : m->id.values())
      if (axis != but && (values[axis].size() > 1 || owners[axis] < among.size())) varied.emplace_back(axis, value);
    labels.push_back(varied.empty() ? m->id.id_without(std::string(but)) : labelled(varied));
  }
  return labels;
}

namespace {

struct CaseGroupsParts {
  std::string suite;
  std::vector<std::string> values;  // "n=64"
};

CaseGroupsParts case_groups_parts(std::string_view id) {
  CaseGroupsParts parts;
  for (bool first = true; !id.empty(); first = false) {
    const std::string_view part = id.substr(0, id.find('/'));
    id.remove_prefix(std::min(id.size(), part.size() + 1));
    if (first)
      parts.suite = part;
    else
      parts.values.emplace_back(part);
  }
  return parts;
}

}  // namespace

std::vector<std::string> short_ids(const std::vector<std::string>& shown, const std::vector<std::string>& among) {
  std::map<std::string, size_t> cases;                           // by suite
  std::map<std::pair<std::string, std::string>, size_t> owners;  // of a value, by suite
  for (const std::string& id : among) {
    const CaseGroupsParts parts = case_groups_parts(id);
    ++cases[parts.suite];
    for (const std::string& value : std::set<std::string>(parts.values.begin(), parts.values.end()))
      ++owners[{parts.suite, value}];
  }
  std::vector<std::string> labels;
  for (const std::string& id : shown) {
    const CaseGroupsParts parts = case_groups_parts(id);
    AxisValues varied;
    for (const std::string& value : parts.values) {
      if (cases[parts.suite] > 1 && owners[{parts.suite, value}] == cases[parts.suite]) continue;
      const size_t equals = value.find('=');
      varied.emplace_back(equals == std::string::npos ? "" : value.substr(0, equals),
                          equals == std::string::npos ? value : value.substr(equals + 1));
    }
    labels.push_back(varied.empty() ? parts.suite : fmt::format("{} {}", parts.suite, labelled(varied)));
  }
  return labels;
}

namespace {

bool is_plain_number(std::string_view value) {
  return !value.empty() && value.find_first_not_of("0123456789.") == std::string_view::npos;
}

// One value of a name, or several sizes that are read as one.
struct BriefPart {
  std::string key;   // what it is and has: tells it from others at its place
  std::string text;  // as it is shown
  bool always = false;
};

std::vector<BriefPart> brief_parts(const Case& id) {
  const auto& values = id.values();
  const auto is_size = [&](size_t i) {
    return i < values.size() && values[i].first.size() == 1 && is_plain_number(values[i].second);
  };
  std::vector<BriefPart> parts;
  for (size_t i = 0; i < values.size(); ++i) {
    const auto& [axis, value] = values[i];
    BriefPart part{fmt::format("{}={}", axis, value), labelled({values[i]}), dtype_named(value).has_value()};
    bool square = true;
    std::string sizes = value;
    for (; is_size(i) && is_size(i + 1); ++i) {
      const auto& [next_axis, next] = values[i + 1];
      part.key += fmt::format("/{}={}", next_axis, next);
      sizes += fmt::format("x{}", next);
      square = square && next == value;
      part.text = square ? value : sizes;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

std::vector<std::string> brief_names(const std::vector<Case>& cases) {
  struct Followers {
    std::string first;
    bool several = false;
  };
  std::unordered_map<uint64_t, Followers> followers;  // of the beginning with this hash
  const auto walk = [&](const Case& id, const auto& visit) {
    uint64_t beginning = hash_of(id.suite());
    for (const BriefPart& part : brief_parts(id)) {
      visit(beginning, part);
      beginning = mix(beginning, hash_of(part.key));
    }
    visit(beginning, BriefPart());  // an end is told from what goes on
  };
  for (const Case& id : cases)
    walk(id, [&](uint64_t beginning, const BriefPart& part) {
      const auto [found, is_new] = followers.try_emplace(beginning, Followers{part.key, false});
      if (!is_new && found->second.first != part.key) found->second.several = true;
    });
  std::vector<std::string> names;
  std::map<std::string, int> owners;
  for (const Case& id : cases) {
    std::string name = id.suite();
    walk(id, [&](uint64_t beginning, const BriefPart& part) {
      if (!part.text.empty() && (part.always || followers.at(beginning).several)) name += ' ' + part.text;
    });
    ++owners[name];
    names.push_back(std::move(name));
  }
  for (size_t i = 0; i < cases.size(); ++i)
    if (owners[names[i]] > 1) names[i] = cases[i].id();
  return names;
}

}  // namespace gpupeak
