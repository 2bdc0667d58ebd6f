#include "kernels/common/compare_contents.h"

#include <algorithm>
#include <vector>

#include "core/host_threads.h"

namespace gpupeak {
namespace {

constexpr int64_t piece_elements = int64_t{1} << 17;  // 1 MiB: what a thread compares at a time
constexpr int64_t worth_threads = int64_t{1} << 22;   // from here on threads are worth their start
constexpr int64_t pieces_read = 4;                    // by each thread, in one copy from the device

void compare_range(Comparison& comparison, const Buffer<double>& buffer, const Contents& contents, int64_t begin,
                   int64_t end, int64_t first_index) {
  const int threads = end - begin < worth_threads ? 1 : host_threads();
  const int64_t pieces = pieces_read * threads;
  std::vector<double> values(static_cast<size_t>(std::min(end - begin, pieces * piece_elements)));
  for (int64_t first = begin; first < end; first += std::ssize(values)) {
    const int64_t n = std::min<int64_t>(std::ssize(values), end - first);
    buffer.read(first, std::span(values).first(static_cast<size_t>(n)));
    std::vector<Comparison> of_pieces(static_cast<size_t>((n + piece_elements - 1) / piece_elements));
    in_parallel(std::ssize(of_pieces), threads, [&](int64_t piece) {
      for (int64_t i = piece * piece_elements; i < std::min(n, (piece + 1) * piece_elements); ++i)
        of_pieces[static_cast<size_t>(piece)].element(values[static_cast<size_t>(i)],
                                                      element(contents, static_cast<uint64_t>(first + i)), 0,
                                                      first_index + first + i);
    });
    for (const Comparison& piece : of_pieces) comparison.add(piece);
  }
}

}  // namespace

void compare_contents(Comparison& comparison, const Buffer<double>& buffer, const Contents& contents,
                      int64_t first_index, uint64_t seed) {
  const int64_t count = buffer.size();
  if (!buffer.holds(contents).value_or(false))
    return compare_range(comparison, buffer, contents, 0, count, first_index);
  const int64_t seen = std::min(count, piece_elements);
  const auto begin = static_cast<int64_t>(mix(seed, 0) % static_cast<uint64_t>(count - seen + 1));
  compare_range(comparison, buffer, contents, begin, begin + seen, first_index);
  comparison.proven(count - seen);
}

}  // namespace gpupeak
