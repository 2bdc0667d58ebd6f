#include "peaks/derivation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/format.h"

namespace gpupeak {
namespace {

// Which of the catalogue's names a resource has; those of matrix units are dense, and most of them hold at another
// clock where the vendor quotes one (fp64 keeps the boost clock). A datasheet lists the matrix units that there are.
enum class QuotedClock { boost, tensor };
enum class Unlisted { unknown, absent };
struct CatalogueName {
  Resource resource;
  const char* catalogue;
  QuotedClock clock;
  Unlisted unlisted;
};
constexpr std::array catalogue_names{
    CatalogueName{Resource::fp64, "fp64", QuotedClock::boost, Unlisted::unknown},
    CatalogueName{Resource::fp32, "fp32", QuotedClock::boost, Unlisted::unknown},
    CatalogueName{Resource::fp16, "fp16", QuotedClock::boost, Unlisted::unknown},
    CatalogueName{Resource::bf16, "bf16", QuotedClock::boost, Unlisted::unknown},
    CatalogueName{Resource::int32, "int32_mad", QuotedClock::boost, Unlisted::unknown},
    CatalogueName{Resource::int8, "int8_dp4a", QuotedClock::boost, Unlisted::unknown},
    CatalogueName{Resource::fp64_tensor, "fp64_tensor", QuotedClock::boost, Unlisted::absent},
    CatalogueName{Resource::tf32_tensor, "tf32_tensor", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::fp16_tensor, "fp16_tensor", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::fp16_tensor_f16, "fp16_tensor_fp16acc", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::bf16_tensor, "bf16_tensor", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::fp8_tensor, "fp8_tensor", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::fp8_tensor_f16, "fp8_tensor_fp16acc", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::fp4_tensor, "fp4_tensor", QuotedClock::tensor, Unlisted::absent},
    CatalogueName{Resource::int8_tensor, "int8_tensor", QuotedClock::tensor, Unlisted::absent},
};

// Drivers keep a part of the memory to themselves (ECC of GDDR6 takes a sixteenth), and datasheets round it. Name and
// units decide already; memory tells apart cards of one name, which have at least a fifth more.
constexpr double memory_tolerance = 0.15;

// A row may not know its units.
bool fits(const Accelerator& accelerator, const DeviceInfo& info) {
  return (accelerator.units == info.units || accelerator.units == 0) &&
         std::abs(accelerator.memory / info.memory - 1) <= memory_tolerance;
}

const Accelerator* known(const DeviceInfo& info, const Catalogue& catalogue) {
  const Accelerator* found = nullptr;
  for (const Accelerator* accelerator : find_accelerators(catalogue, info.name)) {
    if (!fits(*accelerator, info)) continue;
    if (found) return nullptr;  // two cards of one name: neither is certain
    found = accelerator;
  }
  return found;
}

// "sm_90" → "9.0"
std::string compute_capability_of(const DeviceInfo& info) {
  for (const std::string& feature : info.features)
    if (feature.starts_with("sm_") && feature.size() > 4)
      return feature.substr(3, feature.size() - 4) + "." + feature.back();
  return "";
}

// What alone reaches the rates of matrix units, where no rung but a vendor's uses it. It has no fp64, and not
// everywhere int8 (PTX ISA, tcgen05.mma, kinds).
struct VendorOnly {
  std::string_view capability, instructions;
  bool int8;
};
constexpr std::array vendor_only{
    VendorOnly{"10.0", "tcgen05", true},
    VendorOnly{"10.3", "tcgen05", false},
    VendorOnly{"11.0", "tcgen05", true},
};

std::string_view vendor_only_of(Resource resource, std::string_view capability) {
  if (resource < Resource::tf32_tensor || resource > Resource::int8_tensor) return "";
  const auto* const row = std::ranges::find(vendor_only, capability, &VendorOnly::capability);
  return row == vendor_only.end() || (resource == Resource::int8_tensor && !row->int8) ? "" : row->instructions;
}

// The catalogue's word for figures that neither the vendor publishes nor such figures give.
constexpr std::string_view from_others = "secondary", published = "datasheet";

std::string doubt_of(const Accelerator& accelerator) {
  return accelerator.confidence == from_others
             ? fmt::format("the figures of {} come from others than its vendor", accelerator.name)
             : "";
}

std::string doubt_of(const Architecture& architecture) {
  return architecture.confidence == published
             ? ""
             : fmt::format("the vendor does not publish the rates of compute capability {}",
                           architecture.compute_capability);
}

void add_datasheet(const Accelerator& accelerator, const Architecture* architecture, const DeviceInfo& info,
                   Peak& peak) {
  for (const CatalogueName& named : catalogue_names) {
    const auto rate = accelerator.peaks.find(named.catalogue);
    if (rate == accelerator.peaks.end()) continue;
    const auto& listed = named.clock == QuotedClock::tensor && accelerator.tensor_clock ? accelerator.tensor_clock
                                                                                        : accelerator.boost_clock;
    std::string doubt = doubt_of(accelerator);
    if (doubt.empty() && !listed)
      doubt = fmt::format("nobody says at which clock the figures of {} hold", accelerator.name);
    if (doubt.empty() && architecture && accelerator.derived.contains(named.catalogue)) doubt = doubt_of(*architecture);
    const std::optional<Hertz> clock = listed ? listed : info.rated_clock;
    peak.rates[named.resource] = {
        .per_second = rate->second,
        .rated_clock = clock,
        .scope = Scope::per_unit,
        .source = Source::datasheet,
        .derivation = accelerator.name + (listed  ? " at " + text(*clock)
                                          : clock ? ", taken to hold at " + text(*clock)
                                                  : ""),
        .doubt = std::move(doubt),
        .vendor_only = std::string(vendor_only_of(named.resource, accelerator.compute_capability))};
  }
}

// Memory is sold in several speeds under one name, and can be overclocked; less than this apart, figures are rounded.
constexpr double same_within = 0.05;

void add_memory(const Accelerator& accelerator, Peak& peak) {
  if (!accelerator.memory_bandwidth) return;
  const auto told = peak.rates.find(Resource::dram);
  if (told != peak.rates.end() && told->second.doubt.empty() &&
      told->second.per_second > (1 + same_within) * accelerator.memory_bandwidth->value) {
    told->second.derivation +=
        fmt::format(", more than the {} of {}", text(*accelerator.memory_bandwidth), accelerator.name);
    return;
  }
  peak.rates[Resource::dram] = {.per_second = accelerator.memory_bandwidth->value,
                                .rated_clock = std::nullopt,
                                .scope = Scope::shared,
                                .source = Source::datasheet,
                                .derivation = accelerator.name,
                                .doubt = doubt_of(accelerator)};
}

void add_architecture(const Architecture& architecture, const DeviceInfo& info, Peak& peak) {
  for (const CatalogueName& named : catalogue_names) {
    const auto rate = architecture.vector_rates.find(named.catalogue);
    if (rate == architecture.vector_rates.end() || !info.rated_clock) continue;
    peak.rates[named.resource] = {.per_second = info.units * rate->second * info.rated_clock->value,
                                  .rated_clock = info.rated_clock,
                                  .scope = Scope::per_unit,
                                  .source = Source::attributes,
                                  .derivation = fmt::format("{} {}s x {:g} flop per clock (compute capability {}) x {}",
                                                            info.units, info.unit_name, rate->second,
                                                            architecture.compute_capability, text(*info.rated_clock)),
                                  .doubt = doubt_of(architecture)};
  }
}

}  // namespace

Peak derived_peak(const DeviceInfo& info, const Catalogue& catalogue) {
  Peak peak = info.peak;
  const std::string capability = compute_capability_of(info);
  const Architecture* const architecture = find_architecture(catalogue, capability);
  if (architecture) add_architecture(*architecture, info, peak);
  const Accelerator* const accelerator = known(info, catalogue);
  if (accelerator) {
    add_datasheet(*accelerator, architecture, info, peak);
    add_memory(*accelerator, peak);
  }
  const std::string unlisted =
      (accelerator ? fmt::format("neither the datasheet of {} nor the table of compute capability {} tells",
                                 accelerator->name, capability)
                   : fmt::format("the catalogue has no {} of {} {}s and no such rate of compute capability {}",
                                 info.name, info.units, info.unit_name, capability)) +
      "; give figures with --peak, as in --peak bf16_tensor=100TFLOP/s";
  const bool listed = accelerator && !accelerator->peaks.empty();
  for (const CatalogueName& named : catalogue_names)
    if (!peak.rates.contains(named.resource) && !(listed && named.unlisted == Unlisted::absent))
      peak.unknown[named.resource] = unlisted;
  for (const Resource cache : {Resource::l1_read, Resource::l1_write, Resource::l2})
    if (!peak.rates.contains(cache))
      peak.unknown[cache] =
          fmt::format("no datasheet tells the rate of this cache; give a figure with --peak {}=5TB/s", row(cache).name);
  if (!peak.rates.contains(Resource::dram))
    peak.unknown[Resource::dram] = "neither the catalogue nor the driver tells; give a figure with --peak dram=900GB/s";
  return peak;
}

}  // namespace gpupeak
