#include "formats/import_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace gpupeak {
namespace {

constexpr std::string_view number_axis = "nth", user_prefix = "parameter:", field_prefix = "field:";
constexpr double most_times = 0x1p53;

bool is_in(std::span<const std::string_view> list, std::string_view key) {
  return std::ranges::find(list, key) != list.end();
}

bool is_axis(const ImportTable& table, std::string_view key) {
  return std::ranges::find(table.axes, key, &ImportAxis::key) != table.axes.end();
}

bool is_own_axis(const ImportTable& table, std::string_view key) {
  return key == "name" || key == number_axis || is_axis(table, key);
}

// The axes of an id as they come.
class Axes {
 public:
  explicit Axes(const ImportTable& table) : table_(table) {}

  void add(std::string_view axis, std::string value) {
    used_.insert(std::string(axis));
    values_.emplace_back(axis, std::move(value));
  }
  // One that the table does not know, under a name that nothing else has.
  void add_foreign(std::string_view prefix, std::string axis, std::string value) {
    if (is_own_axis(table_, axis) || axis.starts_with(user_prefix) || axis.starts_with(field_prefix))
      axis.insert(0, prefix);
    while (used_.contains(axis)) axis.insert(0, prefix);
    add(axis, std::move(value));
  }
  Case finish() { return Case(std::string(table_.tool), std::move(values_)); }

