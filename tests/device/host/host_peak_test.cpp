// The arithmetic from probes to peaks, on made-up probes.
#include "device/host/host_peak.h"

#include <gtest/gtest.h>

#include <set>

#include "device/host/affinity.h"

namespace gpupeak::host {
namespace {

// The vector units pull the clock down from 3.5 to 3.0 GHz.
CoreProbe good_probe() {
  const Hertz plain(3.5e9), vector(3.0e9);
  CoreProbe probe;
  probe.clock = plain;
  probe.rates.push_back({Resource::fp64, {1.98, 2, ""}, 8, vector});
  probe.rates.push_back({Resource::fp32, {1.97, 2, ""}, 16, vector});
  probe.rates.push_back({Resource::fp64_scalar, {1.99, 2, ""}, 1, plain});
  probe.rates.push_back({Resource::fp32_scalar, {2.01, 2, ""}, 1, plain});
  probe.rates.push_back({Resource::l1_read, {1.96, 2, ""}, 64, plain});
  probe.rates.push_back({Resource::l1_write, {0.99, 1, ""}, 64, plain});
  return probe;
}
const DramRate no_dram{std::nullopt, "hidden; --peak dram=51.2GB/s"};

TEST(HostPeak, IsCoresTimesIssuesTimesWidthTimesClock) {
  const Peak peak = host_peak(2, good_probe(), no_dram);
  const Rate& fp32 = peak.rates.at(Resource::fp32);
  EXPECT_DOUBLE_EQ(fp32.per_second, 2 * 2 * 16 * 2 * 3.0e9);
  EXPECT_EQ(fp32.rated_clock, Hertz(3.0e9));
  EXPECT_EQ(fp32.scope, Scope::per_unit);
  EXPECT_EQ(fp32.source, Source::calibrated);
  EXPECT_EQ(fp32.derivation, "2 cores x 2 issues/cycle (probed 1.97) x 16 lanes x 2 flop x 3.00 GHz");
  EXPECT_DOUBLE_EQ(peak.rates.at(Resource::fp64_scalar).per_second, 2 * 2 * 2 * 3.5e9);
  EXPECT_DOUBLE_EQ(peak.rates.at(Resource::l1_read).per_second, 2 * 2 * 64 * 3.5e9);
  EXPECT_DOUBLE_EQ(peak.rates.at(Resource::l1_write).per_second, 2 * 1 * 64 * 3.5e9);
}

TEST(HostPeak, NamesWhatTheCpuHasOnce) {
  const std::set<Resource> there{Resource::fp64,        Resource::fp32,    Resource::fp64_scalar,
                                 Resource::fp32_scalar, Resource::l1_read, Resource::l1_write,
                                 Resource::l2,          Resource::l3,      Resource::dram};
  CoreProbe disturbed = good_probe();
  for (ProbedRate& probed : disturbed.rates) probed.issue = {0, std::nullopt, "disturbed"};
  for (const CoreProbe& probe : {good_probe(), disturbed}) {
    const Peak peak = host_peak(2, probe, no_dram);
    for (const ResourceRow& r : resources)
      EXPECT_EQ(peak.rates.count(r.id) + peak.unknown.count(r.id), there.count(r.id)) << r.name;
  }
}

TEST(HostPeak, KeepsTheReasonOfAnUnknownRate) {
  CoreProbe probe = good_probe();
  probe.rates[1].issue = {1.5, std::nullopt, "1.50 issues per cycle fit no number of ports"};
  const Peak peak = host_peak(2, probe, no_dram);
  EXPECT_EQ(peak.unknown.at(Resource::fp32), "1.50 issues per cycle fit no number of ports");
  EXPECT_EQ(peak.unknown.at(Resource::dram).why, no_dram.words);
  EXPECT_NE(peak.unknown.at(Resource::l2).text().find("--peak l2="), std::string::npos);
}

TEST(HostPeak, IsUnknownWithoutAClock) {
  CoreProbe probe = good_probe();
  for (ProbedRate& probed : probe.rates) probed.clock.reset();
  EXPECT_TRUE(host_peak(2, probe, no_dram).rates.empty());
}

// A rate as a disturbed probe would have it, and one that no other look can raise.
TEST(HostPeak, RisesWhereAnotherLookSeesMoreIssues) {
  const std::vector<int> cpus{allowed_cpus().front()};
  const Peak peak = host_peak(1, probe_cores(cpus), no_dram);
  const auto found = peak.rates.find(Resource::l1_read);
  if (found == peak.rates.end()) GTEST_SKIP() << "the machine is too busy, or has no such probe";
  Rate slow = found->second;
  slow.per_second *= 0.01;
  const std::optional<Rate> risen = risen_rate(Resource::l1_read, slow, 1, cpus);
  if (!risen) GTEST_SKIP() << "the machine is too busy";
  EXPECT_GT(risen->per_second, slow.per_second);
  EXPECT_EQ(risen->rated_clock, slow.rated_clock);
  Rate fast = found->second;
  fast.per_second *= 100;
  EXPECT_FALSE(risen_rate(Resource::l1_read, fast, 1, cpus));
  EXPECT_FALSE(risen_rate(Resource::dram, fast, 1, cpus));
}

TEST(HostPeak, SharesMainMemoryAmongCores) {
  const Rate dram = host_peak(2, good_probe(), {BytesPerSecond(51.2e9), "2 channels"}).rates.at(Resource::dram);
  EXPECT_DOUBLE_EQ(dram.per_second, 51.2e9);
  EXPECT_EQ(dram.scope, Scope::shared);
  EXPECT_EQ(dram.source, Source::attributes);
  EXPECT_FALSE(dram.rated_clock);
}

}  // namespace
}  // namespace gpupeak::host
