// The memory nodes of a machine with several (NUMA): which is far from a core, and putting pages there.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace gpupeak::host {

struct MemoryNode {
  int id = 0;
  std::vector<int> cpus;
  std::vector<int> distances;  // to every node in the order of their ids, 10 to itself (ACPI SLIT)
};

// The nodes that have memory, by id, from the files of the kernel below `root`; none where it shows none.
std::vector<MemoryNode> read_memory_nodes(const std::filesystem::path& root = "/");

// The node farthest from the one this CPU belongs to; nothing on a machine with one node.
std::optional<int> farthest_node(const std::vector<MemoryNode>&, int cpu);

// Moves the whole pages of [start, start + bytes) to that node, where they stay. Throws std::system_error.
void place_on_node(void* start, size_t bytes, int node);

// Why no memory of this machine is far from a core; nothing where some is.
std::optional<std::string> why_no_far_node();

}  // namespace gpupeak::host
