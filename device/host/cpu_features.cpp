// Asks this processor: CPUID and XGETBV on x86, the kernel's hardware capabilities on Arm, nothing elsewhere.
#include "device/host/cpu_features.h"

#include <algorithm>

#if defined(__x86_64__)
#include <cpuid.h>

#include <cstring>
#elif defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace gpupeak::host {
namespace {

#if defined(__x86_64__)

CpuidAnswer ask(uint32_t leaf, uint32_t subleaf) {
  CpuidAnswer a;
  if (!__get_cpuid_count(leaf, subleaf, &a.eax, &a.ebx, &a.ecx, &a.edx)) return {};
  if (leaf == 7 && subleaf > 0 && subleaf > ask(7, 0).eax)
    return {};  // beyond the last subleaf the answer is undefined
  return a;
}

uint64_t xcr0() {
  constexpr uint32_t osxsave = 1u << 27;
  if (!(ask(1, 0).ecx & osxsave)) return 0;
  uint32_t low, high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return uint64_t{high} << 32 | low;
}

std::vector<std::string> detect() { return x86_features({ask, xcr0()}); }

#elif defined(__aarch64__)

struct Capability {
  const char* name;
  unsigned long which;  // auxiliary vector entry
  unsigned long bit;
};
constexpr Capability capabilities[] = {
    {"asimd", AT_HWCAP, HWCAP_ASIMD}, {"asimdhp", AT_HWCAP, HWCAP_ASIMDHP}, {"asimddp", AT_HWCAP, HWCAP_ASIMDDP},
    {"sve", AT_HWCAP, HWCAP_SVE},     {"sve2", AT_HWCAP2, HWCAP2_SVE2},     {"i8mm", AT_HWCAP2, HWCAP2_I8MM},
    {"bf16", AT_HWCAP2, HWCAP2_BF16},
};

std::vector<std::string> detect() {
  std::vector<std::string> names;
  for (const Capability& c : capabilities)
    if (getauxval(c.which) & c.bit) names.emplace_back(c.name);
  return names;
}

#else

std::vector<std::string> detect() { return {}; }

#endif

}  // namespace

const std::vector<std::string>& cpu_features() {
  static const std::vector<std::string> names = detect();
  return names;
}

bool has(std::string_view feature) { return std::ranges::find(cpu_features(), feature) != cpu_features().end(); }

std::string hypervisor_signature() {
#if defined(__x86_64__)
  constexpr uint32_t runs_under_hypervisor = 1u << 31;
  if (!(ask(1, 0).ecx & runs_under_hypervisor)) return "";
  CpuidAnswer a;
  __cpuid(0x40000000, a.eax, a.ebx, a.ecx, a.edx);
  char text[13] = {};
  std::memcpy(text, &a.ebx, 4);
  std::memcpy(text + 4, &a.ecx, 4);
  std::memcpy(text + 8, &a.edx, 4);
  const bool printable = std::all_of(text, text + std::strlen(text), [](char c) { return c >= ' ' && c <= '~'; });
  return printable && text[0] ? text : "unknown";
#else
  return "";
#endif
}

}  // namespace gpupeak::host
