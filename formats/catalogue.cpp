#include "formats/catalogue.h"

#include "formats/embedded.h"
#include "formats/report_parts.h"
#include "formats/schema.h"

namespace gpupeak {
namespace {

constexpr InputKind catalogue_kind{.what = "a catalogue of accelerators",
                                   .remedy = "compare it with configs/devices.json",
                                   .max_bytes = size_t{16} << 20};

std::string text(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() ? std::string() : found->get<std::string>();
}

std::vector<std::string> texts(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found == row.end() ? std::vector<std::string>() : found->get<std::vector<std::string>>();
}

// Absent keys mean that no trustworthy figure is known.
template <class T>
std::optional<T> catalogue_figure(const Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end()) return std::nullopt;
  return T(found->get<double>());
}

Accelerator accelerator_from(const Json& row) {
  Accelerator a;
  a.name = text(row, "name");
  a.vendor = text(row, "vendor");
  a.architecture = text(row, "architecture");
  a.chip = text(row, "chip");
  a.compute_capability = text(row, "compute_capability");
  a.release = text(row, "release");
  a.form_factor = text(row, "form_factor");
  a.aliases = texts(row, "aliases");
  a.pci_ids = texts(row, "pci_ids");
  a.shares_name_with = texts(row, "shares_name_with");
  if (const auto units = row.find("units"); units != row.end()) a.units = whole<int>(*units);
  a.base_clock = catalogue_figure<Hertz>(row, "base_clock_hz");
  a.boost_clock = catalogue_figure<Hertz>(row, "boost_clock_hz");
  a.tensor_clock = catalogue_figure<Hertz>(row, "tensor_clock_hz");
  a.memory = catalogue_figure<Bytes>(row, "memory_bytes").value_or(Bytes(0));
  a.memory_type = text(row, "memory_type");
  a.memory_bandwidth = catalogue_figure<BytesPerSecond>(row, "memory_bandwidth_bytes_per_s");
  if (const auto bits = row.find("memory_bus_bits"); bits != row.end()) a.memory_bus_bits = whole<int>(*bits);
  a.memory_pin_rate = catalogue_figure<double>(row, "memory_pin_rate_bits_per_s");
  a.l2 = catalogue_figure<Bytes>(row, "l2_bytes");
  a.power = catalogue_figure<Watts>(row, "power_w");
  for (const char* unit : {"peak_flop_per_s", "peak_op_per_s"})
    if (const auto peaks = row.find(unit); peaks != row.end())
      for (const auto& [name, rate] : peaks->get_ref<const Json::object_t&>()) a.peaks[name] = rate.get<double>();
  if (const auto derived = row.find("derived"); derived != row.end())
    for (const auto& [name, formula] : derived->get_ref<const Json::object_t&>())
      a.derived[name] = formula.get<std::string>();
  a.confidence = text(row, "confidence");
  a.note = text(row, "note");
  a.sources = texts(row, "sources");
  return a;
}

Architecture architecture_from(const Json& row) {
  Architecture a;
  a.compute_capability = text(row, "compute_capability");
  a.name = text(row, "architecture");
  a.confidence = text(row, "confidence");
  if (const auto rates = row.find("vector_per_clock_and_unit"); rates != row.end())
    for (const auto& [name, rate] : rates->get_ref<const Json::object_t&>()) a.vector_rates[name] = rate.get<double>();
  if (const auto limits = row.find("limits"); limits != row.end())
    a.first_level = catalogue_figure<Bytes>(*limits, "unified_l1_shared_bytes");
  return a;
}

}  // namespace

Catalogue read_catalogue(std::string_view json, std::string_view name) {
  static const Schema schema = embedded_schema("devices");
  const Json root = read_checked(json, name, catalogue_kind, schema);
  Catalogue read;
  for (const Json& row : root.at("devices")) read.accelerators.push_back(accelerator_from(row));
  if (const auto rows = root.find("architectures"); rows != root.end())
    for (const Json& row : *rows) read.architectures.push_back(architecture_from(row));
  return read;
}

const Catalogue& catalogue() {
  static const Catalogue embedded_one = read_catalogue(embedded("devices.json"), "configs/devices.json");
  return embedded_one;
}

}  // namespace gpupeak
