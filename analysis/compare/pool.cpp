#include "analysis/compare/pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "analysis/gate/baseline.h"
#include "method/judge.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

using Parts = std::vector<const Telemetry*>;

// Folds one reading of all parts, from the first on; the reason of the first that has none.
template <class T, class Fold>
Seen<T> folded(const Parts& parts, Seen<T> Telemetry::*field, Fold fold) {
  Seen<T> all = parts.front()->*field;
  for (size_t i = 1; i < parts.size() && all; ++i) {
    const Seen<T>& next = parts[i]->*field;
    all = next ? Seen<T>(fold(*all, *next)) : next;
  }
  return all;
}

template <class T>
T sum(const T& a, const T& b) {
  return a + b;
}
template <class T>
T larger(const T& a, const T& b) {
  return std::max(a, b);
}
template <class T>
T later(const T&, const T& b) {
  return b;
}

Seen<ClockRange> pooled_clocks(const Parts& parts, Seen<ClockRange> Telemetry::*field) {
  Seen<ClockRange> all = folded(parts, field, [](const ClockRange& a, const ClockRange& b) {
    return ClockRange{std::min(a.min, b.min), a.median, std::max(a.max, b.max)};
  });
  if (!all) return all;
  std::vector<double> medians;
  for (const Telemetry* part : parts) medians.push_back((part->*field)->median.value);
  all.value->median = Hertz(median(medians));
  return all;
}

// The mean over the time watched.
Seen<PowerRange> power(const Parts& parts) {
  Seen<PowerRange> all = folded(parts, &Telemetry::power, [](const PowerRange& a, const PowerRange& b) {
    return PowerRange{a.mean, std::max(a.max, b.max)};
  });
  if (!all) return all;
  double joules = 0, seconds = 0;
  for (const Telemetry* part : parts) {
    joules += part->power->mean.value * part->watched.value;
    seconds += part->watched.value;
  }
  if (seconds > 0) all.value->mean = Watts(joules / seconds);
  return all;
}

Seen<Watts> limit(const Parts& parts) {
  for (const Telemetry* part : parts)
    if (part->power_limit && parts.front()->power_limit && *part->power_limit != *parts.front()->power_limit)
      return Seen<Watts>::none("it differed between the processes");
  return folded(parts, &Telemetry::power_limit, later<Watts>);
}

}  // namespace

Telemetry pooled(const std::vector<const Telemetry*>& parts) {
  Telemetry all;
  for (const Telemetry* part : parts) {
    all.watched += part->watched;
    all.stretches += part->stretches;
    all.polls += part->polls;
  }
  all.sm_clock = pooled_clocks(parts, &Telemetry::sm_clock);
  all.memory_clock = pooled_clocks(parts, &Telemetry::memory_clock);
  all.power = power(parts);
  all.power_limit = limit(parts);
  all.energy = folded(parts, &Telemetry::energy, sum<Joules>);
  all.energy_refresh = folded(parts, &Telemetry::energy_refresh, larger<Seconds>);
  all.temperature = folded(parts, &Telemetry::temperature, [](const TemperatureRange& a, const TemperatureRange& b) {
    return TemperatureRange{a.start, std::max(a.max, b.max)};
  });
  for (size_t cause = 0; cause < slowdowns.size(); ++cause) {
    all.slowed[cause] = parts.front()->slowed[cause];
    for (size_t i = 1; i < parts.size() && all.slowed[cause]; ++i) {
      const Seen<Seconds>& next = parts[i]->slowed[cause];
      all.slowed[cause] = next ? Seen<Seconds>(*all.slowed[cause] + *next) : next;
    }
  }
  all.clock_events = folded(parts, &Telemetry::clock_events, [](uint64_t a, uint64_t b) { return a | b; });
  all.link = folded(parts, &Telemetry::link, later<PcieLink>);
  all.link_max = folded(parts, &Telemetry::link_max, later<PcieLink>);
  all.ecc_uncorrected = folded(parts, &Telemetry::ecc_uncorrected, larger<int64_t>);
  all.remapped_rows = folded(parts, &Telemetry::remapped_rows, later<RemappedRows>);
  all.other_processes = folded(parts, &Telemetry::other_processes, larger<int64_t>);
  return all;
}

namespace {

// What a pooled case is called when its processes disagree: the gravest wins.
int gravity(Outcome outcome) {
  switch (outcome) {
    case Outcome::measured:
      return 0;
    case Outcome::skipped:
      return 1;
    case Outcome::implausible:
      return 2;
    case Outcome::failed:
      return 3;
    case Outcome::wrong:
      return 4;
  }
  return 4;
}

// What must be one in all runs, for their samples to be of one figure.
class Alike {
 public:
  explicit Alike(const std::vector<std::string>& names) : names_(names) {}

