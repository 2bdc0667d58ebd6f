#include "analysis/summary/kinds.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gpupeak {
namespace {

std::string axis(const Case& id, std::string_view name) { return id.has(name) ? id.text(name) : std::string(); }

// Values of these axes, those that the case has.
std::string values(const Case& id, std::initializer_list<std::string_view> axes) {
  std::string text;
  for (const std::string_view name : axes)
    if (const std::string value = axis(id, name); !value.empty()) text += (text.empty() ? "" : ", ") + value;
  return text;
}

template <size_t size>
bool is_one_of(const std::string& value, const std::array<std::string_view, size>& words) {
  return std::ranges::find(words, value) != words.end();
}

// The level of memory that all of a case's traffic is charged to; nothing where several are: "l1", "dram".
std::optional<std::string> level_charged(const Measurement& m) {
  std::optional<std::string> level;
  for (const auto& [resource, amount] : m.work.amounts) {
    if (row(resource).unit != Unit::byte) continue;
    const std::string_view name = row(resource).name;
    const std::string one(name.substr(0, name.find('_')));  // l1_read and l1_write are the ports of one level
    if (level && *level != one) return std::nullopt;
    level = one;
  }
  return level;
}

constexpr std::array<std::string_view, 8> whole_arrays{"read", "write", "copy", "scale", "add", "triad", "dot", "init"};

std::optional<std::string> of_dtype(const Measurement& m) { return axis(m.id, "dtype"); }
std::optional<std::string> of_model(const Measurement& m) { return axis(m.id, "model"); }
std::optional<std::string> of_all(const Measurement&) { return ""; }

std::string product(const Case& id) {
  const std::string m = axis(id, "m"), n = axis(id, "n"), k = axis(id, "k");
  const auto same = [&](const std::string& edge) { return edge.empty() || edge == n || edge == "n"; };
  const std::string size = same(m) && same(k) ? n : m + "x" + n + "x" + k;
  return values(id, {"rung"}) + (size.empty() ? "" : " n=" + size);
}

constexpr WorkKind kinds[] = {
    {.suite = "throughput",
     .title = "arithmetic",
     .metric = "flop_rate_flops_per_s",
     .variant = of_dtype,
     .detail = [](const Case& id) { return values(id, {"rung"}); }},
    {.suite = "memory",
     .title = "memory",
     .metric = "bandwidth_bytes_per_s",
     .variant = [](const Measurement& m) -> std::optional<std::string> {
       return is_one_of(axis(m.id, "op"), whole_arrays) ? level_charged(m) : std::nullopt;
     },
     .detail = [](const Case& id) { return values(id, {"op"}); }},
    {.suite = "memory",
     .title = "latency",
     .metric = "latency_s",
     .variant = [](const Measurement& m) -> std::optional<std::string> {
       const std::string size = axis(m.id, "size");
       if (axis(m.id, "op") != "chase" || size.empty() || std::isdigit(static_cast<unsigned char>(size.front())))
         return std::nullopt;  // sizes in bytes are for curves
       return size;
     },
     .detail = [](const Case&) { return std::string(); },
     .brief = true},
    {.suite = "shared",
     .title = "shared",
     .metric = "bandwidth_bytes_per_s",
     .variant = of_all,
     .detail = [](const Case& id) { return values(id, {"rung"}); },
     .lesser = true},
    {.suite = "matmul", .title = "matmul", .metric = "flop_rate_flops_per_s", .variant = of_dtype, .detail = product},
    {.suite = "conv",
     .title = "conv",
     .metric = "flop_rate_flops_per_s",
     .variant = of_dtype,
     .detail =
         [](const Case& id) {
           return values(id, {"rung", "layer"});
         }},
    {.suite = "train",
     .title = "train",
     .metric = "sample_rate_samples_per_s",
     .variant = of_model,
     .detail =
         [](const Case& id) {
           return values(id, {"rung", "dtype", "batch"});
         }},
    {.suite = "infer",
     .title = "infer p99",
     .metric = "latency_p99_s",
     .variant = of_model,
     .detail =
         [](const Case& id) {
           return values(id, {"rung", "dtype", "batch"});
         }},
    {.suite = "transfer",
     .title = "transfer",
     .metric = "bandwidth_bytes_per_s",
     .variant = [](const Measurement& m) -> std::optional<std::string> { return axis(m.id, "route"); },
     .detail =
         [](const Case& id) {
           return values(id, {"host", "size"});
         }},
    {.suite = "launch",
     .title = "launch",
     .metric = "latency_s",
     .variant = [](const Measurement& m) -> std::optional<std::string> { return axis(m.id, "op"); },
     .detail = [](const Case&) { return std::string(); },
     .brief = true},
    {.suite = "atomics",
     .title = "atomics",
     .metric = "operation_rate_ops_per_s",
     .variant = of_all,
     .detail =
         [](const Case& id) {
           return values(id, {"number", "sharing"});
         },
     .lesser = true},
    {.suite = "optimizer",
     .title = "optimizer",
     .metric = "bandwidth_bytes_per_s",
     .variant = of_all,
     .detail =
         [](const Case& id) {
           return values(id, {"rung", "rule", "dtype"});
         },
     .lesser = true},
    {.suite = "roofline",
     .title = "roofline",
     .metric = "flop_rate_flops_per_s",
     .variant = of_dtype,
     .detail = [](const Case& id) { return axis(id, "fmas") + " fma per element"; },
     .lesser = true,
     .unless = "throughput"},
};

}  // namespace

std::span<const WorkKind> work_kinds() { return kinds; }

}  // namespace gpupeak
