// Threads share the words of an array in strides of the whole grid. A digest is a sum modulo 2^64, so they may add to
// it in any order: each warp does by one atomic addition at its end. Not measured yet.
#include <algorithm>
#include <bit>
#include <stdexcept>
#include <vector>

#include "device/cuda/bulk_memory.h"
#include "device/cuda/launch.h"

namespace gpupeak::cuda {
namespace {

constexpr int bulk_threads = 256, bulk_blocks_of_a_multiprocessor = 4;

__device__ __forceinline__ int64_t first_of_thread() { return int64_t{blockIdx.x} * bulk_threads + threadIdx.x; }
__device__ __forceinline__ int64_t threads_of_grid() { return int64_t{gridDim.x} * bulk_threads; }

// What the threads of a warp have, added to `sum`.
__device__ __forceinline__ void add_of_warp(unsigned long long own, unsigned long long* sum) {
  for (int distance = 16; distance > 0; distance /= 2) own += __shfl_down_sync(0xffffffffu, own, distance);
  if (threadIdx.x % 32 == 0) atomicAdd(sum, own);
}

template <class T>
__global__ void __launch_bounds__(bulk_threads) fill_elements(T* to, int64_t count, Contents contents) {
  for (int64_t i = first_of_thread(); i < count; i += threads_of_grid())
    to[i] = static_cast<T>(element(contents, static_cast<uint64_t>(i)));
}

__global__ void __launch_bounds__(bulk_threads)
    add_memory(const uint64_t* from, int64_t bytes, unsigned long long* sum) {
  const int64_t whole = bytes / 8;
  uint64_t own = 0;
#pragma unroll 8
  for (int64_t i = first_of_thread(); i < whole; i += threads_of_grid())
    own += digest_of_word(from[i], static_cast<uint64_t>(i));
  if (first_of_thread() == 0 && bytes % 8 != 0) {
    uint64_t last = 0;
    for (int64_t byte = 0; byte < bytes % 8; ++byte)
      last |= uint64_t{reinterpret_cast<const uint8_t*>(from + whole)[byte]} << (8 * byte);
    own += digest_of_word(last, static_cast<uint64_t>(whole));
  }
  add_of_warp(own, sum);
}

template <class T>
__global__ void __launch_bounds__(bulk_threads)
    add_contents(int64_t count, Contents contents, unsigned long long* sum) {
  constexpr int64_t of_a_word = 8 / sizeof(T);
  const int64_t words = (count + of_a_word - 1) / of_a_word;
  uint64_t own = 0;
  for (int64_t i = first_of_thread(); i < words; i += threads_of_grid())
    own += digest_of_word(contents_word<T>(contents, count, static_cast<uint64_t>(i)), static_cast<uint64_t>(i));
  add_of_warp(own, sum);
}

struct BulkRow {
  DType dtype;
  void (*fill)(cudaStream_t, unsigned blocks, void* to, int64_t count, const Contents&);
  void (*digest)(cudaStream_t, unsigned blocks, int64_t count, const Contents&, unsigned long long* sum);
};
template <class T>
constexpr BulkRow bulk_row{
    dtype_of<T>,
    [](cudaStream_t stream, unsigned blocks, void* to, int64_t count, const Contents& contents) {
      launch_unseen(stream, {.blocks = blocks, .threads = bulk_threads}, fill_elements<T>, static_cast<T*>(to), count,
                    contents);
    },
    [](cudaStream_t stream, unsigned blocks, int64_t count, const Contents& contents, unsigned long long* sum) {
      launch_unseen(stream, {.blocks = blocks, .threads = bulk_threads}, add_contents<T>, count, contents, sum);
    },
};
constexpr BulkRow bulk_rows[] = {bulk_row<float>, bulk_row<double>};

const BulkRow* row_of_bulk(DType dtype) {
  for (const BulkRow& row : bulk_rows)
    if (row.dtype == dtype) return &row;
  return nullptr;
}

const BulkRow& need_bulk(DType dtype) {
  const BulkRow* row = row_of_bulk(dtype);
  if (!row) throw std::invalid_argument("cuda: no bulk work with elements of this type");
  return *row;
}

}  // namespace

CudaBulkMemory::CudaBulkMemory(cudaStream_t stream, int multiprocessors)
    : stream_(stream), multiprocessors_(multiprocessors), sum_(sizeof(uint64_t)) {}

bool CudaBulkMemory::has(DType dtype) const { return row_of_bulk(dtype) != nullptr; }

void CudaBulkMemory::fill(void* to, DType dtype, int64_t count, const Contents& contents) {
  if (count > 0) need_bulk(dtype).fill(stream_, blocks_for(count), to, count, contents);
  check(cudaStreamSynchronize(stream_));
}

void CudaBulkMemory::set_all_bits(void* to, size_t bytes) {
  check(cudaMemsetAsync(to, 0xff, bytes, stream_));
  check(cudaStreamSynchronize(stream_));
}

uint64_t CudaBulkMemory::digest(const void* from, size_t bytes) {
  const auto size = static_cast<int64_t>(bytes);
  launch_unseen(stream_, {.blocks = blocks_for(size / 8), .threads = bulk_threads}, add_memory,
                static_cast<const uint64_t*>(from), size, cleared_sum());
  return read_sum();
}

uint64_t CudaBulkMemory::digest_if(DType dtype, int64_t count, const Contents& contents) {
  need_bulk(dtype).digest(stream_, blocks_for(count), count, contents, cleared_sum());
  return read_sum();
}

bool CudaBulkMemory::agrees_with_host() {
  const int64_t count = int64_t{multiprocessors_} * bulk_blocks_of_a_multiprocessor * bulk_threads + 77;
  const auto bytes = static_cast<size_t>(count) * sizeof(double);
  const Contents contents{.first = {3, 1}, .second = {1, 2}, .constant = 5};
  DeviceMemory memory(bytes);
  fill(memory.bytes(), DType::f64, count, contents);
  std::vector<double> filled(static_cast<size_t>(count));
  check(cudaMemcpyAsync(filled.data(), memory.bytes(), bytes, cudaMemcpyDeviceToHost, stream_));
  check(cudaStreamSynchronize(stream_));
  uint64_t sum = 0;
  for (uint64_t i = 0; i < filled.size(); ++i) {
    if (filled[i] != element(contents, i)) return false;
    sum += digest_of_word(std::bit_cast<uint64_t>(filled[i]), i);
  }
  return digest(memory.bytes(), bytes) == sum && digest_if(DType::f64, count, contents) == sum;
}

unsigned CudaBulkMemory::blocks_for(int64_t items) const {
  const int64_t needed = (items + bulk_threads - 1) / bulk_threads;
  return static_cast<unsigned>(
      std::clamp<int64_t>(needed, 1, int64_t{multiprocessors_} * bulk_blocks_of_a_multiprocessor));
}

unsigned long long* CudaBulkMemory::cleared_sum() {
  check(cudaMemsetAsync(sum_.bytes(), 0, sizeof(uint64_t), stream_));
  return reinterpret_cast<unsigned long long*>(sum_.bytes());
}

uint64_t CudaBulkMemory::read_sum() {
  uint64_t sum = 0;
  check(cudaMemcpyAsync(&sum, sum_.bytes(), sizeof sum, cudaMemcpyDeviceToHost, stream_));
  check(cudaStreamSynchronize(stream_));
  return sum;
}

}  // namespace gpupeak::cuda
