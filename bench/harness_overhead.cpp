// What a sample costs beside the launch it times: an empty launch in windows of one, as method/measure.cpp takes them.
// Prints {"median_s": what the timed window contains besides the launch, "samples": n}.
#include <algorithm>
#include <cstdio>
#include <vector>

#include "device/host/host_device.h"

int main() {
  const auto device = gpupeak::host::open_host({.probe = false});
  const gpupeak::Launch empty = [](gpupeak::Queue&) {};
  const gpupeak::Window window{.sets = {&empty, 1}};
  std::vector<double> times;
  for (int i = 0; i < 2000; ++i) times.push_back(device->time(window).time.value);
  std::sort(times.begin(), times.end());
  std::printf("{\"median_s\": %.3g, \"samples\": %zu}\n", times[times.size() / 2], times.size());
}
