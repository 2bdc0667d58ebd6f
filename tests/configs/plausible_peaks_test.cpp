// A right result is never called implausible: what each accelerator of the catalogue does at its peak, and somewhat
// above its boost clock, is held against the peak that is derived for it.
#include <gtest/gtest.h>

#include <algorithm>

#include "formats/catalogue.h"
#include "method/judge.h"
#include "peaks/derivation.h"
#include "peaks/link.h"

namespace gpupeak {
namespace {

// As the driver describes a card of this row.
DeviceInfo described_as(const Accelerator& a) {
  DeviceInfo info;
  info.backend = "cuda";
  info.name = a.aliases.empty() ? a.name : a.aliases.front();
  info.units = a.units > 0 ? a.units : 100;
  info.unit_name = "SM";
  info.memory = 0.94 * a.memory;
  info.rated_clock = a.boost_clock.value_or(Hertz(2e9));
  info.features = {"sm_" + a.compute_capability};
  std::erase(info.features[0], '.');
  info.peak.rates[Resource::shared] = {.per_second = info.units * 128 * info.rated_clock->value,
                                       .rated_clock = info.rated_clock,
                                       .scope = Scope::per_unit,
                                       .source = Source::attributes,
                                       .derivation = ""};
  if (a.memory_bandwidth)  // a card of the same name with faster memory
    info.peak.rates[Resource::dram] = {.per_second = 1.36 * a.memory_bandwidth->value,
                                       .rated_clock = {},
                                       .scope = Scope::shared,
                                       .source = Source::attributes,
                                       .derivation = ""};
  add_link(PcieLink{1, 1}, info.peak);  // of a virtual machine's root port
  info.peak = derived_peak(info, catalogue());
  return info;
}

// One second of the resource at `times` its peak; at this clock where it is seen.
Measurement at_times_the_peak(double times, double per_second, Resource resource, std::optional<Hertz> clock,
                              const DeviceInfo& device) {
  Measurement m;
  m.work.amounts[resource] = per_second;
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(1 / times), 1, clock, 0});
  judge(m, device);
  return m;
}

bool noted_as_doubted(const Measurement& m) { return first_of(m.notes, {NoteKind::doubted_peak}) != nullptr; }

class PlausiblePeaks : public ::testing::Test {
 protected:
  template <class Visit>
  void for_each_rate(Visit visit) {
    for (const Accelerator& a : catalogue().accelerators) {
      if (a.vendor != "NVIDIA") continue;
      const DeviceInfo device = described_as(a);
      for (const auto& [resource, rate] : device.peak.rates) visit(a, device, resource, rate);
    }
  }
};

TEST_F(PlausiblePeaks, LetWhatACardDoesAboveItsBoostClockPass) {
  int judged = 0, implausible = 0;
  for_each_rate([&](const Accelerator& a, const DeviceInfo& device, Resource resource, const Rate& rate) {
    for (const bool seen : {false, true}) {
      const std::optional<Hertz> clock =
          seen && rate.rated_clock ? std::optional(*rate.rated_clock * 1.04) : std::nullopt;
      const Measurement m = at_times_the_peak(1.04, rate.per_second, resource, clock, device);
      ++judged;
      if (m.outcome != Outcome::implausible) continue;
      ++implausible;
      ADD_FAILURE() << a.name << " " << row(resource).name << ": " << m.reason;
    }
  });
  EXPECT_EQ(implausible, 0);
  EXPECT_GT(judged, 2500);
}

// The figures of a row may be rounded down, and those of its architecture are what its SMs do at the boost clock.
TEST_F(PlausiblePeaks, LetWhatTheSmsOfAnArchitectureDoPass) {
  int judged = 0;
  for_each_rate([&](const Accelerator& a, const DeviceInfo& device, Resource resource, const Rate& rate) {
    const Architecture* architecture = find_architecture(catalogue(), a.compute_capability);
    if (!architecture) return;
    const auto per_clock = architecture->vector_rates.find(std::string(row(resource).name));
    if (per_clock == architecture->vector_rates.end() || !a.boost_clock || a.units == 0 || !rate.rated_clock) return;
    const double done = a.units * per_clock->second * a.boost_clock->value;
    const Measurement m = at_times_the_peak(1, done, resource, a.boost_clock, device);
    EXPECT_NE(m.outcome, Outcome::implausible) << a.name << " " << row(resource).name << ": " << m.reason;
    ++judged;
  });
  EXPECT_GT(judged, 250);
}

TEST_F(PlausiblePeaks, CondemnAFifthMoreWhereTheyAreCertainAndNoteItElsewhere) {
  int condemned = 0, noted = 0;
  for_each_rate([&](const Accelerator& a, const DeviceInfo& device, Resource resource, const Rate& rate) {
    const Measurement m = at_times_the_peak(1.2, rate.per_second, resource, rate.rated_clock, device);
    EXPECT_EQ(m.outcome == Outcome::implausible, rate.doubt.empty()) << a.name << " " << row(resource).name;
    EXPECT_EQ(noted_as_doubted(m), !rate.doubt.empty()) << a.name << " " << row(resource).name;
    ++(rate.doubt.empty() ? condemned : noted);
  });
  EXPECT_GT(condemned, 900);
  EXPECT_GT(noted, 300);
  RecordProperty("condemned", condemned);
  RecordProperty("noted", noted);
}

TEST_F(PlausiblePeaks, NeverCondemnByTheLinkThatADriverShows) {
  DeviceInfo device;
  add_link(PcieLink{1, 1}, device.peak);
  for (const Resource way : {Resource::link_to_device, Resource::link_to_host}) {
    const Measurement m = at_times_the_peak(1, 400e9, way, std::nullopt, device);  // over NVLink-C2C
    EXPECT_EQ(m.outcome, Outcome::measured) << m.reason;
    EXPECT_TRUE(noted_as_doubted(m));
  }
}

}  // namespace
}  // namespace gpupeak
