// Spreads preparation that would keep one core busy for seconds (filling and digesting gigabytes) over threads of the
// host that have ended when it returns, so that nothing of it runs beside a timed window.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>
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

// Threads are worth their start where they save more than that costs, some milliseconds: `work` and `worth` are counted
// alike.
inline int threads_for(double work, double worth) { return work < worth ? 1 : host_threads(); }

// Walks `count` elements, staged in memory of the host, `chunk` of them for each of `threads` threads at a time:
// before(first, values) and after(first, values) are called from this thread alone, which may so speak to a device;
// piece(first, values) from any, for each chunk between them. `first` is the index of values[0].
template <class T, class Before, class Piece, class After>
void in_chunks(int64_t count, int64_t chunk, int threads, const Before& before, const Piece& piece,
               const After& after) {
  std::vector<T> staged(static_cast<size_t>(std::min(chunk * threads, count)));
  for (int64_t first = 0; first < count; first += std::ssize(staged)) {
    const int64_t n = std::min<int64_t>(std::ssize(staged), count - first);
    const std::span<T> values = std::span(staged).first(static_cast<size_t>(n));
    before(first, values);
    in_parallel((n + chunk - 1) / chunk, threads, [&](int64_t i) {
      const int64_t begin = i * chunk, length = std::min(chunk, n - begin);
      piece(first + begin, values.subspan(static_cast<size_t>(begin), static_cast<size_t>(length)));
    });
    after(first, values);
  }
}
// For `before` or `after`.
inline constexpr auto nothing_in_chunks = [](int64_t, const auto&) {};

}  // namespace gpupeak
