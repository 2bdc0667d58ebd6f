#include "tests/support/example_report.h"

#include <cmath>

#include "core/ceiling.h"
#include "method/older_report.h"

namespace gpupeak::testing {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

Work flop(Resource resource, double amount, int units = 0) {
  Work work;
  work.add(resource, FlopCount(amount));
  work.units = units;
  return work;
}

Work bytes(Resource resource, double amount) {
  Work work;
  work.add(resource, Bytes(amount));
  return work;
}

Work matmul(double m, double n, double k, Resource memory) {
  Work work = flop(Resource::fp32, 2 * m * n * k);
  work.working_set = Bytes(4 * (m * k + k * n + m * n));
  work.add(memory, work.working_set);
  return work;
}

Values matmul_case(std::string m, std::string n, std::string k, std::string rung) {
  return {{"dtype", "f32"}, {"m", m}, {"n", n}, {"k", k}, {"rung", rung}, {"cache", "hot"}};
}

void add_throughput(Report& report) {
  const auto add = [&](std::string dtype, std::string units, std::string rung, Resource resource, double rate) {
    const double amount = 1e9;
    report.measurements.push_back(
        example_measurement("throughput", {{"dtype", dtype}, {"units", units}, {"rung", rung}},
                            flop(resource, amount, std::stoi(units)), Seconds(amount / rate)));
  };
  add("f32", "1", "scalar", Resource::fp32_scalar, 13.9e9);
  add("f32", "1", "avx512", Resource::fp32, 221.5e9);
  add("f32", "2", "avx512", Resource::fp32, 440e9);
  add("f64", "1", "scalar", Resource::fp64_scalar, 13.8e9);
  add("f64", "2", "avx512", Resource::fp64, 219e9);
  report.measurements.back().notes = {{NoteKind::drift, {0.018}}};
  report.measurements.push_back(example_without_time("throughput", {{"dtype", "f64"}, {"units", "2"}, {"rung", "amx"}},
                                                     Outcome::skipped,
                                                     "AMX has no fp64; the widest unit with it here is avx512"));
}

void add_memory(Report& report) {
  const auto add = [&](std::string op, std::string size, std::string rung, Resource level, double rate) {
    const double amount = 1e8;
    report.measurements.push_back(example_measurement("memory",
                                                      {{"op", op}, {"size", size}, {"rung", rung}, {"cache", "hot"}},
                                                      bytes(level, amount), Seconds(amount / rate)));
  };
  add("read", "32KiB", "plain", Resource::l1_read, 812e9);
  add("copy", "1MiB", "plain", Resource::l2, 151e9);
  report.measurements.back().notes = {{NoteKind::drift, {0.024}}};
  add("triad", "512MiB", "plain", Resource::dram, 28.3e9);
  add("triad", "512MiB", "streaming", Resource::dram, 41.7e9);
  report.measurements.back().stopped_by = "budget";
  report.measurements.back().stats->median_interval =
      Interval{0.9 * report.measurements.back().stats->median, 1.1 * report.measurements.back().stats->median, 0.99};
  report.measurements.push_back(
      example_without_time("memory", {{"op", "write"}, {"size", "64GiB"}, {"rung", "streaming"}, {"cache", "hot"}},
                           Outcome::skipped, "needs 64 GiB, 7.6 GiB free; try --set memory.size=1GiB"));
  Work chase;
  chase.steps = 1e5;
  report.measurements.push_back(
      example_measurement("memory", {{"test", "latency"}, {"size", "16KiB"}}, chase, Seconds(1.43e-4)));
  report.measurements.push_back(
      example_measurement("memory", {{"test", "latency"}, {"size", "512MiB"}}, chase, Seconds(1.184e-2)));
}

void add_matmul(Report& report) {
  const auto add = [&](std::string edge, std::string rung, double time, bool vendor = false) {
    const double n = std::stod(edge);
    Measurement m = example_measurement("matmul", matmul_case(edge, edge, edge, rung),
                                        matmul(n, n, n, n > 1000 ? Resource::dram : Resource::l2), Seconds(time));
    m.group = m.id.id_without("rung");
    m.vendor = vendor;
    report.measurements.push_back(m);
  };
  const auto without = [&](std::string edge, std::string rung, Outcome outcome, std::string reason) {
    Measurement m = example_without_time("matmul", matmul_case(edge, edge, edge, rung), outcome, reason);
    m.group = m.id.id_without("rung");
    report.measurements.push_back(m);
  };
  add("256", "three-loops", 2.56e-2);
  add("256", "blocked", 1.34e-4);
  add("256", "openblas", 1.11e-4, true);
  without("256", "onednn", Outcome::skipped, "oneDNN was not found; apt install libdnnl2");
  without("2048", "three-loops", Outcome::skipped,
          "one launch would take about 13.2 s, more than the case's budget of 1.000 s");
  add("2048", "blocked", 6.9e-2);
  without("2048", "openblas", Outcome::wrong, "C[2047,2047] is 0.5, expected 12.25 ± 0.00031");
  without("2048", "onednn", Outcome::skipped, "oneDNN was not found; apt install libdnnl2");
  without("4096", "blocked", Outcome::failed,
          "out of device memory (needs 192 MiB, 100 MiB free); try --set matmul.n=2048");
  Measurement fast = example_measurement("matmul", matmul_case("64", "64", "64", "blocked"),
                                         matmul(64, 64, 64, Resource::l1_read), Seconds(1e-7));
  fast.group = fast.id.id_without("rung");
  fast.outcome = Outcome::implausible;
  fast.reason = "takes 100.0 ns, but fp32 at 3.50 GHz allows no less than 1.170 us";
  report.measurements.push_back(fast);
}

}  // namespace

