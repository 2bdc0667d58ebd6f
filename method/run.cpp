#include "method/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <set>

#include "core/buffer.h"
#include "core/format.h"
#include "core/hash.h"
#include "method/growth.h"
#include "method/judge.h"
#include "method/measure.h"
#include "method/repeated_probes.h"
#include "method/telemetry_summary.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

constexpr int samples_per_turn = 5;  // of one opponent before the next has its turn
constexpr int fewest_launches = 8;   // verification twice, warm-up, three samples: what a slow case costs at least

// One case on its way from schedule to measurement.
struct Contestant {
  const ScheduledCase* scheduled = nullptr;
  Measurement result;
  std::optional<Trial> trial;  // set while it can go on
  std::unique_ptr<Sampler> sampler;
  std::unique_ptr<TelemetrySummary> telemetry;
  std::unique_ptr<Watch> watch;  // tells `telemetry`; none where the device tells nothing of itself

  bool going() const { return trial.has_value(); }
  void end(Outcome outcome, ReasonKind kind, std::string reason) {
    result.outcome = outcome;
    result.reason_kind = kind;
    result.reason = std::move(reason);
    result.samples.clear();
    result.phases.clear();
    result.latencies.reset();
    sampler.reset();
    trial.reset();
  }
};

// Watches for as long as it lives, however a turn ends.
class Watching {
 public:
  explicit Watching(Watch* watch) : watch_(watch) {
    if (watch_) watch_->start();
  }
  ~Watching() {
    if (watch_) watch_->stop();
  }
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

 private:
  Watch* watch_;
};

class Runner {
 public:
  Runner(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, int device_index,
         const Observer& observer, Report& report)
      : schedule_(schedule),
        suites_(suites),
        rank_(rank),
        device_(rank.device),
        device_index_(device_index),
        observer_(observer),
        report_(report),
        start_(device_.now()),
        whole_run_(device_, kept_device().throttling) {}

  void run() {
    const std::vector<const ScheduledCase*> todo = in_order(remaining());
    done_ = schedule_.cases.size() - todo.size();
    for (size_t i = 0; i < todo.size();) {
      if (observer_.interrupted && observer_.interrupted()) return;
      const size_t end = end_of_group(todo, i);
      run_group(std::span(todo).subspan(i, end - i));
      i = end;
    }
  }

 private:
  // The device as the report has it.
  DeviceInfo& kept_device() { return report_.devices.at(static_cast<size_t>(device_index_)); }

  std::vector<const ScheduledCase*> remaining() const {
    std::set<std::string> known;
    for (const Measurement& m : report_.measurements)
      if (m.device == device_index_) known.insert(m.id.id());
    std::vector<const ScheduledCase*> todo;
    for (const ScheduledCase& scheduled : schedule_.cases)
      if (!known.contains(scheduled.id.id())) todo.push_back(&scheduled);
    return todo;
  }

  // Opponents stand together, so that they meet: where the first of them is scheduled, or where the seed puts them.
  // Drawn with a generator of our own, so that a seed gives the same order everywhere.
  std::vector<const ScheduledCase*> in_order(const std::vector<const ScheduledCase*>& todo) const {
    std::vector<std::vector<const ScheduledCase*>> groups;
    std::map<std::string, size_t> place;
    for (const ScheduledCase* scheduled : todo) {
      const auto [at, is_new] = place.emplace(group_of(scheduled->id), groups.size());
      if (is_new) groups.emplace_back();
      groups[at->second].push_back(scheduled);
    }
    const uint64_t seed = mix(schedule_.seed, hash_of("order"));
    if (schedule_.order == Order::random)
      for (size_t left = groups.size(); left > 1; --left) std::swap(groups[left - 1], groups[mix(seed, left) % left]);
    std::vector<const ScheduledCase*> ordered;
    for (const auto& group : groups) ordered.insert(ordered.end(), group.begin(), group.end());
    return ordered;
  }

  const Suite* suite_of(const Case& id) const {
    for (const Suite* suite : suites_)
      if (suite->name == id.suite()) return suite;
    return nullptr;
  }

