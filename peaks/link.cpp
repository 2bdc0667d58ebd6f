#include "peaks/link.h"

#include <fmt/format.h>

#include "core/pcie.h"

namespace gpupeak {

void add_link(const Seen<PcieLink>& best, Peak& peak) {
  const auto rate = best ? rate_of(*best) : std::nullopt;
  for (const Resource way : {Resource::link_to_device, Resource::link_to_host}) {
    if (rate)
      peak.rates[way] = {.per_second = rate->value,
                         .rated_clock = std::nullopt,
                         .scope = Scope::shared,
                         .source = Source::attributes,
                         .derivation = fmt::format("PCIe generation {}, {} lanes of {:.3g} GB/s each way",
                                                   best->generation, best->width, 1e-9 * rate->value / best->width),
                         .doubt =
                             "the driver may show the port of a virtual machine, and memory of the host may be "
                             "reached by another way (NVLink-C2C)"};
    else
      peak.unknown[way] = fmt::format(
          "the PCIe link is not known: {}; give a figure with --peak {}=25GB/s",
          best ? fmt::format("no rate of generation {} with {} lanes", best->generation, best->width) : best.reason,
          row(way).name);
  }
}

}  // namespace gpupeak
