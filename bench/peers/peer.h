// How every peer times itself: some unrecorded launches, then samples of at least 20 ms for the asked time; one JSON
// line.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

// Prints {"median_s": per launch, "min_s": ..., "samples": n} for `launch`, sampled for `seconds`.
template <class Launch>
void report_times(double seconds, Launch launch) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };

  const auto begin = Clock::now();
  double once = 0;
  do {
    const auto start = Clock::now();
    launch();
    once = since(start);
  } while (since(begin) < 0.2);

  const int launches = std::max(1, static_cast<int>(0.02 / once));
  std::vector<double> times;
  const auto sampling = Clock::now();
  while (since(sampling) < seconds || times.size() < 3) {
    const auto start = Clock::now();
    for (int i = 0; i < launches; ++i) launch();
    times.push_back(since(start) / launches);
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"median_s\": %.9g, \"min_s\": %.9g, \"samples\": %zu}\n", times[times.size() / 2], times[0],
              times.size());
}

inline long argument(int argc, char** argv, int index, long fallback) {
  return index < argc ? std::atol(argv[index]) : fallback;
}
