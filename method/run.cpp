#include "method/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <set>

#include "core/buffer.h"
#include "core/format.h"
#include "core/hash.h"
#include "method/budget.h"
#include "method/contestant.h"
#include "method/groups.h"
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
         const Observer& observer, Report& report, Seconds spent)
      : schedule_(schedule),
        suites_(suites),
        rank_(rank),
        device_(rank.device),
        device_index_(device_index),
        observer_(observer),
        report_(report),
        whole_run_(device_, kept_device().throttling) {
    if (schedule_.budget) budget_.emplace(schedule_, suites_, rank_, spent);
  }

  void run() {
    const std::vector<const ScheduledCase*> todo = remaining();
    done_ = schedule_.cases.size() - todo.size();
    std::vector<Group> groups = groups_of(schedule_, todo, suites_);
    if (budget_) return run_within_budget(std::move(groups));
    for (const Group& group : groups) {
      if (interrupted()) return;
      run_group(group);
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

  bool interrupted() const { return observer_.interrupted && observer_.interrupted(); }

  void run_within_budget(std::vector<Group> groups) {
    const std::vector<Group> left = budget_->spend(
        std::move(groups),
        [this](const Group& group, Seconds time) {
          share_ = time / static_cast<double>(group.size());
          run_group(group);
        },
        [this] { return interrupted(); });
    if (interrupted()) return;
    for (const Group& group : left)
      for (const ScheduledCase* one : group) {
        Contestant contestant = left_out(*one);
        finish(contestant);
      }
  }

  void end_for_budget(Contestant& contestant) const {
    contestant.end(Outcome::skipped, ReasonKind::budget_spent,
                   fmt::format("left out by the budget of {}; --resume measures it", text(*schedule_.budget)));
  }

  // Opponents are prepared together, so that they can alternate, as far as memory allows; the rest form a group of
  // their own.
  void run_group(std::span<const ScheduledCase* const> scheduled) {
    for_verification_ = Seconds(0);
    bool begun = false;
    while (!scheduled.empty()) {
      std::vector<Contestant> contestants;
      while (!scheduled.empty() && (contestants.empty() || room_for_another(contestants.back()))) {
        contestants.push_back(begun && out_of_time(scheduled.first(1)) ? left_out(*scheduled.front())
                                                                       : prepare(*scheduled.front()));
        begun = true;
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

  Contestant entered(const ScheduledCase& scheduled) const {
    Contestant contestant;
    contestant.scheduled = &scheduled;
    contestant.result.id = scheduled.id;
    contestant.result.device = device_index_;
    const Suite* suite = suite_named(suites_, scheduled.id.suite());
    contestant.result.group = group_of(scheduled.id, suite);
    if (suite) {
      contestant.result.headline = suite->headline;
      contestant.result.views = suite->views;
    }
    return contestant;
  }

  Contestant left_out(const ScheduledCase& scheduled) const {
    Contestant contestant = entered(scheduled);
    end_for_budget(contestant);
    return contestant;
  }

  Contestant prepare(const ScheduledCase& scheduled) {
    Contestant contestant = entered(scheduled);
    Measurement& result = contestant.result;
    if (observer_.started) observer_.started(scheduled.id, done_, schedule_.cases.size());
    const Suite* suite = suite_named(suites_, scheduled.id.suite());
    guarded(contestant, [&] {
      if (!suite)
        return contestant.end(Outcome::skipped, ReasonKind::not_on_this_device,
                              fmt::format("this version has no suite '{}'", scheduled.id.suite()));
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

  // Whether the budget has no time for these beside what verifies the opponents that were begun.
  bool out_of_time(std::span<const ScheduledCase* const> cases = {}) const {
    return budget_ && budget_->left() - for_verification_ < budget_->expected(cases);
  }

  // What a case may spend on samples: the schedule's, or its share of the run's budget.
  Seconds case_budget() const {
    return budget_ ? std::min(schedule_.stop.case_budget, share_) : schedule_.stop.case_budget;
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
    const auto allowed = [](Seconds of_case) { return static_cast<double>(fewest_launches) * of_case; };
    if (least > allowed(schedule_.stop.case_budget))
      return contestant.end(
          Outcome::skipped, ReasonKind::too_slow,
          fmt::format("one launch would take about {}, more than the case's budget of {}; try a smaller size "
                      "or a preset with a larger case_budget_s",
                      text(one), text(schedule_.stop.case_budget)));
    if (least > allowed(case_budget())) end_for_budget(contestant);
  }

  // The whole contest: verify each, warm up each, then turns until all are done, then verify each again on fresh data.
  void compete(std::vector<Contestant>& contestants) {
    StopRule rule = schedule_.stop;
    rule.case_budget = case_budget();
    size_t verified = 0;
    for (Contestant& contestant : contestants) {
      if (!contestant.going()) continue;
      guarded(contestant, [&] {
        if (verified > 0 && out_of_time()) return end_for_budget(contestant);
        tell(Stage::verifying, contestant);
        const Seconds start = device_.now();
        device_.last_shape();  // of whoever came before
        {
          const Growing growing(device_, contestant.result.memory_growth);
          verify(contestant, [&](const Trial& trial) {
            for (const Launch& launch : trial.launches) launch(device_.queue());
            device_.queue().wait();
          });
        }
        contestant.result.launch = device_.last_shape();
        ++verified;
        for_verification_ += device_.now() - start;
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
    // The first has a sample, however late it is.
    const auto at_hand = std::ranges::find_if(contestants, &Contestant::going);
    const auto waiting = [&](const Contestant& c) {
      if (!c.going() || c.sampler->done()) return false;
      return !out_of_time() || (&c == &*at_hand && c.sampler->samples().empty());
    };
    while (std::any_of(contestants.begin(), contestants.end(), waiting)) {
      const bool alone = std::count_if(contestants.begin(), contestants.end(), waiting) == 1;
      for (Contestant& contestant : contestants)
        if (waiting(contestant)) guarded(contestant, [&] { take_turn(contestant, alone); });
    }
    for (Contestant& contestant : contestants) {
      if (!contestant.going()) continue;
      guarded(contestant, [&] {
        if (contestant.sampler->samples().empty()) return end_for_budget(contestant);
        time_parts_of(contestant, rule);
        tell(Stage::verifying, contestant);
        verify(contestant, [&](const Trial&) { contestant.sampler->last_window(); });
        if (!contestant.going()) return;
        contestant.result.samples = contestant.sampler->samples();
        const std::string stopped_by = contestant.sampler->stopped_by();
        contestant.result.stopped_by = stopped_by.empty() ? "budget" : stopped_by;
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
    for (int i = 0; (alone || i < samples_per_turn) && !contestant.sampler->done() && (i == 0 || !out_of_time()); ++i)
      contestant.sampler->sample();
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
  std::optional<RunBudget> budget_;
  Seconds share_{0};             // of the budget, for a case of the group at hand
  Seconds for_verification_{0};  // of those begun, once more
  Throttled whole_run_;
  size_t done_ = 0;
  std::string last_vendor_;  // id of the case whose library may have threads that still spin
  std::optional<std::string> lost_;
};

}  // namespace

void run_schedule(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, int device_index,
                  const Observer& observer, Report& report, Seconds spent) {
  Runner(schedule, suites, rank, device_index, observer, report, spent).run();
}

}  // namespace gpupeak
