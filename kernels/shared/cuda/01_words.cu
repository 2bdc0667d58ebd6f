// 01 · words. A block of 1024 threads per SM copies 32 KiB into its shared memory and loads all of it again and again,
// 4 bytes per thread and load, at a distance that puts 1, 2, … 32 words of a warp's load into one bank. Loads are
// volatile, so that none is left out or moved out of the loop. Limit: one turn of 32 banks per clock.
#include "device/cuda/launch.h"
#include "kernels/shared/shared.h"

namespace gpupeak::cuda {
namespace {

constexpr int words_threads = 1024;

template <int ways>
__global__ void __launch_bounds__(words_threads, 1) load_words(shared::Operands operands, int64_t passes) {
  int32_t* words = static_shared<int32_t, shared::words>();
  for (int i = static_cast<int>(threadIdx.x); i < shared::words; i += words_threads) words[i] = operands.words[i];
  __syncthreads();
  const int lane = static_cast<int>(threadIdx.x) % shared::lanes;
  const volatile int32_t* own = words + shared::word_of(ways, lane, 0);
  int32_t sum = 0;
  for (int64_t pass = 0; pass < passes; ++pass) {
#pragma unroll 32
    for (int load = 0; load < shared::loads; ++load) sum += own[shared::word_of(ways, 0, load)];
  }
  operands.sums[int64_t{blockIdx.x} * words_threads + threadIdx.x] = sum;
}

using Kernel = void(shared::Operands, int64_t);

struct WordsRow {
  int ways;
  Kernel* kernel;
};
constexpr WordsRow kernels[] = {
    {1, load_words<1>}, {2, load_words<2>},   {4, load_words<4>},
    {8, load_words<8>}, {16, load_words<16>}, {32, load_words<32>},
};

Kernel* kernel_of(int ways) {
  for (const WordsRow& row : kernels)
    if (row.ways == ways) return row.kernel;
  return nullptr;
}

std::optional<std::string> words_refuses(const DeviceInfo&, const shared::Problem& problem) {
  if (kernel_of(problem.ways)) return std::nullopt;
  return "conflicts are of 1, 2, 4, 8, 16 or 32 ways; try --set shared.ways=32";
}

Launch bind_words(Device&, const shared::Problem& problem, const shared::Operands& operands) {
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)), .threads = words_threads};
  Kernel* const kernel = kernel_of(problem.ways);
  return [=](Queue& queue) { launch(queue, grid, kernel, operands, problem.passes); };
}

}  // namespace

extern constinit const shared::Rung shared_words{
    .name = "words",
    .idea = "4 bytes per thread and load",
    .threads = words_threads,
    .refuses = words_refuses,
    .bind = bind_words,
};

}  // namespace gpupeak::cuda
