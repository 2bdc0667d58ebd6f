// A machine that runs launches and says how long they took. The only interface that a backend implements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/device_info.h"
#include "core/dtype.h"
#include "core/generated.h"
#include "core/launch_shape.h"
#include "core/throttling.h"
#include "core/units.h"
#include "core/watch.h"

namespace gpupeak {

// Where launches go, in order. A kernel casts it to its backend's queue.
class Queue {
 public:
  virtual ~Queue() = default;
  virtual void wait() = 0;  // until all that was launched is done; throws what the device reports
};

using Launch = std::function<void(Queue&)>;

// Device memory, owned. Freed by the destructor, which never throws.
class Memory {
 public:
  virtual ~Memory() = default;
  virtual void* data() = 0;  // device address, aligned to at least 4096 bytes
  virtual size_t size() const = 0;
};

// Who runs the threads of a launch: our kernels use the device's own pinned pool; a vendor library brings its own and
// needs the process's whole affinity mask and idle cores.
enum class Threads { ours, vendors };

// device: the device's own clock (events) when it has one. host: wall clock round the calls, for what only the host can
// see.
enum class Timer { device, host };

// One timed window: `launches` launches, taken from `sets` in rotation starting at `first`.
struct Window {
  std::span<const Launch> sets = {};
  int64_t first = 0;
  int64_t launches = 1;
  Threads threads = Threads::ours;
  Timer timer = Timer::device;
  std::optional<Resource> busy = {};  // the arithmetic the launches do: some cores lower their clock for it
  int unit = 0;                       // the compute unit of a launch on one of them, where one can choose
};

struct Sample {
  Seconds time;  // of ONE launch: the window's length / launches
  int64_t launches = 1;
  std::optional<Hertz> clock;  // core clock seen in the window (GPU) or calibrated round it (host: bracketed)
  int process = 0;             // which fresh process took it, with --repeat
};

// Launches that follow each other, the whole sequence so many times.
struct Rounds {
  std::span<const Launch> launches = {};
  int64_t rounds = 1;
  Threads threads = Threads::ours;
  std::optional<Resource> busy = {};
  int unit = 0;
  Timer timer = Timer::device;
};

struct OutOfMemory : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The device cannot be used any more: its remaining cases are skipped.
struct DeviceLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What a device does with much of its own memory faster than the host could over the link between them: the same, bit
// for bit, as core/buffer.cpp does it on the host. Addresses are the device's; each call returns when it is done.
class BulkMemory {
 public:
  virtual ~BulkMemory() = default;
  virtual bool has(DType) const = 0;                                       // whether it can fill with such
  virtual void fill(void* to, DType, int64_t count, const Contents&) = 0;  // count elements
  virtual void set_all_bits(void* to, size_t bytes) = 0;                   // of every byte
  virtual uint64_t digest(const void* from, size_t bytes) = 0;             // `from` is aligned to 8 bytes
  virtual uint64_t digest_if(DType, int64_t count, const Contents&) = 0;   // of an array with these contents
};

// Has a process of its own open the library that was found, and says what it learned: one that hangs, crashes or lacks
// address space takes nothing else with it.
using Inspector = std::function<Library(const Library& found)>;

class Device {
 public:
  virtual ~Device() = default;
  virtual const DeviceInfo& info() const = 0;
  // Opens the vendors' libraries, or has `inspect` do so, and completes info().libraries. Before that only their files
  // are looked for.
  virtual void look_at_libraries(const Inspector&) {}
  virtual std::unique_ptr<Memory> allocate(Bytes size) = 0;  // throws OutOfMemory with both figures
  virtual Bytes free_memory() const = 0;
  // What is taken of its memory now, by this process where that can be told; nothing where unknown. Never throws.
  virtual std::optional<Bytes> memory_in_use() const { return std::nullopt; }
  virtual void write(Memory& to, size_t offset, std::span<const std::byte> from) = 0;
  virtual void read(const Memory& from, size_t offset, std::span<std::byte> to) = 0;
  virtual BulkMemory* bulk() { return nullptr; }  // null: the host does such work
  virtual Queue& queue() = 0;
  virtual Sample time(const Window&) = 0;  // runs the window and waits for it
  // The same launches stamped apart: for each of them its time in every round. A device that can stamp between launches
  // without waiting for each does; this one times each in a window of its own.
  virtual std::vector<std::vector<Seconds>> time_each(const Rounds& wanted) {
    std::vector<std::vector<Seconds>> times(wanted.launches.size());
    for (int64_t round = 0; round < wanted.rounds; ++round)
      for (size_t i = 0; i < times.size(); ++i)
        times[i].push_back(
            time({wanted.launches.subspan(i, 1), 0, 1, wanted.threads, wanted.timer, wanted.busy, wanted.unit}).time);
    return times;
  }
  // Looks anew at a rate that it knows by probing alone, because a result says that it is too low: a probe that another
  // program disturbs reads too little. True where the rate in info().peak rose. Takes tenths of a second, and is not
  // called while a window is timed.
  virtual bool probe_again(Resource) { return false; }
  // What a quota of CPU time has done to this process since its groups were made; nothing where none is in force or it
  // is not told. Never throws.
  virtual std::optional<Throttling> throttling() const { return std::nullopt; }
  virtual Seconds timer_tick() const = 0;  // smallest step of the timer behind time()
  virtual Seconds now() const = 0;         // monotonic, for budgets only; a fake device scripts it
  virtual void settle() = 0;               // let an opponent's spinning threads go to sleep
  // For one case: looks at clocks, power and heat while it is timed. None where the device tells nothing of itself.
  virtual std::unique_ptr<Watch> watch(const OnReading&) { return nullptr; }
  // How the kernel that was started last is laid out; none where the device has no blocks, or where nothing but a
  // vendor library's code was started since the last call.
  virtual std::optional<LaunchShape> last_shape() { return std::nullopt; }
};

}  // namespace gpupeak
