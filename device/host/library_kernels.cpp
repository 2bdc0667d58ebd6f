// TABLES of the kernels that vendors' libraries have.
#include "device/host/library_kernels.h"

#include <algorithm>
#include <iterator>

namespace gpupeak::host {
namespace {

struct Step {
  std::string_view feature;        // under the names of /proc/cpuinfo
  std::string_view openblas_core;  // whose kernels of OpenBLAS use it
};

// Each does about twice the multiplications and additions of the one before per instruction; every x86-64 has the
// first.
constexpr Step steps[] = {{"sse", "Nehalem"}, {"avx", "Sandybridge"}, {"fma", "Haswell"}, {"avx512vl", "SkylakeX"}};

struct OpenblasCore {
  std::string_view name;
  std::string_view instructions;
};

// The names of gotoblas_corename() of OpenBLAS's driver/others/dynamic.c, x86-64, which compares them without regard to
// case; instructions by the kernels that kernel/x86_64/KERNEL.<core> lists for products of matrices.
constexpr OpenblasCore openblas_cores[] = {
    {"katmai", "sse"},
    {"coppermine", "sse"},
    {"northwood", "sse"},
    {"prescott", "sse"},
    {"banias", "sse"},
    {"atom", "sse"},
    {"core2", "sse"},
    {"penryn", "sse"},
    {"dunnington", "sse"},
    {"nehalem", "sse"},
    {"athlon", "sse"},
    {"opteron", "sse"},
    {"opteron_sse3", "sse"},
    {"barcelona", "sse"},
    {"nano", "sse"},
    {"bobcat", "sse"},
    {"sandybridge", "avx"},
    {"bulldozer", "avx"},
    {"piledriver", "fma"},
    {"steamroller", "fma"},
    {"excavator", "fma"},
    {"haswell", "fma"},
    {"zen", "fma"},
    {"skylakex", "avx512vl"},
    {"cooperlake", "avx512vl"},
    {"sapphirerapids", "avx512vl"},
};

struct OnednnSet {
  unsigned bits;
  std::string_view instructions;
};

// dnnl_cpu_isa_t is a set of bits, of which these mean the same in oneDNN 2 and 3; the widest first.
constexpr OnednnSet onednn_sets[] = {{0x27, "avx512vl"}, {0x07, "fma"}, {0x03, "avx"}, {0x01, "sse"}};

bool same_name(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, small, small);
}

}  // namespace

std::string_view instructions_of_openblas(std::string_view core) {
  for (const OpenblasCore& known : openblas_cores)
    if (same_name(known.name, core)) return known.instructions;
  return "";
}

std::string_view instructions_of_onednn(unsigned isa) {
  for (const OnednnSet& set : onednn_sets)
    if ((isa & set.bits) == set.bits) return set.instructions;
  return "";
}

std::string_view left_unused(std::string_view instructions, std::span<const std::string> features) {
  const auto* const used = std::ranges::find(steps, instructions, &Step::feature);
  for (const auto* step = std::end(steps); used != std::end(steps) && --step > used;)
    if (std::ranges::find(features, step->feature) != features.end()) return step->feature;
  return "";
}

std::string_view openblas_core_of(std::string_view feature) {
  const auto* const step = std::ranges::find(steps, feature, &Step::feature);
  return step == std::end(steps) ? "" : step->openblas_core;
}

}  // namespace gpupeak::host