  std::string group_of(const Case& id) const {
    const Suite* suite = suite_of(id);
    return suite && !suite->ladder.empty() ? id.id_without(suite->ladder) : id.id();
  }

  size_t end_of_group(const std::vector<const ScheduledCase*>& todo, size_t begin) const {
    const std::string group = group_of(todo[begin]->id);
    size_t end = begin + 1;
    while (end < todo.size() && group_of(todo[end]->id) == group) ++end;
    return end;
  }

  // Opponents are prepared together, so that they can alternate, as far as memory allows; the rest form a group of
  // their own.
  void run_group(std::span<const ScheduledCase* const> scheduled) {
    while (!scheduled.empty()) {
      std::vector<Contestant> contestants;
      while (!scheduled.empty() && (contestants.empty() || room_for_another(contestants.back()))) {
        contestants.push_back(prepare(*scheduled.front()));
        scheduled = scheduled.subspan(1);
      }
      compete(contestants);
      for (Contestant& contestant : contestants) finish(contestant);
    }
  }

  bool room_for_another(const Contestant& last) const {
    if (!last.going()) return true;
    const Bytes footprint = static_cast<double>(last.trial->launches.size()) * last.trial->work.working_set;
    return 2.0 * footprint <= device_.free_memory();
  }

  // Runs `step` for one contestant; whatever it throws ends this case only, or the device.
  template <class Step>
  void guarded(Contestant& contestant, Step step) {
    if (lost_) return contestant.end(Outcome::skipped, ReasonKind::device_lost, *lost_);
    try {
      step();
    } catch (const DeviceLost& error) {
      lost_ = fmt::format("the device was lost in an earlier case: {}", error.what());
      contestant.end(Outcome::failed, ReasonKind::device_lost, error.what());
    } catch (const OutOfMemory& error) {
      contestant.end(Outcome::failed, ReasonKind::too_large, error.what());
    } catch (const std::exception& error) {
      contestant.end(Outcome::failed, ReasonKind::error, error.what());
    }
  }

  void tell(Stage stage, const Contestant& contestant) const {
    if (observer_.stage) observer_.stage(stage, contestant.result.id);
  }

  Contestant prepare(const ScheduledCase& scheduled) {
    Contestant contestant;
    contestant.scheduled = &scheduled;
    Measurement& result = contestant.result;
    result.id = scheduled.id;
    result.device = device_index_;
    result.group = group_of(scheduled.id);
    if (observer_.started) observer_.started(scheduled.id, done_, schedule_.cases.size());
    const Suite* suite = suite_of(scheduled.id);
    if (suite) {
      result.headline = suite->headline;
      result.views = suite->views;
    }
    guarded(contestant, [&] {
      if (!suite)
        return contestant.end(Outcome::skipped, ReasonKind::not_on_this_device,
                              fmt::format("this version has no suite '{}'", scheduled.id.suite()));
      if (budget_left() <= Seconds(0))
        return contestant.end(Outcome::skipped, ReasonKind::budget_spent,
                              fmt::format("the budget of {} was spent; raise --budget", text(*schedule_.budget)));
      const Target target{rank_, scheduled.cache, schedule_.data, mix(schedule_.seed, hash_of(result.group)),
                          schedule_.cold_cap};
      const Growing growing(device_, result.memory_growth);
      Prepared prepared = suite->prepare(target, scheduled.id);
      if (const Skip* skip = std::get_if<Skip>(&prepared))
        return contestant.end(Outcome::skipped, skip->kind, skip->reason);
      contestant.trial = std::move(std::get<Trial>(prepared));
      if (auto reason = may_be_cut_off(contestant.trial->work, device_.info()))
        return contestant.end(Outcome::skipped, ReasonKind::too_slow, *std::move(reason));
      result.work = contestant.trial->work;
      result.vendor = !contestant.trial->vendor.empty();
      result.notes = contestant.trial->notes;
      if (!contestant.trial->headline.empty()) result.headline = contestant.trial->headline;
      if (const Library* library = library_of(device_.info(), contestant.trial->vendor);
          library && !library->below.empty()) {
        result.vendor_below = true;
        result.notes.push_back({NoteKind::kernels_below,
                                {},
                                {library->name + " " + release(*library), library->instructions, library->below}});
      }
      rehearse(contestant);
    });
    return contestant;
  }

