#include "core/buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "core/host_threads.h"

namespace gpupeak {
namespace {

constexpr size_t chunk_bytes = size_t{4} << 20;   // what a thread stages at a time: a copy over PCIe starts in 10 us
constexpr size_t large_bytes = size_t{64} << 20;  // from here on several threads are faster than they are started
constexpr unsigned char red_zone_byte = 0xA5;

template <class T>
Bytes guarded_size(int64_t count) {
  constexpr int64_t most =
      (std::numeric_limits<int64_t>::max() - int64_t{2} * red_zone_bytes) / static_cast<int64_t>(sizeof(T));
  if (count < 0 || count > most)
    throw std::invalid_argument(fmt::format("a buffer of {} elements cannot be addressed", count));
  return Bytes(static_cast<double>(count) * sizeof(T) + 2.0 * red_zone_bytes);
}

int threads_for(int64_t count, size_t element_bytes) {
  return static_cast<size_t>(count) * element_bytes < large_bytes ? 1 : host_threads();
}

// Four interleaved lanes: one multiply per 8 bytes each, so that a big input costs a memory read and little more.
uint64_t digest_of(std::span<const std::byte> bytes) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    for (size_t lane = 0; lane < 4; ++lane) {
      uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at + 8 * lane, 8);
      lanes[lane] = (lanes[lane] ^ word) * 0x9e3779b97f4a7c15ull;
      lanes[lane] ^= lanes[lane] >> 29;
    }
  }
  for (; at < bytes.size(); ++at) lanes[0] = scramble(lanes[0] ^ static_cast<uint64_t>(bytes[at]));
  return scramble(lanes[0] ^ scramble(lanes[1] ^ scramble(lanes[2] ^ scramble(lanes[3]))));
}

}  // namespace

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

// Threads calculate; the device is spoken to by the calling one alone.
template <class T>
void Buffer<T>::generate(DataKind kind, uint64_t seed) {
  constexpr int64_t chunk = chunk_bytes / sizeof(T);
  const int threads = threads_for(count_, sizeof(T));
  std::vector<T> values(static_cast<size_t>(std::min(chunk * threads, count_)));
  for (int64_t first = 0; first < count_; first += std::ssize(values)) {
    const int64_t n = std::min<int64_t>(std::ssize(values), count_ - first);
    in_parallel((n + chunk - 1) / chunk, threads, [&](int64_t piece) {
      const int64_t begin = piece * chunk, length = std::min(chunk, n - begin), at = first + begin;
      T* const to = values.data() + begin;
      for (int64_t i = 0; i < length; ++i) to[i] = generated_as<T>(kind, seed, static_cast<uint64_t>(at + i));
    });
    write(first, std::span<const T>(values).first(static_cast<size_t>(n)));
  }
}

template <class T>
void Buffer<T>::poison() {
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

// A digest of the digests of all chunks, in order, so that it is the same whatever the number of threads.
template <class T>
uint64_t Buffer<T>::digest() const {
  constexpr int64_t chunk = chunk_bytes / sizeof(T);
  const int threads = threads_for(count_, sizeof(T));
  std::vector<T> values(static_cast<size_t>(std::min(chunk * threads, count_)));
  std::vector<uint64_t> of_chunks(static_cast<size_t>(threads));
  uint64_t digest = 0;
  for (int64_t first = 0; first < count_; first += std::ssize(values)) {
    const int64_t n = std::min<int64_t>(std::ssize(values), count_ - first), pieces = (n + chunk - 1) / chunk;
    const std::span<T> now = std::span(values).first(static_cast<size_t>(n));
    read(first, now);
    in_parallel(pieces, threads, [&](int64_t piece) {
      const auto begin = static_cast<size_t>(piece * chunk);
      const size_t length = std::min(static_cast<size_t>(chunk), now.size() - begin);
      of_chunks[static_cast<size_t>(piece)] = digest_of(std::as_bytes(now.subspan(begin, length)));
    });
    for (int64_t piece = 0; piece < pieces; ++piece) digest = scramble(digest ^ of_chunks[static_cast<size_t>(piece)]);
  }
  return digest;
}

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