 private:
  const ImportTable& table_;
  std::vector<std::pair<std::string, std::string>> values_;
  std::set<std::string> used_;
};

std::string_view after_last_slash(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

// What the value would be without its usual form: "0" and "false" are one, "-1.000000" is -1.
std::string plain(std::string text) {
  if (text == "false") return "0";
  if (text == "true") return "1";
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? fmt::format("{}", number) : text;
}

// Why it is no time; empty for one that is.
std::string_view fault_of(double seconds) {
  constexpr double longest = 3.2e10;  // which keeps all sums finite
  if (seconds < 0) return "is negative, which no time is";
  if (seconds == 0) return "is 0, which no time is: too short for its tool's clock, or not measured";
  if (!(seconds <= longest)) return "is longer than a thousand years";
  return "";
}

struct FoundTimes {
  std::vector<double> seconds = {};
  std::optional<Summary> summary = {};
  std::string_view what = {};
  std::string fault = {};             // why there are none
  std::optional<ImportNode> at = {};  // what is at fault
  Outcome outcome = Outcome::failed;
};

// Of single times, where the file has them; one that is none spoils them all.
FoundTimes single_times(const ImportRow& row, const ImportNode& list, std::string_view key) {
  FoundTimes found;
  const std::vector<ImportNode> items = list.items();
  for (size_t i = 0; i < items.size(); ++i) {
    const std::optional<double> value = items[i].number();
    const std::string_view fault = value ? fault_of(*value * row.unit) : "is not a finite number";
    if (!fault.empty()) return {{}, {}, {}, fmt::format("{}, {} of {}, {}", key, i + 1, items.size(), fault), items[i]};
    found.seconds.push_back(*value * row.unit);
  }
  return found;
}

int64_t count_of(const ImportRow& row, std::string_view key) {
  const auto count = key.empty() ? std::nullopt : row.find(key);
  if (!count) return 0;
  if (count->json().is_array()) return static_cast<int64_t>(count->json().size());
  const double value = count->number().value_or(0);
  return value >= 1 && value <= most_times ? static_cast<int64_t>(value) : 0;
}

std::optional<double> number_in(const ImportRow& row, std::string_view key) {
  const auto found = key.empty() ? std::nullopt : row.find(key);
  return found ? found->number() : std::nullopt;
}

// A deviation of 0 is that of a single time, which tools write as they know no other, unless there were several.
std::optional<Summary> summary_of(const ImportRow& row, const ImportTime& place, double seconds) {
  Summary summary{count_of(row, place.count), std::nullopt, place.is_mean};
  std::optional<double> deviation = number_in(row, place.deviation);
  if (deviation) *deviation *= row.unit;
  if (const auto share = number_in(row, place.relative); !deviation && share) {
    const std::optional<double> mean = number_in(row, place.mean);
    deviation = *share * (mean ? *mean * row.unit : seconds);
  }
  const bool known =
      deviation && std::isfinite(*deviation) && (*deviation > 0 || (*deviation == 0 && summary.count > 1));
  if (known && summary.count != 1) summary.deviation = Seconds(*deviation);
  if (summary.count == 0 && !summary.deviation) return std::nullopt;
  return summary;
}

FoundTimes times_of(const ImportTable& table, const ImportRow& row) {
  FoundTimes nothing;
  for (const ImportTime& place : table.times) {
    const auto value = row.find(place.key);
    if (!value) continue;
    if (value->json().is_array()) {
      FoundTimes found = single_times(row, *value, place.key);
      if (!found.seconds.empty() || found.at) return found;
      continue;
    }
    const std::optional<double> number = value->number();
    if (number) {
      const double seconds = *number * row.unit;
      if (const std::string_view fault = fault_of(seconds); !fault.empty())
        return {{}, {}, {}, fmt::format("{} {}", place.key, fault), *value};
      if (place.what.empty()) return {{seconds}, {}, {}, {}, {}};
      return {{seconds}, summary_of(row, place, seconds), place.what, {}, {}};
    }
    if (nothing.at) continue;
    const bool number_like = !value->json().is_structured();
    nothing.fault =
        fmt::format("{} is {}", place.key, number_like ? "not a finite number" : "neither a time nor a list");
    nothing.at = *value;
  }
  if (!nothing.at)
    nothing.outcome = Outcome::skipped, nothing.fault = fmt::format("has no time ({})", table.times.front().key),
    nothing.at = row.node;
  return nothing;
}

void note_once(Measurement& m, Note note) {
  if (std::ranges::find(m.notes, note) == m.notes.end()) m.notes.push_back(std::move(note));
}

// For each name the axes that tell its rows apart, of those that are shown only then.
class SeveralValues {
 public:
  void see(const ImportTable& table, const std::string& name, const ImportRow& row) {
    for (const ImportAxis& axis : table.axes)
      if (const auto value = axis.shown == ImportAxis::if_several ? row.find(axis.key) : std::nullopt)
        values_[{name, axis.key}].insert(value->text().value_or(""));
  }
  // How a value is shown; nothing where all rows have this one.
  std::optional<std::string> shown(const std::string& name, std::string_view key, const std::string& value) const {
    const std::set<std::string>& all = values_.at({name, key});
    if (all.size() < 2) return std::nullopt;
    std::set<std::string_view> ends;
    for (const std::string& one : all) ends.insert(after_last_slash(one));
    return ends.size() == all.size() ? std::string(after_last_slash(value)) : value;
  }

 private:
  std::map<std::pair<std::string, std::string_view>, std::set<std::string>> values_;
};

std::string name_in(const ImportTable& table, const ImportRow& row) {
  if (!row.called.empty()) return row.called;
  for (const std::string_view key : table.names)
    if (const auto found = row.find(key))
      if (std::string name = found->text().value_or(""); !name.empty()) return name;
  return "";
}

Case id_in(const ImportTable& table, const ImportRow& row, const std::string& name, const SeveralValues& several) {
  Axes id(table);
  id.add("name", name);
  const auto set_axes = [&](bool always) {
    for (const ImportAxis& axis : table.axes) {
      if ((axis.shown == ImportAxis::always) != always) continue;
      const auto found = row.find(axis.key);
      std::optional<std::string> value = found ? found->text() : std::nullopt;
      if (value && axis.shown == ImportAxis::if_unusual && plain(*value) == plain(std::string(axis.usual)))
        value.reset();
      if (value && axis.shown == ImportAxis::if_several) value = several.shown(name, axis.key, *value);
      if (value) id.add(axis.key, *std::move(value));
    }
  };
  set_axes(true);
  for (const auto& [axis, value] : row.parameters)
    if (auto text = value.text()) id.add_foreign(user_prefix, axis, *std::move(text));
  set_axes(false);
  if (!row.node.json().is_object()) return id.finish();
  for (const auto& [key, value] : row.node.json().get_ref<const Json::object_t&>()) {
    const bool known = is_in(table.names, key) || is_in(table.about, key) || is_axis(table, key) ||
                       std::ranges::find(table.times, key, &ImportTime::key) != table.times.end();
    if (known || (table.numbers_are_results && value.is_number())) continue;
    if (auto text = scalar_text(value)) id.add_foreign(field_prefix, key, *std::move(text));
  }
  return id.finish();
}

}  // namespace

std::optional<ImportNode> ImportRow::find(std::string_view key) const {
  for (const auto& [name, value] : figures)
    if (name == key) return value.json().is_null() ? std::nullopt : std::optional(value);
  return node.find(key);
}

ImportCases::ImportCases(const ImportTable& table, const std::string& version) : table_(table) {
  report.tool.version = version.empty() ? std::string(table.tool) : fmt::format("{} {}", table.tool, version);
  report.run.state = "complete";
}

namespace {

// Gathers rows into measurements.
class Gatherer {
 public:
  Gatherer(const ImportTable& table, Report& report) : table_(table), report_(report) {}

  Measurement& place(const Case& id, int device) {
    const auto [found, fresh] = known_.try_emplace({device, id.id()}, report_.measurements.size());
    if (fresh) {
      Measurement m;
      m.id = id;
      m.group = id.id();
      m.device = device;
      report_.measurements.push_back(std::move(m));
    }
    return report_.measurements[found->second];
  }

