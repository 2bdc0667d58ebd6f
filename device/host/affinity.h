// Which logical CPUs the calling thread may run on, and changing that for a while.
#pragma once

#include <vector>

namespace gpupeak::host {

// Logical CPUs the calling thread may use, ascending. Throws std::system_error.
std::vector<int> allowed_cpus();

// Pins the calling thread to one CPU for as long as it lives (throws std::system_error when it may not be used), then
// gives back the mask that was there: libraries that start threads later inherit the mask of the thread that calls
// them.
class PinnedHere {
 public:
  explicit PinnedHere(int cpu);
  ~PinnedHere();
  PinnedHere(const PinnedHere&) = delete;
  PinnedHere& operator=(const PinnedHere&) = delete;

 private:
  std::vector<int> before_;
};

}  // namespace gpupeak::host
