// Reports that no machine would produce: every outcome, doubles from all over their range, strings of any bytes.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <string>

#include "method/report.h"

namespace gpupeak::testing {

class RandomReport {
 public:
  explicit RandomReport(uint64_t seed) : bits_(seed) {}

  Report operator()() {
    Report report;
    report.tool = {text(), text(), text(), text(), {{text(), text()}, {text(), text()}}};
    report.run = run();
    for (int i = pick(1, 3); i > 0; --i) report.devices.push_back(device());
    for (const Outcome outcome : outcomes) {
      report.measurements.push_back(measurement(outcome));
      report.measurements.back().device = pick(0, static_cast<int>(report.devices.size()) - 1);
    }
    return report;
  }

 private:
  int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(bits_); }
  bool coin() { return pick(0, 1) == 1; }

  // Positive and finite: whole, denormal, huge, or any bit pattern.
  double positive() {
    switch (pick(0, 6)) {
      case 0:
        return pick(1, 1000);
      case 1:
        return 5e-324;
      case 2:
        return 1.7976931348623157e308;
      case 3:
        return 0x1p53 + 2.0 * pick(0, 5);
      case 4:
        return 1.0 / pick(3, 99);
      case 5:
        return 123456789012345680000.0;
      default:
        for (;;)
          if (const double any = std::abs(std::bit_cast<double>(bits_())); std::isfinite(any) && any > 0) return any;
    }
  }
  double not_negative() { return pick(0, 3) == 0 ? (coin() ? 0.0 : -0.0) : positive(); }
  template <class T>
  std::optional<T> maybe() {
    return coin() ? std::optional<T>(T(positive())) : std::nullopt;
  }

  // Plain words, JSON's own punctuation, control characters, every plane of Unicode, and bytes that are no UTF-8 at
  // all.
  std::string text() {
    static const std::vector<std::string> pieces{"plain",        " ",          "\"",
                                                 "\\",           "/",          "=",
                                                 "{}[],:",       "\n\r\t\b\f", std::string("\0\x01\x1f\x7f", 4),
                                                 "käse",         "温度",       "🚀",
                                                 "\u2028",       "e\u0301",    "\xff\xfe",
                                                 "\xed\xa0\x80", "\xc0\xaf",   "\xf0\x9f\x9a",
                                                 "\xe2\x82",     "null",       "1e999"};
    std::string result;
    for (int i = pick(0, 4); i > 0; --i)
      result += pieces[static_cast<size_t>(pick(0, static_cast<int>(pieces.size()) - 1))];
    return result;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> result;
    for (int i = pick(0, 3); i > 0; --i) result.push_back(text());
    return result;
  }
  std::vector<Note> notes() {
    std::vector<Note> result;
    for (int i = pick(0, 3); i > 0; --i) {
      const NoteRow& of = note_rows()[static_cast<size_t>(pick(0, static_cast<int>(note_rows().size()) - 1))];
      result.push_back({of.id});
      for (size_t figure = 0; figure < of.figures.size(); ++figure) result.back().figures.push_back(not_negative());
      for (size_t word = 0; word < of.words.size(); ++word) result.back().words.push_back(text());
    }
    return result;
  }
  Case a_case() {
    Case id(text());
    for (int i = pick(0, 4); i > 0; --i) id.set(text(), text());
    id.set("number", std::to_string(cases_++));  // a report has each once
    return id;
  }
  Resource resource() { return resources[static_cast<size_t>(pick(0, static_cast<int>(resources.size()) - 1))].id; }

  Run run() {
    static const std::vector<std::string> states{"running", "complete", "interrupted"};
    Run run{texts(),
            text(),
            states[static_cast<size_t>(pick(0, 2))],
            pick(1, 9),
            {text(), text(), text(), text(), pick(0, 999)},
            {}};
    run.schedule.preset = text();
    run.schedule.stop = {
        pick(1, 9), pick(9, 99), positive(), Seconds(positive()), Seconds(not_negative()), Seconds(not_negative())};
    run.schedule.budget = maybe<Seconds>();
    run.schedule.seed = coin() ? bits_() : ~uint64_t{0};
    run.schedule.data = static_cast<DataKind>(pick(0, 2));
    run.schedule.order = static_cast<Order>(pick(0, 1));
    run.schedule.cold_cap = Bytes(not_negative());
    for (int i = pick(0, 4); i > 0; --i) run.schedule.cases.push_back({a_case(), coin() ? Cache::hot : Cache::cold});
    return run;
  }

  std::optional<Throttling> maybe_throttling() {
    if (coin()) return std::nullopt;
    return Throttling{pick(0, 999), pick(0, 999), Seconds(not_negative())};
  }