  Seconds budget_left() const {
    constexpr Seconds forever{1e9};
    return schedule_.budget ? *schedule_.budget - (device_.now() - start_) : forever;
  }

  // What this case may spend on samples: the schedule's, or its share of what is left of the run's budget.
  Seconds case_budget() const {
    const double left = static_cast<double>(std::max<size_t>(1, schedule_.cases.size() - done_));
    return std::min(schedule_.stop.case_budget, budget_left() / left);
  }

  void rehearse(Contestant& contestant) {
    const Trial& trial = *contestant.trial;
    if (!trial.rehearsal) return;
    tell(Stage::measuring, contestant);
    const Window window{std::span(&trial.rehearsal->launch, 1), 0, 1, trial.threads, trial.timer, {}, trial.unit};
    device_.time(window);  // the first one pays for page faults and sleeping threads
    const Seconds one = trial.rehearsal->ratio * device_.time(window).time;
    if (auto reason = is_cut_off(one, device_.info()))
      return contestant.end(Outcome::skipped, ReasonKind::too_slow, *std::move(reason));
    const Seconds least = static_cast<double>(fewest_launches) * one;
    const Seconds allowed = static_cast<double>(fewest_launches) * case_budget();
    if (least > allowed)
      contestant.end(
          Outcome::skipped, ReasonKind::too_slow,
          fmt::format("one launch would take about {}, more than the case's budget of {}; try a smaller size "
                      "or a preset with a larger case_budget_s",
                      text(one), text(case_budget())));
  }

  // The whole contest: verify each, warm up each, then turns until all are done, then verify each again on fresh data.
  void compete(std::vector<Contestant>& contestants) {
    StopRule rule = schedule_.stop;
    rule.case_budget = case_budget();
    for (Contestant& contestant : contestants) {
      if (!contestant.going()) continue;
      guarded(contestant, [&] {
        tell(Stage::verifying, contestant);
        device_.last_shape();  // of whoever came before
        {
          const Growing growing(device_, contestant.result.memory_growth);
          verify(contestant, [&](const Trial& trial) {
            for (const Launch& launch : trial.launches) launch(device_.queue());
            device_.queue().wait();
          });
        }
        contestant.result.launch = device_.last_shape();
        if (!contestant.going()) return;
        contestant.sampler = std::make_unique<Sampler>(device_, *contestant.trial, rule, observer_.between_windows);
        begin_turn(contestant);
        tell(Stage::measuring, contestant);
        contestant.sampler->warm_up();
        contestant.telemetry = std::make_unique<TelemetrySummary>();
        contestant.watch =
            device_.watch([&into = *contestant.telemetry](const Reading& reading) { into.add(reading); });
      });
    }
    const auto waiting = [](const Contestant& c) { return c.going() && !c.sampler->done(); };
    while (std::any_of(contestants.begin(), contestants.end(), waiting)) {
      const bool alone = std::count_if(contestants.begin(), contestants.end(), waiting) == 1;
      for (Contestant& contestant : contestants)
        if (waiting(contestant)) guarded(contestant, [&] { take_turn(contestant, alone); });
    }
    for (Contestant& contestant : contestants) {
      if (!contestant.going()) continue;
      guarded(contestant, [&] {
        time_parts_of(contestant, rule);
        tell(Stage::verifying, contestant);
        verify(contestant, [&](const Trial&) { contestant.sampler->last_window(); });
        if (!contestant.going()) return;
        contestant.result.samples = contestant.sampler->samples();
        contestant.result.stopped_by = contestant.sampler->stopped_by();
        if (contestant.watch) {
          contestant.watch->close();
          contestant.result.telemetry = contestant.telemetry->result();
        }
        judge(contestant.result, device_.info());
        if (contestant.result.outcome == Outcome::implausible) probe_again_for(contestant.result, contestants);
      });
    }
  }

