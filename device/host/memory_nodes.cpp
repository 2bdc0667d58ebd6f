#include "device/host/memory_nodes.h"

#include <fmt/format.h>
#include <linux/mempolicy.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

// The numbers of a list like "0-3,8"; none when it is malformed.
std::vector<int> numbers_in(std::string_view list) {
  constexpr int64_t most = 1 << 16;
  std::vector<int> numbers;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    const std::string_view piece = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    const size_t dash = piece.find('-');
    const auto first = integer_in(piece.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : integer_in(piece.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last > most) return {};
    for (int64_t number = *first; number <= *last; ++number) numbers.push_back(static_cast<int>(number));
  }
  return numbers;
}

}  // namespace

std::vector<MemoryNode> read_memory_nodes(const std::filesystem::path& root) {
  const std::filesystem::path folder = root / "sys/devices/system/node";
  std::vector<MemoryNode> nodes;
  for (const int id : numbers_in(read_small_file(folder / "has_memory").value_or(""))) {
    const std::filesystem::path node = folder / fmt::format("node{}", id);
    MemoryNode found{id, numbers_in(read_small_file(node / "cpulist").value_or("")), {}};
    const std::string distances = read_small_file(node / "distance").value_or("");
    for (const std::string_view word : words_of(distances))
      found.distances.push_back(static_cast<int>(integer_in(word).value_or(0)));
    nodes.push_back(std::move(found));
  }
  return nodes;
}

std::optional<int> farthest_node(const std::vector<MemoryNode>& nodes, int cpu) {
  const auto own = std::ranges::find_if(
      nodes, [&](const MemoryNode& node) { return std::ranges::find(node.cpus, cpu) != node.cpus.end(); });
  if (own == nodes.end()) return std::nullopt;
  const auto distance = [&](const MemoryNode& node) {
    const auto id = static_cast<size_t>(node.id);
    return id < own->distances.size() ? own->distances[id] : 0;
  };
  const MemoryNode* far = nullptr;
  for (const MemoryNode& node : nodes)
    if (node.id != own->id && (!far || distance(node) > distance(*far))) far = &node;
  return far ? std::optional(far->id) : std::nullopt;
}

void place_on_node(void* start, size_t bytes, int node) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t first = (reinterpret_cast<uintptr_t>(start) + page - 1) / page * page;
  const uintptr_t last = (reinterpret_cast<uintptr_t>(start) + bytes) / page * page;
  if (last <= first) return;
  constexpr size_t bits = 8 * sizeof(unsigned long);
  std::vector<unsigned long> mask(static_cast<size_t>(node) / bits + 1);
  mask.back() = 1ul << (static_cast<size_t>(node) % bits);
  // The kernel reads one bit less than it is told of.
  if (syscall(SYS_mbind, first, last - first, MPOL_BIND, mask.data(), mask.size() * bits + 1,
              MPOL_MF_MOVE | MPOL_MF_STRICT) != 0)
    throw std::system_error(
        errno, std::generic_category(),
        fmt::format("cannot put {} bytes on memory node {}; is it in this process's cpuset?", last - first, node));
}

std::optional<std::string> why_no_far_node() {
  if (read_memory_nodes().size() > 1) return std::nullopt;
  return "this machine has one memory node: all memory is equally near";
}

}  // namespace gpupeak::host
