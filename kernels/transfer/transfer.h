// Family `transfer`: copies between memories that a link connects: the host's and a device's, two devices', or one
// device's with itself. Only what arrives is counted; both ways at once count both.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/device.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::transfer {

enum class Route { to_device, to_host, both_ways, on_device, to_peer };

struct RouteRow {
  Route id;
  std::string_view name;
  std::string_view summary;
  bool of_host;  // one end is memory of the host
};
inline constexpr std::array routes{
    RouteRow{Route::to_device, "to_device", "host to device", true},
    RouteRow{Route::to_host, "to_host", "device to host", true},
    RouteRow{Route::both_ways, "both_ways", "both at once", true},
    RouteRow{Route::on_device, "on_device", "within the device's memory", false},
    RouteRow{Route::to_peer, "to_peer", "to another device", false},
};
constexpr const RouteRow& row(Route route) { return routes[static_cast<size_t>(route)]; }
std::optional<Route> route_named(std::string_view);

// Memory of the host: pinned stays where it is, so that a device reaches it by itself; pageable is what malloc gives.
enum class HostMemory { pinned, pageable };

struct Problem {
  Route route = Route::to_device;
  HostMemory host = HostMemory::pinned;
  int64_t bytes = 0;  // each way, whole words of 8
  int units = 1;
  int peer = -1;  // index of the other device, where one is asked for
};

constexpr int ways(const Problem& problem) { return problem.route == Route::both_ways ? 2 : 1; }

// Behind each copy's end lie so many more bytes that must stay as they are.
inline constexpr int64_t tail_bytes = 4096;

// A rung's memories and the copies between them. Way 0 is the route, or to the device; way 1 is to the host.
class Ends {
 public:
  virtual ~Ends() = default;
  virtual void copy(Queue&) = 0;                                     // all ways, as one launch
  virtual std::optional<Note> note() const { return std::nullopt; }  // what a reader must know of the way
  // Untimed; targets have tail_bytes more than the problem's.
  virtual void write_source(int way, int64_t offset, std::span<const std::byte>) = 0;
  virtual void write_target(int way, int64_t offset, std::span<const std::byte>) = 0;
  virtual void read_source(int way, int64_t offset, std::span<std::byte>) const = 0;
  virtual void read_target(int way, int64_t offset, std::span<std::byte>) const = 0;
};

struct Rung {
  static constexpr std::string_view family = "transfer";
  static Problem smallest() { return {.bytes = 4096}; }

  std::string_view name;
  std::string_view idea;
  bool (*applies)(Route, HostMemory);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  std::vector<int> (*peers)(const DeviceInfo&);  // indices of the devices that copies may go to
  std::unique_ptr<Ends> (*make)(Device&, const Problem&);
};

// Charged to the link, each direction apart; within a device to the level of memory that holds both ends,
// but for first-level caches.
Work work(const Problem&, const DeviceInfo&);
// Of the device's memory, at most.
Bytes device_memory(const Problem&);

class Data {
 public:
  Data(Device&, const Problem&, const Rung&, uint64_t seed);
  Launch launch();
  std::optional<Note> note() const;
  void reset(uint64_t round);  // fresh sources, targets of all bits set
  Check check() const;         // every word of every target, the bytes behind it, and that sources are as they were

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::transfer
