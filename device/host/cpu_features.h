// Which instruction sets this processor has and the operating system lets a process use, under the names of
// /proc/cpuinfo.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::host {

// has("avx512f"): what a kernel asks before it runs. Read from the processor once per process.
bool has(std::string_view feature);
const std::vector<std::string>& cpu_features();

// Who runs this virtual machine, in CPUID's words ("KVMKVMKVM"); empty on bare metal or when it cannot be asked.
std::string hypervisor_signature();

// What CPUID answers, and which register states the operating system saves (XCR0), as values so that tests can make
// them up.
struct CpuidAnswer {
  uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
};
struct X86Identity {
  std::function<CpuidAnswer(uint32_t leaf, uint32_t subleaf)> cpuid;  // zeros for a leaf that does not exist
  uint64_t xcr0 = 0;                                                  // 0 when the system does not use XSAVE
};
std::vector<std::string> x86_features(const X86Identity&);

}  // namespace gpupeak::host
