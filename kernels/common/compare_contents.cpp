#include "kernels/common/compare_contents.h"

#include <algorithm>
#include <vector>

#include "core/host_threads.h"

namespace gpupeak {
namespace {

constexpr int64_t piece_elements = int64_t{1} << 17;  // 1 MiB: what a thread compares at a time
constexpr double worth_threads = 1 << 22;             // elements

void compare_range(Comparison& comparison, const Buffer<double>& buffer, const Contents& contents, int64_t begin,
                   int64_t count, int64_t first_index) {
  std::vector<Comparison> of_pieces(static_cast<size_t>((count + piece_elements - 1) / piece_elements));
  in_chunks<double>(
      count, piece_elements, threads_for(static_cast<double>(count), worth_threads),
      [&](int64_t first, std::span<double> values) { buffer.read(begin + first, values); },
      [&](int64_t first, std::span<double> values) {
        Comparison& own = of_pieces[static_cast<size_t>(first / piece_elements)];
        for (int64_t at = begin + first; const double value : values) {
          own.element(value, element(contents, static_cast<uint64_t>(at)), 0, first_index + at);
          ++at;
        }
      },
      nothing_in_chunks);
  for (const Comparison& piece : of_pieces) comparison.add(piece);
}

}  // namespace

void compare_contents(Comparison& comparison, const Buffer<double>& buffer, const Contents& contents,
                      int64_t first_index, uint64_t seed) {
  const int64_t count = buffer.size();
  if (!holds(buffer, contents).value_or(false))
    return compare_range(comparison, buffer, contents, 0, count, first_index);
  const int64_t seen = std::min(count, piece_elements);
  const auto begin = static_cast<int64_t>(mix(seed, 0) % static_cast<uint64_t>(count - seen + 1));
  compare_range(comparison, buffer, contents, begin, seen, first_index);
  comparison.proven(count - seen);
}

}  // namespace gpupeak
