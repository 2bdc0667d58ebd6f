#include "core/buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "core/host_threads.h"

namespace gpupeak {
namespace {

constexpr size_t chunk_bytes = size_t{4} << 20;  // what a thread stages at a time: a copy over PCIe starts in 10 us
constexpr double large_bytes = 64 << 20;         // from here on several threads are faster than they are started
constexpr Bytes bulk_bytes = mib(1);             // from here on a device that can does it: below, a copy is as fast
constexpr unsigned char red_zone_byte = 0xA5;

template <class T>
Bytes guarded_size(int64_t count) {
  constexpr int64_t most =
      (std::numeric_limits<int64_t>::max() - int64_t{2} * red_zone_bytes) / static_cast<int64_t>(sizeof(T));
  if (count < 0 || count > most)
    throw std::invalid_argument(fmt::format("a buffer of {} elements cannot be addressed", count));
  return Bytes(static_cast<double>(count) * sizeof(T) + 2.0 * red_zone_bytes);
}

int threads_for_bytes(int64_t count, size_t element_bytes) {
  return threads_for(static_cast<double>(count) * static_cast<double>(element_bytes), large_bytes);
}

// Of a part of an array that begins with word `first`.
uint64_t digest_of(std::span<const std::byte> bytes, uint64_t first) {
  uint64_t sum = 0;
  const size_t whole = bytes.size() / 8;
  for (size_t i = 0; i < whole; ++i) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + 8 * i, 8);
    sum += digest_of_word(word, first + i);
  }
  if (const size_t rest = bytes.size() % 8; rest != 0) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + 8 * whole, rest);
    sum += digest_of_word(word, first + whole);
  }
  return sum;
}

BulkMemory* bulk_for(Device& device, Bytes bytes) { return bytes < bulk_bytes ? nullptr : device.bulk(); }

}  // namespace

bool device_digests(Device& device, Bytes bytes) { return bulk_for(device, bytes) != nullptr; }

bool device_fills(Device& device, DType dtype, Bytes bytes) {
  const BulkMemory* const bulk = bulk_for(device, bytes);
  return bulk && bulk->has(dtype);
}

template <class T>
Buffer<T>::Buffer(Device& device, int64_t count)
    : device_(&device), count_(count), memory_(device.allocate(guarded_size<T>(count))) {
  draw_red_zones();
}

template <class T>
T* Buffer<T>::data() const {
  return reinterpret_cast<T*>(static_cast<std::byte*>(memory_->data()) + red_zone_bytes);
}

template <class T>
void Buffer<T>::write(int64_t first, std::span<const T> values) {
  device_->write(*memory_, red_zone_bytes + static_cast<size_t>(first) * sizeof(T), std::as_bytes(values));
}

template <class T>
void Buffer<T>::read(int64_t first, std::span<T> values) const {
  device_->read(*memory_, red_zone_bytes + static_cast<size_t>(first) * sizeof(T), std::as_writable_bytes(values));
}

template <class T>
std::vector<T> Buffer<T>::all() const {
  std::vector<T> values(static_cast<size_t>(count_));
  read(0, values);
  return values;
}

template <class T>
BulkMemory* Buffer<T>::bulk() const {
  return bulk_for(*device_, Bytes(static_cast<double>(count_) * sizeof(T)));
}

template <class T>
uint64_t Buffer<T>::generate(DataKind kind, uint64_t seed) {
  const Contents contents{.kind = kind, .first = {1, seed}};
  if (BulkMemory* const of_device = bulk(); of_device && of_device->has(dtype_of<T>)) {
    of_device->fill(data(), dtype_of<T>, count_, contents);
    const uint64_t wanted = of_device->digest_if(dtype_of<T>, count_, contents);
    if (digest() != wanted)
      throw std::runtime_error("the device filled its memory with something else than it was told");
    return wanted;
  }
  std::atomic<uint64_t> digest{0};
  in_chunks<T>(
      count_, chunk_bytes / sizeof(T), threads_for_bytes(count_, sizeof(T)), nothing_in_chunks,
      [&](int64_t first, std::span<T> values) {
        T* const to = values.data();
        for (size_t i = 0; i < values.size(); ++i)
          to[i] = generated_as<T>(kind, seed, static_cast<uint64_t>(first) + i);
        digest += digest_of(std::as_bytes(values), static_cast<uint64_t>(first) * sizeof(T) / 8);
      },
      [&](int64_t first, std::span<T> values) { write(first, values); });
  return digest;
}

