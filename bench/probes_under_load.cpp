// How often a result is called implausible only because other programs disturbed the probes that it is judged by: opens
// the host again and again while neighbours compute, and each time measures a few cases that come close to its peaks.
//   probes_under_load [OPENS]
// Prints {"opens", "cases", "implausible", "probes": {resource: {"least", "most", "unknown"}}}; a probe reads flop, or
// bytes, per cycle and core.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "device/host/host_device.h"
#include "device/host/issue_loops.h"
#include "kernels/families.h"
#include "method/run.h"
#include "suites/suites.h"

namespace {

using namespace gpupeak;

struct alignas(host::issue_buffer_bytes) Buffer {
  std::byte bytes[host::issue_buffer_bytes] = {};
};

// Programs as a shared machine has them: one per CPU, each computing in the units that are probed for a while and
// sleeping for a while, from half a millisecond to a quarter of a second, until this program is gone.
class Neighbours {
 public:
  Neighbours() {
    const auto parent = getpid();
    for (unsigned cpu = 0; cpu < std::max(1u, std::thread::hardware_concurrency()); ++cpu) {
      const pid_t child = fork();
      if (child < 0) throw std::runtime_error("cannot start a neighbour");
      if (child == 0) compute_and_sleep(cpu, parent);
      children_.push_back(child);
    }
  }
  ~Neighbours() {
    for (const pid_t child : children_) kill(child, SIGKILL);
    for (const pid_t child : children_) waitpid(child, nullptr, 0);
  }
  Neighbours(const Neighbours&) = delete;
  Neighbours& operator=(const Neighbours&) = delete;

 private:
  [[noreturn]] static void compute_and_sleep(unsigned number, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);
    using Clock = std::chrono::steady_clock;
    static Buffer buffer;
    const auto loop = host::issue_loop(host::Issue::fma_f32).loop;
    if (!loop) _exit(0);
    for (uint64_t draw = number;; ++draw) {
      const auto length = [&](uint64_t of) {
        return std::chrono::microseconds(500) * (1 << mix(draw, of) % 10);  // 0.5, 1, 2, … 256 ms
      };
      for (const auto end = Clock::now() + length(1); Clock::now() < end;) loop->run(1000, &buffer);
      std::this_thread::sleep_for(length(2));
    }
  }

  std::vector<pid_t> children_;
};

// What close rungs reach on one core and on all, with few samples.
Preset cases() {
  Preset preset;
  preset.stop = {.min_samples = 5,
                 .max_samples = 10,
                 .precision = 0.05,
                 .case_budget = Seconds(0.02),
                 .min_window = Seconds(1e-3),
                 .warmup = Seconds(5e-3)};
  preset.selections = {
      {.suite = "throughput", .axes = {{"dtype", {"f32", "f64"}}, {"pattern", {"three_sources"}}}, .cache = {}},
      {.suite = "memory", .axes = {{"op", {"read"}}, {"size", {"l1"}}, {"rung", {"plain"}}}, .cache = {}}};
  return preset;
}

struct Probed {
  double least = 0, most = 0;
  int unknown = 0;

  void add(double reading) {
    least = least > 0 ? std::min(least, reading) : reading;
    most = std::max(most, reading);
  }
};

void open_again_and_again(int opens) {
  const Neighbours neighbours;
  std::map<Resource, Probed> probes;
  size_t measured = 0, implausible = 0;
  for (int i = 0; i < opens; ++i) {
    const auto device = host::open_host();
    const DeviceInfo info = device->info();
    for (const auto& [resource, rate] : info.peak.rates)
      if (rate.source == Source::calibrated && rate.rated_clock)
        probes[resource].add(rate.per_second / rate.rated_clock->value / info.units);
    for (const auto& [resource, why] : info.peak.unknown) ++probes[resource].unknown;

    Report report;
    report.devices.push_back(info);
    report.run.schedule = make_schedule(cases(), {}, suites(), info, kernels::host_kernels());
    run_schedule(report.run.schedule, suites(), {*device, kernels::host_kernels()}, 0, {}, report);
    for (const Measurement& m : report.measurements) {
      measured += has_time(m.outcome);
      if (m.outcome != Outcome::implausible) continue;
      ++implausible;
      fmt::print(stderr, "open {}: {}: {}\n", i + 1, m.id.id(), m.reason);
    }
  }
  std::string read;
  for (const auto& [resource, probed] : probes)
    if (probed.most > 0)
      read += fmt::format("{}\"{}\": {{\"least\": {:.4g}, \"most\": {:.4g}, \"unknown\": {}}}",
                          read.empty() ? "" : ", ", row(resource).name, probed.least, probed.most, probed.unknown);
  fmt::print("{{\"opens\": {}, \"cases\": {}, \"implausible\": {}, \"probes\": {{{}}}}}\n", opens, measured,
             implausible, read);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int opens = argc > 1 ? std::stoi(argv[1]) : 300;
    if (argc > 2 || opens < 1) throw std::invalid_argument("usage: probes_under_load [OPENS]");
    open_again_and_again(opens);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "probes_under_load: {}\n", error.what());
    return 1;
  }
}
