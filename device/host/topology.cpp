// hwloc knows where each system hides this; here is only what we ask it.
#include "device/host/topology.h"

#include <hwloc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>

#include "device/host/affinity.h"

namespace gpupeak::host {
namespace {

struct DestroyTopology {
  void operator()(hwloc_topology_t topology) const { hwloc_topology_destroy(topology); }
};
using Hwloc = std::unique_ptr<hwloc_topology, DestroyTopology>;

struct FreeBitmap {
  void operator()(hwloc_bitmap_t bitmap) const { hwloc_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<hwloc_bitmap_s, FreeBitmap>;

// hwloc offers no calls for some of what it can do: the variables it reads are set for a moment.
class VariableForNow {
 public:
  VariableForNow(const char* name, const char* value) : name_(name) {
    if (const char* now = std::getenv(name)) before_ = now;
    setenv(name, value, 1);
  }
  ~VariableForNow() {
    if (before_)
      setenv(name_, before_->c_str(), 1);
    else
      unsetenv(name_);
  }
  VariableForNow(const VariableForNow&) = delete;
  VariableForNow& operator=(const VariableForNow&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

// Null when it cannot be set up.
Hwloc load_topology(const char* synthetic) {
  // Debian's plugins bring in X11 and PCI libraries, for devices we never ask for.
  const VariableForNow no_plugins("HWLOC_PLUGINS_PATH", "/dev/null");
  // What it has to say of a machine that hides something goes to stderr, raw; what is missing is seen in its answers.
  const VariableForNow no_errors("HWLOC_HIDE_ERRORS", "2");
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return nullptr;
  Hwloc topology(raw);
  if (synthetic && hwloc_topology_set_synthetic(raw, synthetic) != 0) return nullptr;
  if (hwloc_topology_load(raw) != 0) return nullptr;
  return topology;
}

std::vector<hwloc_obj_t> objects(hwloc_topology_t topology, hwloc_obj_type_t type) {
  std::vector<hwloc_obj_t> found;
  for (hwloc_obj_t at = nullptr; (at = hwloc_get_next_obj_by_type(topology, type, at));) found.push_back(at);
  return found;
}

// Where hwloc sees no cores (some virtual machines), each logical CPU counts as one.
std::vector<Core> cores_of(hwloc_topology_t topology, hwloc_const_bitmap_t allowed) {
  std::vector<hwloc_obj_t> seen = objects(topology, HWLOC_OBJ_CORE);
  if (seen.empty()) seen = objects(topology, HWLOC_OBJ_PU);
  std::vector<Core> cores;
  const Bitmap usable(hwloc_bitmap_alloc());
  for (hwloc_obj_t core : seen) {
    hwloc_bitmap_and(usable.get(), core->cpuset, allowed);
    if (!hwloc_bitmap_iszero(usable.get()))
      cores.push_back({hwloc_bitmap_first(usable.get()), hwloc_bitmap_weight(usable.get())});
  }
  return cores;
}

struct NamedLevel {
  const char* name;
  hwloc_obj_type_t type;
};
constexpr NamedLevel levels[] = {{"l1", HWLOC_OBJ_L1CACHE}, {"l2", HWLOC_OBJ_L2CACHE}, {"l3", HWLOC_OBJ_L3CACHE}};

// Only instances that one of our cores uses. Where they differ (two kinds of cores) the first core's stands for all.
std::vector<CacheLevel> caches_of(hwloc_topology_t topology, const std::vector<Core>& cores) {
  std::vector<CacheLevel> caches;
  for (const NamedLevel& level : levels) {
    CacheLevel cache{level.name, Bytes(0), 0, 0};
    for (hwloc_obj_t instance : objects(topology, level.type)) {
      const auto sharing = std::ranges::count_if(cores, [&](const Core& core) {
        return hwloc_bitmap_isset(instance->cpuset, static_cast<unsigned>(core.cpu));
      });
      if (sharing == 0) continue;
      if (cache.instances++ == 0) cache.size = Bytes(static_cast<double>(instance->attr->cache.size));
      cache.units_sharing = std::max(cache.units_sharing, static_cast<int>(sharing));
    }
    if (cache.instances > 0 && cache.size > Bytes(0)) caches.push_back(cache);
  }
  return caches;
}

std::string cpu_model_of(hwloc_topology_t topology) {
  for (hwloc_obj_type_t type : {HWLOC_OBJ_PACKAGE, HWLOC_OBJ_MACHINE})
    if (hwloc_obj_t at = hwloc_get_next_obj_by_type(topology, type, nullptr))
      if (const char* model = hwloc_obj_get_info_by_name(at, "CPUModel")) return model;
  return "";
}

Topology describe(hwloc_topology_t topology, const std::vector<int>& cpus) {
  const Bitmap allowed(hwloc_bitmap_alloc());
  for (int cpu : cpus) hwloc_bitmap_set(allowed.get(), static_cast<unsigned>(cpu));
  Topology result;
  result.cores = cores_of(topology, allowed.get());
  if (result.cores.empty())
    throw std::runtime_error("host: none of the machine's cores may be used; check taskset or cpuset");
  result.caches = caches_of(topology, result.cores);
  result.kinds_of_cores = std::max(1, hwloc_cpukinds_get_nr(topology, 0));
  result.memory_nodes = std::max(1, hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE));
  result.cpu_model = cpu_model_of(topology);
  return result;
}

}  // namespace

Topology read_topology() {
  const std::vector<int> allowed = allowed_cpus();
  if (const Hwloc topology = load_topology(nullptr)) return describe(topology.get(), allowed);
  Topology plain;  // a sandbox may hide /sys: the affinity mask is still known
  for (int cpu : allowed) plain.cores.push_back({cpu, 1});
  return plain;
}

Topology made_up_topology(const std::string& synthetic, const std::vector<int>& allowed) {
  const Hwloc topology = load_topology(synthetic.c_str());
  if (!topology) throw std::invalid_argument(synthetic + ": not a machine in hwloc's synthetic notation");
  return describe(topology.get(), allowed);
}

}  // namespace gpupeak::host