template <class T>
void Buffer<T>::poison() {
  if (BulkMemory* const of_device = bulk())
    return of_device->set_all_bits(data(), static_cast<size_t>(count_) * sizeof(T));
  constexpr int64_t chunk = chunk_bytes / sizeof(T);
  std::vector<T> values(static_cast<size_t>(std::min(chunk, count_)));
  if (!values.empty()) std::memset(static_cast<void*>(values.data()), 0xFF, values.size() * sizeof(T));
  for (int64_t first = 0; first < count_; first += chunk)
    write(first, std::span<const T>(values).first(static_cast<size_t>(std::min(chunk, count_ - first))));
}

template <class T>
void Buffer<T>::draw_red_zones() {
  const std::vector<std::byte> zone(red_zone_bytes, std::byte{red_zone_byte});
  device_->write(*memory_, 0, zone);
  device_->write(*memory_, red_zone_bytes + static_cast<size_t>(count_) * sizeof(T), zone);
}

template <class T>
std::optional<int64_t> Buffer<T>::damage() const {
  const auto contents = static_cast<int64_t>(static_cast<size_t>(count_) * sizeof(T));
  std::vector<std::byte> zone(red_zone_bytes);
  for (const int64_t start : {-static_cast<int64_t>(red_zone_bytes), contents}) {
    device_->read(*memory_, static_cast<size_t>(start + static_cast<int64_t>(red_zone_bytes)), zone);
    for (size_t i = 0; i < zone.size(); ++i)
      if (zone[i] != std::byte{red_zone_byte}) return start + static_cast<int64_t>(i);
  }
  return std::nullopt;
}

template <class T>
uint64_t Buffer<T>::digest() const {
  if (BulkMemory* const of_device = bulk()) return of_device->digest(data(), static_cast<size_t>(count_) * sizeof(T));
  std::atomic<uint64_t> digest{0};
  in_chunks<T>(
      count_, chunk_bytes / sizeof(T), threads_for_bytes(count_, sizeof(T)),
      [&](int64_t first, std::span<T> values) { read(first, values); },
      [&](int64_t first, std::span<T> values) {
        digest += digest_of(std::as_bytes(values), static_cast<uint64_t>(first) * sizeof(T) / 8);
      },
      nothing_in_chunks);
  return digest;
}

template <class T>
uint64_t digest_if(const Buffer<T>& buffer, const Contents& contents) {
  const int64_t count = buffer.size();
  if (BulkMemory* const of_device = buffer.bulk()) return of_device->digest_if(dtype_of<T>, count, contents);
  constexpr int64_t chunk_words = chunk_bytes / 8;
  const int64_t words = (count * static_cast<int64_t>(sizeof(T)) + 7) / 8;
  std::atomic<uint64_t> digest{0};
  in_parallel((words + chunk_words - 1) / chunk_words, threads_for_bytes(count, sizeof(T)), [&](int64_t piece) {
    uint64_t sum = 0;
    for (int64_t i = piece * chunk_words; i < std::min(words, (piece + 1) * chunk_words); ++i)
      sum += digest_of_word(contents_word<T>(contents, count, static_cast<uint64_t>(i)), static_cast<uint64_t>(i));
    digest += sum;
  });
  return digest;
}

template <class T>
std::optional<bool> holds(const Buffer<T>& buffer, const Contents& contents) {
  if (!buffer.bulk()) return std::nullopt;
  return buffer.digest() == digest_if(buffer, contents);
}

template uint64_t digest_if(const Buffer<float>&, const Contents&);
template uint64_t digest_if(const Buffer<double>&, const Contents&);
template std::optional<bool> holds(const Buffer<double>&, const Contents&);
template class Buffer<float>;
template class Buffer<double>;
template class Buffer<Float16>;
template class Buffer<BFloat16>;
template class Buffer<E4M3>;
template class Buffer<int8_t>;
template class Buffer<int32_t>;
template class Buffer<int64_t>;
template class Buffer<uint64_t>;

}  // namespace gpupeak
