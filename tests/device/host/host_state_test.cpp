// What is read from made-up machines, complete and bare.
#include "device/host/host_state.h"

#include <gtest/gtest.h>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

TEST(Hypervisors, HaveTheNamesThatPeopleKnow) {
  EXPECT_EQ(hypervisor_named("KVMKVMKVM"), "KVM");
  EXPECT_EQ(hypervisor_named("Microsoft Hv"), "Hyper-V");
  EXPECT_EQ(hypervisor_named("of a new kind"), "of a new kind");
  EXPECT_EQ(hypervisor_named(""), "");
}

TEST(HostState, IsReadFromProcAndSys) {
  const MadeUpTree tree{
      {"proc/sys/kernel/ostype", "Linux\n"},
      {"proc/sys/kernel/osrelease", "6.1.0-13-amd64\n"},
      {"proc/cpuinfo", "processor\t: 0\nmodel name\t: A CPU 9000\nflags\t\t: fpu hypervisor fma\n"},
      {"etc/machine-id", "0123456789abcdef0123456789abcdef\n"},
      {"proc/loadavg", "1.25 0.53 0.32 1/123 4567\n"},
      {"sys/devices/system/cpu/online", "0-3\n"},
      {"proc/self/status", "Name:\tx\nCpus_allowed:\tf\nCpus_allowed_list:\t0,2\n"},
      {"sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n"},
      {"sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n"},
      {"sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "performance\n"},
      {"sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "not a CPU\n"},
      {"sys/devices/system/cpu/smt/active", "1\n"},
      {"sys/devices/system/cpu/intel_pstate/no_turbo", "0\n"},
      {"sys/class/dmi/id/sys_vendor", "QEMU\n"},
      {"proc/stat", "cpu  50 0 20 100 10 0 10 10 7 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n"},
      {"sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"},
      {"sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n"},
      {"sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n"},
      {"sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count", "12\n"},
      {"proc/self/cgroup", "0::/\n"},
      {"proc/self/environ", std::string("PATH=/usr/bin\0OMP_NUM_THREADS=4\0ODD\0EMPTY=", 42)},
      {"sys/fs/cgroup/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 3\nthrottled_usec 1500\n"},
      {"sys/fs/cgroup/cpu.max", "150000 100000\n"},
  };
  const HostState s = read_host_state(tree.root());
  EXPECT_EQ(s.kernel, "Linux 6.1.0-13-amd64");
  EXPECT_EQ(s.cpu_model, "A CPU 9000");
  EXPECT_EQ(s.load, 1.25);
  EXPECT_EQ(s.online_cpus, 4);
  EXPECT_EQ(s.allowed_cpus, 2);
  EXPECT_EQ(s.governors, (std::map<std::string, int>{{"performance", 1}, {"powersave", 2}}));
  EXPECT_EQ(s.smt, true);
  EXPECT_EQ(s.turbo, true);
  EXPECT_EQ(clock_policy(s), "governor performance and powersave, turbo on");
  EXPECT_TRUE(s.virtual_machine);
  EXPECT_EQ(s.hypervisor, "QEMU");
  EXPECT_EQ(s.stolen, 0.05);
  EXPECT_EQ(s.huge_pages, "madvise");
  EXPECT_EQ(s.clocksource, "tsc");
  EXPECT_EQ(s.throttle_events, 12);
  EXPECT_EQ(s.limits.cpus, 1.5);
  EXPECT_EQ(s.limits.throttling, (Throttling{9, 3, Seconds(1500e-6)}));
  EXPECT_EQ(s.variables,
            (std::map<std::string, std::string>{{"EMPTY", ""}, {"OMP_NUM_THREADS", "4"}, {"PATH", "/usr/bin"}}));
}

TEST(HostState, IsAbsentWhereTheSystemShowsNothing) {
  const MadeUpTree tree;
  const HostState s = read_host_state(tree.root());
  EXPECT_TRUE(s.kernel.empty() && s.cpu_model.empty() && s.machine_hash.empty() && s.governors.empty());
  EXPECT_FALSE(s.load || s.online_cpus || s.allowed_cpus || s.smt || s.turbo || s.stolen || s.throttle_events ||
               s.variables);
  EXPECT_FALSE(s.virtual_machine);
  EXPECT_EQ(clock_policy(s), "");
}

TEST(HostState, IsAbsentWhereFilesHoldNonsense) {
  const MadeUpTree tree{{"proc/loadavg", "busy"},
                        {"proc/stat", "cpu 1 2 3\n"},
                        {"sys/devices/system/cpu/online", "all"},
                        {"sys/devices/system/cpu/smt/active", ""},
                        {"sys/kernel/mm/transparent_hugepage/enabled", "always madvise]["},
                        {"proc/self/status", "Cpus_allowed_list:\t9-1\n"}};
  const HostState s = read_host_state(tree.root());
  EXPECT_FALSE(s.load || s.online_cpus || s.allowed_cpus || s.smt || s.stolen);
  EXPECT_EQ(s.huge_pages, "");
}

TEST(HostState, TellsMachinesApartWithoutShowingTheirIds) {
  const std::string id = "0123456789abcdef0123456789abcdef";
  const MadeUpTree one{{"etc/machine-id", id + "\n"}}, same{{"etc/machine-id", id}},
      other{{"etc/machine-id", "0123456789abcdef0123456789abcdee\n"}};
  const std::string hash = read_host_state(one.root()).machine_hash;
  EXPECT_EQ(hash.size(), 16u);
  EXPECT_EQ(hash, read_host_state(same.root()).machine_hash);
  EXPECT_NE(hash, read_host_state(other.root()).machine_hash);
  EXPECT_EQ(id.find(hash), std::string::npos);
}

TEST(HostState, SeesVirtualMachinesThatHaveNoX86Flag) {
  const MadeUpTree product{{"sys/class/dmi/id/product_name", "KVM Virtual Machine\n"}};
  const MadeUpTree device_tree{{"proc/device-tree/hypervisor/compatible", "linux,kvm"}};
  const MadeUpTree metal{{"proc/cpuinfo", "flags\t: fpu fma nohypervisor\n"},
                         {"sys/class/dmi/id/product_name", "PowerEdge R750"}};
  EXPECT_TRUE(read_host_state(product.root()).virtual_machine);
  EXPECT_TRUE(read_host_state(device_tree.root()).virtual_machine);
  EXPECT_FALSE(read_host_state(metal.root()).virtual_machine);
}

TEST(HostState, OfThisMachineKnowsItsKernel) { EXPECT_TRUE(read_host_state().kernel.starts_with("Linux ")); }

}  // namespace
}  // namespace gpupeak::host