  void require(const Report& run, size_t number) {
    std::string devices;
    for (const DeviceInfo& device : run.devices)
      devices += fmt::format("{}{} {} {}", devices.empty() ? "" : ", ", device.backend, device.name, device.uuid);
    same("the device", devices, number);
    if (is_planned(run.run.schedule)) same("the data of operands", std::string(name(run.run.schedule.data)), number);
    same("the version of the method", std::to_string(run.tool.method), number);
    for (size_t i = 0; i < run.devices.size(); ++i)
      if (const std::string& policy = run.devices[i].clock_policy; !policy.empty())
        same(i == 0 ? "the clock policy" : fmt::format("the clock policy of device {}", i), policy, number);
    for (size_t i = 0; i < run.devices.size(); ++i)
      if (const int units = run.devices[i].units; units > 0)
        same(fmt::format("the units of device {}", i), std::to_string(units), number);
    for (const Measurement& m : run.measurements)
      if (m.outcome == Outcome::measured) same_work_of(m, number);
  }

 private:
  struct First {
    std::string value;
    size_t run;
  };

  void same_work_of(const Measurement& m, size_t run) {
    const auto& [first, known] = *worked_.try_emplace({m.device, m.id.id()}, m.work, run).first;
    if (const std::string difference = work_difference(known.first, m.work); !difference.empty())
      throw std::invalid_argument(fmt::format("{} and {} differ in the work of {} ({})", name_of(known.second),
                                              name_of(run), first.second, difference));
  }
  std::string name_of(size_t run) const { return run < names_.size() ? names_[run] : fmt::format("run {}", run + 1); }

  void same(const std::string& what, const std::string& value, size_t run) {
    const First& first = seen_.try_emplace(what, First{value, run}).first->second;
    if (first.value != value)
      throw std::invalid_argument(
          fmt::format("{} and {} differ in {} ({}, {})", name_of(first.run), name_of(run), what, first.value, value));
  }