DeviceInfo example_device() {
  DeviceInfo device;
  device.backend = "host";
  device.uuid = "0123-abcd";
  device.name = "Köln™ 処理 Processor 8481C";
  device.units = 2;
  device.unit_name = "core";
  device.memory = gib(7.75);
  device.free_memory = gib(7);
  device.caches = {{"l1", kib(48), 2, 1}, {"l2", mib(2), 2, 1}, {"l3", mib(105), 1, 2}};
  device.rated_clock = Hertz(3.5e9);
  device.clock_source = "calibrated: chain of multiplications";
  device.clock_policy = "governor performance, turbo off";
  device.features = {"avx2", "fma", "avx512f"};
  device.driver = "Linux 6.1";
  device.libraries = {{"openblas", "0.3.21", "/usr/lib/libopenblas.so.0", ""},
                      {"onednn", "", "", "apt install libdnnl2"}};
  const auto core_rate = [&](Resource resource, double rate, std::string derivation) {
    device.peak.rates[resource] = {rate, device.rated_clock, Scope::per_unit, Source::calibrated,
                                   std::move(derivation)};
  };
  core_rate(Resource::fp32, 448e9, "2 cores × 2 issues/cycle × 16 lanes × 2 flop × 3.50 GHz");
  core_rate(Resource::fp64, 224e9, "2 cores × 2 issues/cycle × 8 lanes × 2 flop × 3.50 GHz");
  core_rate(Resource::fp32_scalar, 28e9, "2 cores × 2 issues/cycle × 1 lane × 2 flop × 3.50 GHz");
  core_rate(Resource::fp64_scalar, 28e9, "2 cores × 2 issues/cycle × 1 lane × 2 flop × 3.50 GHz");
  core_rate(Resource::l1_read, 896e9, "2 cores × 2 loads/cycle × 64 byte × 3.50 GHz");
  device.peak.rates[Resource::l2] = {400e9, std::nullopt, Scope::shared, Source::configured, "--peak l2=400GB/s"};
  device.peak.unknown[Resource::dram] =
      "a virtual machine does not show its memory modules; give it with --peak dram=…GB/s";
  device.notes = {said("The clock cannot be read on this machine, so it is calibrated before and after each window.")};
  return device;
}

Measurement example_measurement(std::string suite, Values values, Work work, Seconds median, double spread, int count) {
  const DeviceInfo device = example_device();
  Measurement m;
  m.id = Case(std::move(suite), std::move(values));
  m.group = m.id.id();
  m.work = std::move(work);
  complete_by_suite_name(m);
  m.outcome = Outcome::measured;
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const double offset = count > 1 ? spread * (2.0 * i / (count - 1) - 1) : 0;
    times.push_back(median.value * (1 + offset));
    m.samples.push_back({Seconds(times.back()), 10, Hertz(3.5e9), 0});
  }
  m.stats = statistics(times);
  m.clock = Hertz(3.5e9);
  m.rated = ceiling(m.work, device);
  m.clocked = ceiling(m.work, device, m.clock);
  m.check = Check{true, 1000, 1e-7, 1e-6, ""};
  m.stopped_by = "precision";
  return m;
}

Measurement example_without_time(std::string suite, Values values, Outcome outcome, std::string reason) {
  Measurement m;
  m.id = Case(std::move(suite), std::move(values));
  m.group = m.id.id();
  m.outcome = outcome;
  m.reason = std::move(reason);
  complete_by_suite_name(m);
  return m;
}

Report example_report() {
  Report report;
  report.tool = {"0.1.0", "88386b6", "g++ 12.2", "Release", {{"fmt", "9.1.0"}}};
  report.run.argv = {"gpupeak", "run"};
  report.run.started_at = "2026-11-20T23:20:11Z";
  report.run.state = "complete";
  report.run.host = {"workbench", "Debian GNU/Linux 12", "6.1", "Processor 8481C", 2};
  report.run.schedule.preset = "quick";
  report.devices = {example_device()};
  add_throughput(report);
  add_memory(report);
  add_matmul(report);
  return report;
}

}  // namespace gpupeak::testing
