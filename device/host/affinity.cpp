// CPU sets sized at run time: the fixed cpu_set_t ends at CPU 1023.
#include "device/host/affinity.h"

#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace gpupeak::host {
namespace {

struct FreeSet {
  void operator()(cpu_set_t* set) const { CPU_FREE(set); }
};
using Set = std::unique_ptr<cpu_set_t, FreeSet>;

constexpr int most_cpus = 1 << 16;

void pin(const std::vector<int>& cpus) {
  const int count = cpus.empty() ? 1 : cpus.back() + 1;
  const Set set(CPU_ALLOC(count));
  const size_t bytes = CPU_ALLOC_SIZE(count);
  CPU_ZERO_S(bytes, set.get());
  for (int cpu : cpus) CPU_SET_S(static_cast<size_t>(cpu), bytes, set.get());
  const int error = pthread_setaffinity_np(pthread_self(), bytes, set.get());
  if (error != 0)
    throw std::system_error(error, std::generic_category(),
                            fmt::format("cannot pin a thread to CPU {}; was it taken from this process?", count - 1));
}

}  // namespace

std::vector<int> allowed_cpus() {
  for (int count = 1024; count <= most_cpus; count *= 2) {  // the kernel refuses a set smaller than its own
    const Set set(CPU_ALLOC(count));
    const size_t bytes = CPU_ALLOC_SIZE(count);
    CPU_ZERO_S(bytes, set.get());
    if (pthread_getaffinity_np(pthread_self(), bytes, set.get()) != 0) continue;
    std::vector<int> cpus;
    for (int cpu = 0; cpu < count; ++cpu)
      if (CPU_ISSET_S(static_cast<size_t>(cpu), bytes, set.get())) cpus.push_back(cpu);
    return cpus;
  }
  throw std::system_error(EINVAL, std::generic_category(), "cannot read the CPU affinity of this thread");
}

PinnedHere::PinnedHere(int cpu) : before_(allowed_cpus()) { pin({cpu}); }

PinnedHere::~PinnedHere() {
  try {
    pin(before_);
  } catch (const std::system_error&) {
    // The CPUs were taken away meanwhile: the kernel has already chosen others.
  }
}

}  // namespace gpupeak::host
