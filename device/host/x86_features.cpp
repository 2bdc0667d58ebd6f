// TABLE of x86 instruction sets: the CPUID bit of each and the register state that the operating system must save for
// it. Bits from the Intel SDM vol. 2A, CPUID, and vol. 1, 13.1 (XCR0). Compiled everywhere: it reads values, not the
// processor.
#include "device/host/cpu_features.h"

namespace gpupeak::host {
namespace {

constexpr uint64_t no_state = 0;
constexpr uint64_t ymm = 0x06;      // SSE and AVX halves
constexpr uint64_t zmm = 0xe6;      // and opmasks, upper ZMM halves, ZMM16-31
constexpr uint64_t tile = 0x60000;  // AMX tile configuration and data

struct X86FeaturesRow {
  std::string_view name;
  uint32_t leaf, subleaf;
  uint32_t CpuidAnswer::*in;
  int bit;
  uint64_t state;
};

// clang-format off
constexpr X86FeaturesRow x86_features_rows[] = {
    {"sse4_2",      1, 0, &CpuidAnswer::ecx, 20, no_state},
    {"avx",         1, 0, &CpuidAnswer::ecx, 28, ymm},
    {"f16c",        1, 0, &CpuidAnswer::ecx, 29, ymm},
    {"fma",         1, 0, &CpuidAnswer::ecx, 12, ymm},
    {"avx2",        7, 0, &CpuidAnswer::ebx,  5, ymm},
    {"avx_vnni",    7, 1, &CpuidAnswer::eax,  4, ymm},
    {"avx512f",     7, 0, &CpuidAnswer::ebx, 16, zmm},
    {"avx512dq",    7, 0, &CpuidAnswer::ebx, 17, zmm},
    {"avx512bw",    7, 0, &CpuidAnswer::ebx, 30, zmm},
    {"avx512vl",    7, 0, &CpuidAnswer::ebx, 31, zmm},
    {"avx512_vnni", 7, 0, &CpuidAnswer::ecx, 11, zmm},
    {"avx512_bf16", 7, 1, &CpuidAnswer::eax,  5, zmm},
    {"avx512_fp16", 7, 0, &CpuidAnswer::edx, 23, zmm},
    {"amx_tile",    7, 0, &CpuidAnswer::edx, 24, tile},
    {"amx_bf16",    7, 0, &CpuidAnswer::edx, 22, tile},
    {"amx_int8",    7, 0, &CpuidAnswer::edx, 25, tile},
};
// clang-format on

}  // namespace

std::vector<std::string> x86_features(const X86Identity& identity) {
  std::vector<std::string> names;
  for (const X86FeaturesRow& row : x86_features_rows) {
    const CpuidAnswer answer = identity.cpuid(row.leaf, row.subleaf);
    const bool present = (answer.*row.in >> row.bit) & 1;
    const bool saved = (identity.xcr0 & row.state) == row.state;
    if (present && saved) names.emplace_back(row.name);
  }
  return names;
}

}  // namespace gpupeak::host
