#include "device/cuda/cuda_device.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>
#include <vector>

#include "core/format.h"
#include "device/cuda/bulk_memory.h"
#include "device/cuda/check.h"
#include "device/cuda/cuda_libraries.h"
#include "device/cuda/handles.h"
#include "device/cuda/launch.h"
#include "device/cuda/launch_shape.h"
#include "device/cuda/stamp.h"
#include "device/launch_overhead.h"
#include "device/nvml/gpu_state.h"
#include "device/nvml/telemetry.h"
#include "peaks/derivation.h"
#include "peaks/link.h"

namespace gpupeak::cuda {
namespace {

using Clock = std::chrono::steady_clock;

Seconds seconds(Clock::duration d) { return Seconds(std::chrono::duration<double>(d).count()); }

class StreamQueue : public Queue {
 public:
  void wait() override { check(cudaStreamSynchronize(stream_.get())); }
  void start(const Started& started, void** arguments) {
    last_ = started;
    check(cudaLaunchKernel(started.kernel, started.blocks, started.threads, arguments, started.shared_bytes,
                           stream_.get()));
  }
  Started take_last() { return std::exchange(last_, {}); }
  cudaStream_t stream() const { return stream_.get(); }
  void* workspace() {
    if (!workspace_) workspace_.emplace(workspace_bytes);
    return workspace_->bytes();
  }

 private:
  Stream stream_;
  Started last_;
  std::optional<DeviceMemory> workspace_;
};

class CudaDevice final : public Device {
 public:
  CudaDevice(int index, const Opening& opening, const Catalogue& catalogue)
      : index_(index),
        info_(describe_device(index)),
        before_(static_cast<size_t>(info_.units)),
        after_(static_cast<size_t>(info_.units)),
        stamps_(2 * sizeof(Stamp) * static_cast<size_t>(info_.units)),
        bulk_(queue_.stream(), info_.units) {
    info_.free_memory = free_memory();
    if (opening.probe) {
      info_.peak = derived_peak(info_, catalogue);
      open_nvml();
      make_ready();
      info_.launch_overhead = launch_overhead(
          *this, [this](Queue& queue) { stamp(stream_of(queue), reinterpret_cast<Stamp*>(stamps_.bytes()), units()); });
    }
    info_ = described(std::move(info_), opening);
  }

  const DeviceInfo& info() const override { return info_; }
  void look_at_libraries(const Inspector&) override {
    for (Library& library : info_.libraries)
      for (const Opened& (*open)() : {cublas, cublaslt})
        if (library.name == open().info.name) library = open().info;
  }
  // It is tried before it is trusted: what it says decides whether results are right.
  BulkMemory* bulk() override {
    if (!bulk_tried_) bulk_refusal_ = why_no_bulk();
    bulk_tried_ = true;
    return bulk_refusal_ ? nullptr : &bulk_;
  }
  Queue& queue() override { return queue_; }
  // NVIDIA documents a resolution of about half a microsecond (CUDA Runtime API, cudaEventElapsedTime).
  Seconds timer_tick() const override { return Seconds(0.5e-6); }
  Seconds now() const override { return seconds(Clock::now().time_since_epoch()); }
  void settle() override { queue_.wait(); }

  Bytes free_memory() const override {
    size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total));
    return Bytes(static_cast<double>(free));
  }

  // By all processes: the driver tells no more.
  std::optional<Bytes> memory_in_use() const override {
    size_t free = 0, total = 0;
    if (cudaMemGetInfo(&free, &total) != cudaSuccess) return std::nullopt;
    return Bytes(static_cast<double>(total - free));
  }

  std::unique_ptr<Memory> allocate(Bytes size) override {
    return std::make_unique<DeviceMemory>(static_cast<size_t>(size.value));
  }

  void write(Memory& to, size_t offset, std::span<const std::byte> from) override {
    if (from.empty()) return;
    copy(place(to, offset, from.size()), from.data(), from.size(), cudaMemcpyHostToDevice);
  }

  void read(const Memory& from, size_t offset, std::span<std::byte> to) override {
    if (to.empty()) return;
    copy(to.data(), place(from, offset, to.size()), to.size(), cudaMemcpyDeviceToHost);
  }

  // Events stand round the launches alone; the stamps that tell the clock stand outside of them, so that they cost the
  // window nothing.
  Sample time(const Window& window) override {
    if (window.sets.empty() || window.launches < 1 || window.first < 0)
      throw std::invalid_argument("cuda: a timed window needs at least one launch");
    const cudaStream_t stream = queue_.stream();
    queue_.wait();
    stamp_into(0);
    start_.record(stream);
    if (window.timer == Timer::host) queue_.wait();  // or the host's clock would count what was only put on the stream
    const auto host_start = Clock::now();
    const auto sets = static_cast<int64_t>(window.sets.size());
    for (int64_t i = 0, set = window.first % sets; i < window.launches; ++i) {
      window.sets[static_cast<size_t>(set)](queue_);
      if (++set == sets) set = 0;
    }
    if (window.timer == Timer::host) queue_.wait();
    const Seconds host_length = seconds(Clock::now() - host_start);
    end_.record(stream);
    stamp_into(1);
    queue_.wait();
    const Seconds length = window.timer == Timer::host ? host_length : between(start_, end_);
    return {.time = length / static_cast<double>(window.launches), .launches = window.launches, .clock = clock_seen()};
  }