  // A rate that rises is that of all cases of this device, of those too that were judged before.
  void probe_again_for(Measurement& result, std::vector<Contestant>& contestants) {
    std::vector<Measurement*> judged;
    for (Contestant& contestant : contestants) judged.push_back(&contestant.result);
    for (Measurement& m : report_.measurements)
      if (m.device == device_index_) judged.push_back(&m);
    if (observer_.stage) observer_.stage(Stage::measuring, result.id);
    if (repeat_beaten_probes(device_, result, judged)) kept_device().peak = device_.info().peak;
  }

  // Phases and single launches, each apart from the launches that were sampled back to back.
  void time_parts_of(Contestant& contestant, const StopRule& rule) {
    const Trial& trial = *contestant.trial;
    if (trial.phases.empty() && !trial.latencies) return;
    begin_turn(contestant);
    tell(Stage::measuring, contestant);
    Measurement& result = contestant.result;
    std::vector<double> times;
    for (const Sample& sample : contestant.sampler->samples()) times.push_back(sample.time.value);
    result.phases = time_phases(device_, trial, rule, Seconds(median(times)));
    if (!trial.latencies) return;
    result.latencies = time_latencies(device_, trial, rule, observer_.between_windows);
    if (auto note = without_p99(*result.latencies)) result.notes.push_back(std::move(*note));
  }

  // A vendor library's threads spin for a while after their last call: whoever comes next, another vendor's library
  // too, waits until they sleep.
  void begin_turn(const Contestant& contestant) {
    if (!last_vendor_.empty() && last_vendor_ != contestant.result.id.id()) device_.settle();
    remember_vendor(contestant);
  }

  void remember_vendor(const Contestant& contestant) {
    last_vendor_ = contestant.trial->threads == Threads::vendors ? contestant.result.id.id() : "";
  }

  void take_turn(Contestant& contestant, bool alone) {
    begin_turn(contestant);
    tell(Stage::measuring, contestant);
    const Throttled throttled(device_, contestant.result.throttling);
    if (!alone) contestant.sampler->refresh();
    const Watching watching(contestant.watch.get());  // one stretch as long as nobody else has a turn
    for (int i = 0; (alone || i < samples_per_turn) && !contestant.sampler->done(); ++i) contestant.sampler->sample();
  }

  // Fresh data, poisoned outputs, `launch` every operand set, compare.
  template <class LaunchAll>
  void verify(Contestant& contestant, LaunchAll launch) {
    const Trial& trial = *contestant.trial;
    trial.reset(contestant.result.check ? 1 : 0);
    launch(trial);
    remember_vendor(contestant);
    const Check check = trial.check();
    contestant.result.check = contestant.result.check ? both(*contestant.result.check, check) : check;
    if (!check.ok) contestant.end(Outcome::wrong, ReasonKind::disagrees, check.where);
  }

  void finish(Contestant& contestant) {
    contestant.watch.reset();
    contestant.sampler.reset();
    contestant.trial.reset();
    if (!has_time(contestant.result.outcome)) {
      contestant.result.memory_growth.reset();
      contestant.result.throttling.reset();
    }
    ++done_;
    whole_run_.count();
    report_.measurements.push_back(std::move(contestant.result));
    if (observer_.finished) observer_.finished(report_.measurements.back(), done_, schedule_.cases.size());
  }

  const Schedule& schedule_;
  std::span<const Suite* const> suites_;
  const Rank rank_;
  Device& device_;
  int device_index_;
  const Observer& observer_;
  Report& report_;
  Seconds start_;
  Throttled whole_run_;
  size_t done_ = 0;
  std::string last_vendor_;  // id of the case whose library may have threads that still spin
  std::optional<std::string> lost_;
};

}  // namespace

void run_schedule(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, int device_index,
                  const Observer& observer, Report& report) {
  Runner(schedule, suites, rank, device_index, observer, report).run();
}

}  // namespace gpupeak