  // A fault is never hidden by times that the same case has.
  static void without_time(Measurement& m, Outcome outcome, std::string reason, ReasonKind kind) {
    if (m.outcome == Outcome::failed) return;
    m.reason_kind = kind;
    m.outcome = outcome;
    m.reason = reason.empty() ? "the tool gave no reason" : std::move(reason);
  }

  // Whether the row says anything.
  bool take(Measurement& m, const ImportRow& row, bool named) {
    if (!row.note.empty() && m.notes.empty()) m.notes.push_back(said(row.note));
    if (row.told) return without_time(m, *row.told, row.reason, ReasonKind::other), true;
    FoundTimes found = times_of(table_, row);
    if (!row.fault.empty()) found = {{}, {}, {}, row.fault, row.node};
    if (!named) found = {{}, {}, {}, fmt::format("has no {}", in_quotes(table_.names.back())), row.node};
    if (!row.node.json().is_object()) found = {{}, {}, {}, "is not an object", row.node};
    if (found.at) {
      without_time(m, found.outcome, found.fault, ReasonKind::unusable_row);
      if (!first_fault) first_fault = found.at, fault = found.fault;
      return false;
    }
    if (m.samples.empty()) m.work = row.work, m.clock = row.clock;
    m.summary = m.samples.empty() ? found.summary : std::nullopt;  // which one of several would it be of?
    const bool fresh_process = table_.alike == Alike::further_runs && !m.samples.empty();
    const int process = m.samples.empty() ? 0 : m.samples.back().process + (fresh_process ? 1 : 0);
    for (const double time : found.seconds) m.samples.push_back({Seconds(time), row.launches, std::nullopt, process});
    report_.run.processes = std::max(report_.run.processes, process + 1);
    if (!found.what.empty()) note_once(m, {NoteKind::statistic_alone, {}, {std::string(found.what)}});
    return true;
  }

  std::optional<ImportNode> first_fault;
  std::string fault;

 private:
  const ImportTable& table_;
  Report& report_;
  std::map<std::pair<int, std::string>, size_t> known_;
};

void give_statistics(Measurement& m) {
  if (m.outcome == Outcome::failed) m.samples.clear(), m.summary.reset();
  m.stats = statistics_of(m.samples, m.summary);
  if (!m.stats) return;
  if (!m.reason.empty()) m.notes.push_back({NoteKind::row_left_out, {}, {m.reason}});
  m.outcome = Outcome::measured;
  m.reason.clear();
  m.reason_kind = ReasonKind::other;
  m.stopped_by = "samples";
}

}  // namespace

Report ImportCases::finish(const ImportNode& root) {
  std::vector<std::string> names;
  std::vector<bool> named;
  SeveralValues several;
  for (const ImportRow& row : rows_) {
    std::string name = name_in(table_, row);
    named.push_back(!name.empty());
    names.push_back(named.back() ? std::move(name) : fmt::format("row {}", named.size()));
    several.see(table_, names.back(), row);
  }
  std::vector<Case> ids;
  std::map<std::pair<int, std::string>, std::map<std::string, size_t>>
      sources;  // and their order, of one device and id
  const auto sources_of = [&](size_t row) -> std::map<std::string, size_t>& {
    return sources[{rows_[row].device, ids[row].id()}];
  };
  for (size_t i = 0; i < rows_.size(); ++i) {
    ids.push_back(id_in(table_, rows_[i], names[i], several));
    std::map<std::string, size_t>& known = sources_of(i);
    known.try_emplace(rows_[i].source, known.size() + 1);
  }

  Gatherer cases(table_, report);
  bool any = false;
  for (size_t i = 0; i < rows_.size(); ++i) {
    const std::map<std::string, size_t>& alike = sources_of(i);
    Case id = ids[i];
    if (alike.size() > 1) id.set(number_axis, fmt::format("{}", alike.at(rows_[i].source)));
    Measurement& m = cases.place(id, rows_[i].device);
    any |= cases.take(m, rows_[i], named[i]);
    if (alike.size() > 1)
      note_once(m,
                {NoteKind::kept_apart, {static_cast<double>(alike.size())}, {ids[i].id(), std::string(number_axis)}});
  }
  if (!any && cases.first_fault) cases.first_fault->fail(cases.fault);
  if (!any) root.fail(fmt::format("holds no result of {}: nothing ran, or nothing matched a filter", table_.tool));
  for (Measurement& m : report.measurements) give_statistics(m);
  return std::move(report);
}

std::optional<double> whole_amount(std::optional<double> rate, std::optional<double> seconds) {
  if (!rate || !seconds) return std::nullopt;
  const double amount = std::round(*rate * *seconds);
  return std::isfinite(amount) && amount > 0 ? std::optional(amount) : std::nullopt;
}

}  // namespace gpupeak