  DeviceInfo device() {
    DeviceInfo d;
    d.backend = text();
    d.index = pick(0, 7);
    d.uuid = text();
    d.name = text();
    d.units = pick(0, 999);
    d.unit_name = text();
    d.memory = Bytes(not_negative());
    d.free_memory = Bytes(not_negative());
    for (int i = pick(0, 3); i > 0; --i) d.caches.push_back({text(), Bytes(not_negative()), pick(1, 9), pick(1, 9)});
    d.rated_clock = maybe<Hertz>();
    d.clock_source = text();
    d.clock_policy = text();
    d.launch_overhead = maybe<Seconds>();
    d.throttling = maybe_throttling();
    d.features = texts();
    d.driver = text();
    for (int i = pick(0, 3); i > 0; --i)
      d.libraries.push_back({text(), text(), text(), text(), text(), text(), text()});
    for (const ResourceRow& row : resources) {
      if (coin())
        d.peak.rates[row.id] = {positive(),
                                maybe<Hertz>(),
                                coin() ? Scope::per_unit : Scope::shared,
                                static_cast<Source>(pick(0, 3)),
                                text(),
                                text(),
                                text()};
      else if (coin())
        d.peak.unknown[row.id] = text();
    }
    d.notes = notes();
    return d;
  }

  std::optional<Ceiling> ceiling() {
    if (coin()) return std::nullopt;
    return Ceiling{Seconds(not_negative()), resource(), {resource(), resource()}};
  }

  Measurement measurement(Outcome outcome) {
    Measurement m;
    m.id = a_case();
    m.group = text();
    m.vendor = coin();
    m.vendor_below = m.vendor && coin();
    for (int i = pick(0, 3); i > 0; --i) m.work.amounts[resource()] = not_negative();
    m.work.units = pick(0, 99);
    m.work.steps = not_negative();
    m.work.working_set = Bytes(not_negative());
    m.outcome = outcome;
    m.reason = text();
    if (!m.reason.empty())
      m.reason_kind = reason_names[static_cast<size_t>(pick(0, static_cast<int>(std::size(reason_names)) - 1))].id;
    if (has_time(outcome)) add_samples(m);
    m.clock = maybe<Hertz>();
    m.rated = ceiling();
    m.clocked = ceiling();
    if (coin()) m.check = Check{coin(), static_cast<int64_t>(bits_() >> 12), error(), error(), text()};
    static const std::vector<std::string> reasons{"", "precision", "budget", "samples"};
    m.stopped_by = reasons[static_cast<size_t>(pick(0, 3))];
    m.notes = notes();
    m.headline = text();
    for (const auto& [view, name] : view_names)
      if (coin()) m.views.add(view);
    if (coin()) m.telemetry = telemetry();
    for (int phases = has_time(m.outcome) ? pick(0, 3) : 0; phases > 0; --phases)
      m.phases.push_back({text(), m.work, Seconds(not_negative()), pick(1, 200)});
    m.throttling = maybe_throttling();
    if (coin()) m.memory_growth = Bytes(coin() ? not_negative() : -not_negative());
    if (coin())
      m.latencies = Latencies{pick(1, 10'000),  Seconds(positive()), Seconds(positive()),
                              maybe<Seconds>(), maybe<Seconds>(),    coin() ? std::optional(positive()) : std::nullopt};
    if (coin())
      m.launch = LaunchShape{text(),
                             static_cast<int64_t>(bits_() >> 12),
                             pick(0, 1024),
                             pick(0, 255),
                             Bytes(not_negative()),
                             pick(0, 32),
                             pick(0, 2048),
                             text()};
    return m;
  }
  template <class T>
  Seen<T> seen(T value) {
    return coin() ? Seen<T>(value) : Seen<T>::none(text());
  }
  int64_t count() { return static_cast<int64_t>(bits_() >> 12); }

  Telemetry telemetry() {
    Telemetry t;
    t.watched = Seconds(not_negative());
    t.stretches = pick(0, 99);
    t.polls = pick(0, 99);
    t.sm_clock = seen(ClockRange{Hertz(not_negative()), Hertz(not_negative()), Hertz(not_negative())});
    t.memory_clock = seen(ClockRange{Hertz(not_negative()), Hertz(not_negative()), Hertz(not_negative())});
    t.power = seen(PowerRange{Watts(not_negative()), Watts(not_negative())});
    t.power_limit = seen(Watts(not_negative()));
    t.energy = seen(Joules(not_negative()));
    t.energy_refresh = seen(Seconds(not_negative()));
    t.temperature = seen(TemperatureRange{-not_negative(), not_negative()});
    for (Seen<Seconds>& slowed : t.slowed) slowed = seen(Seconds(not_negative()));
    t.clock_events = seen(static_cast<uint64_t>(count()));
    t.link = seen(PcieLink{pick(0, 7), pick(0, 32)});
    t.link_max = seen(PcieLink{pick(0, 7), pick(0, 32)});
    t.ecc_uncorrected = seen(count());
    t.remapped_rows = seen(RemappedRows{count(), count(), coin(), coin()});
    t.other_processes = seen(count());
    return t;
  }
  double error() { return pick(0, 2) == 0 ? (coin() ? std::nan("") : HUGE_VAL) : not_negative(); }

  void add_samples(Measurement& m) {
    for (int i = pick(1, 30); i > 0; --i)
      m.samples.push_back(
          {Seconds(std::min(positive(), 1e300)), 1 + static_cast<int64_t>(bits_() >> 12), maybe<Hertz>(), pick(0, 9)});
    std::vector<double> times;
    for (const Sample& sample : m.samples) times.push_back(sample.time.value);
    m.stats = statistics(times);
  }

  std::mt19937_64 bits_;
  int cases_ = 0;
};

}  // namespace gpupeak::testing
