// What a device has a rate of. Work names amounts of resources, a peak names rates of them; both use this table.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/names.h"

namespace gpupeak {

enum class Unit { flop, byte };

enum class Resource {
  fp64,
  fp32,
  fp16,
  bf16,
  int32,
  int8,
  fp64_tensor,
  tf32_tensor,
  fp16_tensor,
  fp16_tensor_f16,
  bf16_tensor,
  fp8_tensor,
  fp8_tensor_f16,
  fp4_tensor,
  int8_tensor,
  fp64_scalar,
  fp32_scalar,
  l1_read,
  l1_write,
  l2,
  l3,
  dram,
  shared,
  link_to_device,
  link_to_host,
  link_to_peer
};

// Of a device to its host or to another device.
constexpr bool is_link(Resource id) {
  return id == Resource::link_to_device || id == Resource::link_to_host || id == Resource::link_to_peer;
}

struct ResourceRow {
  Resource id;
  std::string_view name;
  Unit unit;
  std::string_view summary;
};

// clang-format off
inline constexpr std::array resources{
    ResourceRow{Resource::fp64,        "fp64",        Unit::flop, "fp64 arithmetic in the widest vector unit; a fused multiply-add counts 2"},
    ResourceRow{Resource::fp32,        "fp32",        Unit::flop, "fp32 arithmetic in the widest vector unit; a fused multiply-add counts 2"},
    ResourceRow{Resource::fp16,        "fp16",        Unit::flop, "fp16 arithmetic in the widest vector unit"},
    ResourceRow{Resource::bf16,        "bf16",        Unit::flop, "bf16 arithmetic in the vector unit; on CPUs dot products of pairs, added up in fp32"},
    ResourceRow{Resource::int32,       "int32",       Unit::flop, "int32 multiply-adds in the vector unit; integer operations count alike"},
    ResourceRow{Resource::int8,        "int8",        Unit::flop, "dot products of int8 in the vector unit, added up in int32; integer operations count alike"},
    ResourceRow{Resource::fp64_tensor, "fp64_tensor", Unit::flop, "products of fp64 tiles in a matrix unit"},
    ResourceRow{Resource::tf32_tensor, "tf32_tensor", Unit::flop, "products of tf32 tiles in a matrix unit, added up in fp32"},
    ResourceRow{Resource::fp16_tensor, "fp16_tensor", Unit::flop, "products of fp16 tiles in a matrix unit, added up in fp32"},
    ResourceRow{Resource::fp16_tensor_f16, "fp16_tensor_f16", Unit::flop, "products of fp16 tiles in a matrix unit, added up in fp16"},
    ResourceRow{Resource::bf16_tensor, "bf16_tensor", Unit::flop, "products of bf16 tiles in a matrix unit, added up in fp32"},
    ResourceRow{Resource::fp8_tensor,  "fp8_tensor",  Unit::flop, "products of fp8 tiles in a matrix unit, added up in fp32"},
    ResourceRow{Resource::fp8_tensor_f16, "fp8_tensor_f16", Unit::flop, "products of fp8 tiles in a matrix unit, added up in fp16"},
    ResourceRow{Resource::fp4_tensor,  "fp4_tensor",  Unit::flop, "products of fp4 tiles in a matrix unit, added up in fp32"},
    ResourceRow{Resource::int8_tensor, "int8_tensor", Unit::flop, "products of int8 tiles in a matrix unit, added up in int32; integer operations count alike"},
    ResourceRow{Resource::fp64_scalar, "fp64_scalar", Unit::flop, "fp64 arithmetic, one element per instruction"},
    ResourceRow{Resource::fp32_scalar, "fp32_scalar", Unit::flop, "fp32 arithmetic, one element per instruction"},
    ResourceRow{Resource::l1_read,     "l1_read",     Unit::byte, "loads served by the first-level cache"},
    ResourceRow{Resource::l1_write,    "l1_write",    Unit::byte, "stores taken by the first-level cache"},
    ResourceRow{Resource::l2,          "l2",          Unit::byte, "traffic of the second-level cache, both ways"},
    ResourceRow{Resource::l3,          "l3",          Unit::byte, "traffic of the third-level cache, both ways"},
    ResourceRow{Resource::dram,        "dram",        Unit::byte, "traffic of main memory, both ways"},
    ResourceRow{Resource::shared,         "shared",         Unit::byte, "loads from the memory that the threads of a block share"},
    ResourceRow{Resource::link_to_device, "link_to_device", Unit::byte, "traffic of the link from the host's memory to the device"},
    ResourceRow{Resource::link_to_host,   "link_to_host",   Unit::byte, "traffic of the link from the device to the host's memory"},
    ResourceRow{Resource::link_to_peer,   "link_to_peer",   Unit::byte, "traffic of the link from the device to another one"},
};
// clang-format on

constexpr const ResourceRow& row(Resource id) { return resources[static_cast<size_t>(id)]; }

constexpr std::optional<Resource> resource_named(std::string_view name) { return id_of(resources, name); }

}  // namespace gpupeak