  const std::vector<std::string>& names_;
  std::map<std::string, First> seen_;
  std::map<std::pair<int, std::string>, std::pair<Work, size_t>> worked_;  // of a case, and the first run that has it
};

std::vector<double> values_of(const std::vector<const Measurement*>& parts,
                              std::optional<double> (*figure)(const Latencies&)) {
  std::vector<double> values;
  for (const Measurement* part : parts)
    if (const std::optional<double> value = figure(*part->latencies)) values.push_back(*value);
  return values;
}

template <class Figure>
std::optional<Figure> median_of(const std::vector<double>& values, size_t all) {
  return values.size() == all ? std::optional(Figure(median(values))) : std::nullopt;
}

// Reports keep percentiles, not every launch: those of the processes have a median. Nothing unless all have them.
std::optional<Latencies> pooled_latencies(const std::vector<const Measurement*>& parts) {
  const auto has_none = [](const Measurement* part) { return !part->latencies; };
  if (std::any_of(parts.begin(), parts.end(), has_none)) return std::nullopt;
  using Optional = std::optional<double>;
  Latencies all = *parts.front()->latencies;
  for (size_t i = 1; i < parts.size(); ++i) {
    all.count += parts[i]->latencies->count;
    all.max = std::max(all.max, parts[i]->latencies->max);
  }
  all.p50 = Seconds(median(values_of(parts, [](const Latencies& l) { return Optional(l.p50.value); })));
  const auto p95 = [](const Latencies& l) { return l.p95 ? Optional(l.p95->value) : std::nullopt; };
  const auto p99 = [](const Latencies& l) { return l.p99 ? Optional(l.p99->value) : std::nullopt; };
  all.p95 = median_of<Seconds>(values_of(parts, p95), parts.size());
  all.p99 = median_of<Seconds>(values_of(parts, p99), parts.size());
  all.p99_doubles_at =
      median_of<double>(values_of(parts, [](const Latencies& l) { return l.p99_doubles_at; }), parts.size());
  return all;
}

// The most of any process; nothing unless all could tell.
std::optional<Bytes> most_growth(const std::vector<const Measurement*>& parts) {
  std::optional<Bytes> most = parts.front()->memory_growth;
  for (const Measurement* part : parts)
    most = most && part->memory_growth ? std::optional(std::max(*most, *part->memory_growth)) : std::nullopt;
  return most;
}

// Where samples have none of their own, as another tool's; nothing unless all processes tell one.
std::optional<Hertz> median_clock_of(const std::vector<const Measurement*>& parts) {
  std::vector<double> clocks;
  for (const Measurement* part : parts)
    if (part->clock) clocks.push_back(part->clock->value);
  return median_of<Hertz>(clocks, parts.size());
}

double per_cycle(const Rate& rate) {
  return rate.rated_clock ? rate.per_second / rate.rated_clock->value : rate.per_second;
}

void add(const std::optional<Throttling>& more, std::optional<Throttling>& sum) {
  if (more) sum = sum ? *sum + *more : *more;
}

// The processes ran on one device. Where each probed it for itself, the largest rate is the one that was disturbed
// least: that of one of them would call the samples of another implausible.
void take_from(const DeviceInfo& other, DeviceInfo& device) {
  for (const auto& [resource, rate] : other.peak.rates) {
    if (rate.source != Source::calibrated) continue;
    const auto own = device.peak.rates.find(resource);
    if (own != device.peak.rates.end() && (own->second.source != Source::calibrated ||
                                           per_cycle(rate) <= (1 + plausible_excess) * per_cycle(own->second)))
      continue;
    device.peak.rates[resource] = rate;
    device.peak.unknown.erase(resource);
  }
  add(other.throttling, device.throttling);
}

// The gravest of the outcomes, or all samples together, judged anew.
Measurement pooled(const std::vector<const Measurement*>& parts, const DeviceInfo* device) {
  const Measurement* gravest = parts.front();
  for (const Measurement* part : parts)
    if (gravity(part->outcome) > gravity(gravest->outcome)) gravest = part;
  Measurement result = *gravest;
  if (result.outcome != Outcome::measured) return result;
  result.samples.clear();
  std::vector<const Telemetry*> told;
  for (const Measurement* part : parts)
    if (part->telemetry) told.push_back(&*part->telemetry);
  result.telemetry.reset();
  if (told.size() == parts.size()) result.telemetry = pooled(told);  // else one process's would be told of all
  for (const Measurement* part : parts)
    result.samples.insert(result.samples.end(), part->samples.begin(), part->samples.end());
  if (result.samples.size() > 1) result.summary.reset();
  result.latencies = pooled_latencies(parts);
  result.memory_growth = most_growth(parts);
  result.throttling.reset();
  for (const Measurement* part : parts) add(part->throttling, result.throttling);
  if (device) judge(result, *device);
  if (!result.clock) result.clock = median_clock_of(parts);
  std::vector<Note> notes;  // each once: judge adds what the parts had found already
  for (const Note& note : result.notes)
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  result.notes = std::move(notes);
  return result;
}

}  // namespace

Report pool(std::vector<Report> runs, const std::vector<std::string>& names) {
  if (runs.empty()) throw std::invalid_argument("there are no runs to pool");
  std::vector<std::string> order;
  std::map<std::string, std::vector<const Measurement*>> parts;
  int process = 0;
  Alike alike(names);
  for (size_t i = 0; i < runs.size(); ++i) {
    alike.require(runs[i], i);
    int last = 0;
    for (const Measurement& m : runs[i].measurements)
      for (const Sample& sample : m.samples) last = std::max(last, sample.process);
    if (last >= most_processes - process)
      throw std::invalid_argument(fmt::format("the runs are of more than {} processes", most_processes));
    for (Measurement& m : runs[i].measurements) {
      for (Sample& sample : m.samples) sample.process += process;
      auto& list = parts[std::to_string(m.device) + " " + m.id.id()];
      if (list.empty()) order.push_back(std::to_string(m.device) + " " + m.id.id());
      list.push_back(&m);
    }
    process += last + 1;
  }
  Report result = runs.front();
  result.measurements.clear();
  result.run.processes = process;
  for (size_t i = 1; i < runs.size(); ++i)
    for (size_t d = 0; d < std::min(result.devices.size(), runs[i].devices.size()); ++d)
      take_from(runs[i].devices[d], result.devices[d]);
  for (const std::string& key : order) {
    const std::vector<const Measurement*>& list = parts[key];
    const auto device = static_cast<size_t>(list.front()->device);
    result.measurements.push_back(pooled(list, device < result.devices.size() ? &result.devices[device] : nullptr));
  }
  for (const Report& run : runs)
    if (run.run.state != "complete") result.run.state = run.run.state;
  return result;
}

}  // namespace gpupeak