  std::unique_ptr<Watch> watch(const OnReading& told) override {
    if (!telemetry_) return nullptr;
    return nvml::watch(nvml_, telemetry_->device, {.energy_refresh = telemetry_->energy_refresh}, told);
  }

  std::optional<LaunchShape> last_shape() override {
    const Started started = queue_.take_last();
    if (!started.kernel) return std::nullopt;
    return shape_of(started, index_);
  }

 private:
  // What NVML needs to be asked about this GPU. Its order is not CUDA's: they meet by UUID.
  struct TelemetryOfThis {
    nvml::NvmlDevice device;
    Seen<Seconds> energy_refresh;
  };

  void open_nvml() {
    nvml_ = nvml::Nvml::open();
    info_.libraries.push_back(nvml_->library());
    const auto device = find_in_nvml();
    add_link(device ? nvml_->link_max(device.value).seen() : Seen<PcieLink>::none("NVML: " + nvml::text(device.status)),
             info_.peak);
    info_.peak.unknown[Resource::link_to_peer] =
        "the link between GPUs is not looked up; give a figure with --peak link_to_peer=450GB/s";
    if (device) {
      telemetry_ = {device.value, nvml::measure_energy_refresh(*nvml_, device.value)};
      info_.clock_policy = nvml::clock_policy(*nvml_, device.value);
    } else {
      info_.notes.push_back({NoteKind::no_telemetry, {}, {std::string(nvml::text(device.status))}});
    }
  }

  // An instance of a partitioned GPU has CUDA's UUID behind another word there.
  nvml::Answer<nvml::NvmlDevice> find_in_nvml() {
    const auto whole = nvml_->device(info_.uuid);
    if (whole.status != nvml::NvmlStatus::not_found && whole.status != nvml::NvmlStatus::invalid_argument) return whole;
    const std::string instance = "MIG" + info_.uuid.substr(info_.uuid.find('-'));
    const auto part = nvml_->device(instance);
    if (!part) return whole;
    info_.uuid = instance;
    return part;
  }

  // Nothing where this GPU fills and digests memory as the host does.
  std::optional<Note> why_no_bulk() {
    try {
      if (bulk_.agrees_with_host()) return std::nullopt;
      return Note{NoteKind::bulk_disagrees};
    } catch (const OutOfMemory&) {
      return Note{NoteKind::bulk_untried};
    }
  }

  // Before any case, so that what they take of memory, and the first call of a kernel of time, is no case's. Where
  // there is so little memory, whoever needs the workspace asks for it then.
  void make_ready() {
    if (info_.free_memory >= 8.0 * Bytes(workspace_bytes)) queue_.workspace();
    if (!bulk()) info_.notes.push_back(*bulk_refusal_);
  }

  // Of the GPU itself, whatever its description says.
  int units() const { return static_cast<int>(before_.size()); }
  size_t stamp_bytes() const { return sizeof(Stamp) * before_.size(); }

  void stamp_into(int which) {
    std::byte* at = stamps_.bytes() + static_cast<size_t>(which) * stamp_bytes();
    check(cudaMemsetAsync(at, 0, stamp_bytes(), queue_.stream()));
    stamp(queue_.stream(), reinterpret_cast<Stamp*>(at), units());
  }

  std::optional<Hertz> clock_seen() {
    copy(before_.data(), stamps_.bytes(), stamp_bytes(), cudaMemcpyDeviceToHost);
    copy(after_.data(), stamps_.bytes() + stamp_bytes(), stamp_bytes(), cudaMemcpyDeviceToHost);
    return clock_between(before_, after_);
  }

  void copy(void* to, const void* from, size_t size, cudaMemcpyKind kind) {
    check(cudaMemcpyAsync(to, from, size, kind, queue_.stream()));
    queue_.wait();
  }

  static std::byte* place(const Memory& memory, size_t offset, size_t size) {
    if (offset > memory.size() || size > memory.size() - offset)
      throw std::out_of_range(
          fmt::format("cuda: bytes {} to {} are outside a memory of {} bytes", offset, offset + size, memory.size()));
    return static_cast<const DeviceMemory&>(memory).bytes() + offset;
  }

  int index_;  // CUDA's
  DeviceInfo info_;
  StreamQueue queue_;
  Event start_, end_;
  std::vector<Stamp> before_, after_;
  std::shared_ptr<const nvml::Nvml> nvml_;
  std::optional<TelemetryOfThis> telemetry_;
  DeviceMemory stamps_;
  CudaBulkMemory bulk_;
  bool bulk_tried_ = false;
  std::optional<Note> bulk_refusal_;  // of one that was tried
};

}  // namespace

cudaStream_t stream_of(Queue& queue) { return static_cast<StreamQueue&>(queue).stream(); }
void* workspace_of(Queue& queue) { return static_cast<StreamQueue&>(queue).workspace(); }

void start(Queue& queue, const Grid& grid, const void* kernel, void** arguments) {
  static_cast<StreamQueue&>(queue).start({kernel, grid.blocks, grid.threads, grid.shared_bytes}, arguments);
}

std::unique_ptr<Device> open_device(int index, const Opening& opening, const Catalogue& catalogue) {
  make_current(index);
  return std::make_unique<CudaDevice>(index, opening, catalogue);
}

}  // namespace gpupeak::cuda
