// Spreads preparation that would keep one core busy for seconds (filling and digesting gigabytes) over threads of the
// host that have ended when it returns, so that nothing of it runs beside a timed window.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <system_error>
#include <thread>
#include <vector>

namespace gpupeak {

// As many as there are logical CPUs, but no more than memory bandwidth feeds.
inline int host_threads() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 16); }

// Calls piece(i) once for every i below `pieces`, in any order, from the calling thread and others. What the pieces
// write must be apart; they must not throw.
template <class Piece>
void in_parallel(int64_t pieces, int threads, const Piece& piece) {
  std::atomic<int64_t> next{0};
  const auto work = [&] {
    for (int64_t i = next++; i < pieces; i = next++) piece(i);
  };
  std::vector<std::jthread> others;
  try {
    for (int64_t t = 1; t < std::min<int64_t>(threads, pieces); ++t) others.emplace_back(work);
  } catch (const std::system_error&) {  // no more threads may be started: those there are do it
  }
  work();
}

}  // namespace gpupeak
