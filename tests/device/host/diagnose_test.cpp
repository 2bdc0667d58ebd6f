// What is said of good and bad machines.
#include "device/host/diagnose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace gpupeak::host {
namespace {

using Severity = Diagnosis::Severity;

DeviceInfo good_device() {
  DeviceInfo d;
  d.units = 4;
  d.features = {"avx2", "fma"};
  d.libraries = {{"openblas", "0.3.21", "/lib/libopenblas.so.0", "", "Haswell", "fma"},
                 {"onednn", "2.6.3", "/lib/libdnnl.so.2", ""}};
  return d;
}

HostState good_state() {
  HostState s;
  s.load = 0.1;
  s.online_cpus = 4;
  s.allowed_cpus = 4;
  s.governors = {{"performance", 4}};
  s.smt = false;
  s.turbo = false;
  s.stolen = 0;
  s.huge_pages = "madvise";
  s.clocksource = "tsc";
  s.throttle_events = 0;
  s.variables = {{"PATH", "/usr/bin"}, {"OMP_WAIT_POLICY", "passive"}, {"OMP_PROC_BIND", "false"}};
  return s;
}

// The diagnosis with this title; fails the test when there is none.
Diagnosis find(const std::vector<Diagnosis>& diagnoses, std::string_view title) {
  const auto at = std::ranges::find(diagnoses, title, &Diagnosis::title);
  if (at != diagnoses.end()) return *at;
  ADD_FAILURE() << "no diagnosis '" << title << "'";
  return {};
}

TEST(Diagnose, FindsNothingWrongWithAGoodMachine) {
  const auto diagnoses = diagnose(good_state(), good_device());
  EXPECT_GE(diagnoses.size(), 10u);
  for (const Diagnosis& f : diagnoses) EXPECT_EQ(f.severity, Severity::ok) << f.title << ": " << f.detail;
  EXPECT_TRUE(lasting_notes(good_state(), good_device()).empty());
}

TEST(Diagnose, SaysNothingOfWhatItDoesNotKnow) {
  for (const Diagnosis& f : diagnose(HostState{}, good_device()))
    EXPECT_TRUE(f.severity == Severity::ok || f.title == "clock control") << f.title;
}

TEST(Diagnose, HoldsWhatWasWatchedAboveTheLoadOfTheLastMinute) {
  HostState state = good_state();
  state.load = 3;
  state.others = OtherPrograms{0.1, 0, 4};
  const Diagnosis diagnosis = find(diagnose(state, good_device()), "other programs");
  EXPECT_EQ(diagnosis.severity, Severity::ok);
  EXPECT_EQ(diagnosis.detail, "they use 0.1 of 4 CPUs");
}

struct Fault {
  const char* title;
  Severity severity;
  bool has_remedy;
  std::function<void(HostState&, DeviceInfo&)> plant;
};

std::vector<Fault> faults() {
  std::vector<Fault> all;
  const auto state = [&](const char* title, Severity severity, bool has_remedy, std::function<void(HostState&)> plant) {
    all.push_back({title, severity, has_remedy, [plant](HostState& s, DeviceInfo&) { plant(s); }});
  };
  const auto device = [&](const char* title, Severity severity, bool has_remedy,
                          std::function<void(DeviceInfo&)> plant) {
    all.push_back({title, severity, has_remedy, [plant](HostState&, DeviceInfo& d) { plant(d); }});
  };
  state("CPU quota", Severity::problem, true, [](HostState& s) { s.limits.cpus = 1.5; });
  state("CPU affinity", Severity::note, true, [](HostState& s) { s.allowed_cpus = 2; });
  state("other programs", Severity::warn, true, [](HostState& s) { s.load = 3; });
  state("other programs", Severity::warn, true, [](HostState& s) { s.others = OtherPrograms{1.4, 0, 4}; });
  state("clock governor", Severity::warn, true, [](HostState& s) { s.governors = {{"powersave", 4}}; });
  state("turbo", Severity::note, true, [](HostState& s) { s.turbo = true; });
  state("hyper-threading", Severity::note, true, [](HostState& s) { s.smt = true; });
  state("temperature", Severity::warn, true, [](HostState& s) { s.throttle_events = 7; });
  state("huge pages", Severity::warn, true, [](HostState& s) { s.huge_pages = "never"; });
  state("memory limit", Severity::note, true, [](HostState& s) { s.limits.memory = gib(2); });
  state("clock source", Severity::warn, true, [](HostState& s) { s.clocksource = "hpet"; });
  state("clock source", Severity::note, true, [](HostState& s) { s.clocksource = "sundial"; });
  const auto variable = [&](const char* name, Severity severity, const char* value) {
    state(name, severity, true, [=](HostState& s) { (*s.variables)[name] = value; });
  };
  variable("OMP_WAIT_POLICY", Severity::warn, "ACTIVE");
  variable("GOMP_SPINCOUNT", Severity::warn, "infinite");
  variable("OMP_PROC_BIND", Severity::warn, "close");
  variable("OMP_THREAD_LIMIT", Severity::warn, "1");
  variable("OMP_NUM_THREADS", Severity::note, "1");
  variable("OPENBLAS_NUM_THREADS", Severity::note, "1");
  variable("DNNL_MAX_CPU_ISA", Severity::warn, "AVX2");
  variable("OPENBLAS_CORETYPE", Severity::warn, "Haswell");
  state("virtual machine", Severity::note, true, [](HostState& s) { s.virtual_machine = true; });
  device("vector unit", Severity::problem, false, [](DeviceInfo& d) { d.features = {"sse4_2"}; });
  device("memory peak", Severity::note, true, [](DeviceInfo& d) {
    d.peak.unknown[Resource::dram] = {"hidden", "use --peak"};
  });
  device("onednn", Severity::warn, true,
         [](DeviceInfo& d) { d.libraries[1] = {.name = "onednn", .note = "not found", .remedy = "apt install x"}; });
  device("openblas", Severity::warn, true, [](DeviceInfo& d) {
    d.libraries[0] = {"openblas", "0.3.21", "/lib/libopenblas.so.0", "", "Prescott", "sse", "avx512vl", "run with x"};
  });
  return all;
}

TEST(Diagnose, NamesEachFaultAloneWithItsRemedy) {
  for (const Fault& fault : faults()) {
    HostState state = good_state();
    DeviceInfo device = good_device();
    fault.plant(state, device);
    const auto diagnoses = diagnose(state, device);
    EXPECT_EQ(find(diagnoses, fault.title).severity, fault.severity) << fault.title;
    EXPECT_FALSE(find(diagnoses, fault.title).detail.empty()) << fault.title;
    EXPECT_EQ(!find(diagnoses, fault.title).remedy.empty(), fault.has_remedy) << fault.title;
    EXPECT_EQ(std::ranges::count_if(diagnoses, [](const Diagnosis& f) { return f.severity != Severity::ok; }), 1)
        << fault.title;
  }
}

TEST(Diagnose, TellsWhyALibraryIsNotUsedAndWhatHelps) {
  DeviceInfo device = good_device();
  device.libraries[0] = {.name = "openblas",
                         .note = "not found",
                         .remedy = "apt install libopenblas0-pthread, or set GPUPEAK_OPENBLAS to its path"};
  const Diagnosis diagnosis = find(diagnose(good_state(), device), "openblas");
  EXPECT_EQ(diagnosis.detail, "its rungs are skipped: not found");
  EXPECT_EQ(diagnosis.remedy, "apt install libopenblas0-pthread, or set GPUPEAK_OPENBLAS to its path");
}

TEST(Diagnose, EveryWarningSaysWhatHelps) {
  for (const Fault& fault : faults()) {
    HostState state = good_state();
    DeviceInfo device = good_device();
    fault.plant(state, device);
    for (const Diagnosis& diagnosis : diagnose(state, device))
      EXPECT_TRUE(diagnosis.severity != Severity::warn || !diagnosis.remedy.empty()) << diagnosis.title;
  }
}

TEST(Diagnose, SaysHowOftenTheQuotaStoppedThisProcess) {
  HostState state = good_state();
  state.limits.cpus = 1.5;
  state.limits.throttling = Throttling{463, 434, Seconds(21.3)};
  const Diagnosis diagnosis = find(diagnose(state, good_device()), "CPU throttling");
  EXPECT_EQ(diagnosis.severity, Severity::warn);
  EXPECT_EQ(
      diagnosis.detail,
      "so far the quota stopped the programs of this control group in 434 of 463 periods (93.7 %), for 21.30 s of "
      "all CPUs together");
  EXPECT_FALSE(diagnosis.remedy.empty());
  for (const std::string& note : texts(lasting_notes(state, good_device())))
    EXPECT_EQ(note.find("so far"), std::string::npos) << "a report is read when it is no longer so: " << note;
  state.limits.throttling->throttled = 0;
  EXPECT_EQ(find(diagnose(state, good_device()), "CPU throttling").severity, Severity::ok);
}

TEST(Diagnose, AVariableThatChoosesKernelsIsBlamedAndInEveryReport) {
  HostState state = good_state();
  (*state.variables)["OPENBLAS_CORETYPE"] = "Haswell";
  EXPECT_EQ(find(diagnose(state, good_device()), "OPENBLAS_CORETYPE").remedy, "unset OPENBLAS_CORETYPE");
  EXPECT_EQ(lasting_notes(state, good_device()).size(), 1u);
}

TEST(Diagnose, BlamesStolenTimeOnVirtualMachinesOnly) {
  HostState state = good_state();
  state.stolen = 0.03;
  EXPECT_TRUE(std::ranges::none_of(diagnose(state, good_device()),
                                   [](const Diagnosis& f) { return f.title == "stolen time"; }));
  state.virtual_machine = true;
  EXPECT_EQ(find(diagnose(state, good_device()), "stolen time").severity, Severity::warn);
}

TEST(Diagnose, NotesOfTheMachineLeaveOutTheMoment) {
  HostState state = good_state();
  state.load = 9;
  EXPECT_TRUE(lasting_notes(state, good_device()).empty());
  state.limits.cpus = 0.5;
  ASSERT_EQ(lasting_notes(state, good_device()).size(), 1u);
  EXPECT_NE(text(lasting_notes(state, good_device())[0]).find("0.50 cores"), std::string::npos);
}

}  // namespace
}  // namespace gpupeak::host
