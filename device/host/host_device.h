// The machine's own CPU as a device: aligned memory, a pinned pool of threads, a steady clock between two calibrations.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/device.h"
#include "device/opening.h"

namespace gpupeak::host {

// A kernel's view of the queue: run `work(worker, workers)` on the first `workers` cores at once, and wait for all.
// With Threads::vendors in force the pool sleeps and must not be used.
class HostQueue : public Queue {
 public:
  virtual void parallel(int workers, const std::function<void(int worker, int workers)>& work) = 0;
  virtual int cpu_of(int worker) const = 0;  // the logical CPU it runs on
};

inline HostQueue& host(Queue& queue) { return static_cast<HostQueue&>(queue); }

// Everything that is known about the host before the first launch.
struct HostDescription {
  DeviceInfo info;
  std::vector<int> cpus;    // the logical CPU of each core that this process may use
  std::vector<int> probed;  // those of these that peaks are probed on
};

// With `probe` false nothing is probed: some milliseconds, for listings.
HostDescription describe_host(bool probe);

// Opens the host: reads topology and features, probes clock and issue rates (about 0.1 s), looks for the vendors'
// libraries.
std::unique_ptr<Device> open_host(const Opening& = {});

}  // namespace gpupeak::host
