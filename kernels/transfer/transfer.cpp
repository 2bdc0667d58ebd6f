#include "kernels/transfer/transfer.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/buffer.h"
#include "core/names.h"

namespace gpupeak::transfer {
namespace {

constexpr int64_t word = sizeof(uint64_t);
constexpr int64_t chunk_words = int64_t{1} << 17;
constexpr uint64_t poison = ~uint64_t{0};

// Word `index` of what way `way` brings; never the poison.
uint64_t sent(uint64_t seed, int way, int64_t index) {
  return mix(mix(seed, static_cast<uint64_t>(way)), static_cast<uint64_t>(index)) >> 1;
}

// Calls use(first, words) for all words [0, count) in pieces.
template <class Use>
void each_chunk(int64_t count, Use use) {
  std::vector<uint64_t> words;
  for (int64_t first = 0; first < count; first += chunk_words) {
    words.resize(static_cast<size_t>(std::min(chunk_words, count - first)));
    use(first, words);
  }
}

// What a copy engine sees of a device: the caches of its compute units are not on its way.
DeviceInfo behind_first_level(DeviceInfo device) {
  std::erase_if(device.caches, [](const CacheLevel& cache) { return cache.name == "l1"; });
  return device;
}

}  // namespace

std::optional<Route> route_named(std::string_view name) { return id_of(routes, name); }

Work work(const Problem& problem, const DeviceInfo& device) {
  const Bytes bytes(static_cast<double>(problem.bytes));
  Work work;
  work.units = problem.units;
  work.working_set = ways(problem) * 2.0 * bytes;
  if (problem.route == Route::to_device || problem.route == Route::both_ways) work.add(Resource::link_to_device, bytes);
  if (problem.route == Route::to_host || problem.route == Route::both_ways) work.add(Resource::link_to_host, bytes);
  if (problem.route == Route::to_peer) work.add(Resource::link_to_peer, bytes);
  if (problem.route == Route::on_device) charge_memory(work, behind_first_level(device), bytes, bytes, Cache::hot);
  return work;
}

Bytes device_memory(const Problem& problem) {
  const double ends = problem.route == Route::both_ways || problem.route == Route::on_device ? 2 : 1;
  return ends * Bytes(static_cast<double>(problem.bytes + tail_bytes));
}

struct Data::Body {
  Problem problem;
  uint64_t seed;
  std::unique_ptr<Ends> ends;
  uint64_t round_seed = 0;

  void check_way(Comparison& comparison, int way) const {
    const int64_t count = problem.bytes / word;
    each_chunk(count, [&](int64_t first, std::vector<uint64_t>& words) {
      const auto bytes = std::as_writable_bytes(std::span(words));
      ends->read_target(way, first * word, bytes);
      const auto wrong = [&] {
        for (size_t i = 0; i < words.size(); ++i)
          if (words[i] != sent(round_seed, way, first + static_cast<int64_t>(i)))
            return first + static_cast<int64_t>(i);
        return int64_t{-1};
      };
      if (const int64_t at = wrong(); at >= 0) comparison.fault(fmt::format("way {} brought a wrong word {}", way, at));
      ends->read_source(way, first * word, bytes);
      if (const int64_t at = wrong(); at >= 0)
        comparison.fault(fmt::format("the source of way {} was overwritten at word {}", way, at));
    });
    std::vector<std::byte> tail(tail_bytes);
    ends->read_target(way, problem.bytes, tail);
    if (std::ranges::any_of(tail, [](std::byte b) { return b != std::byte{0xff}; }))
      comparison.fault(fmt::format("a store behind the {} bytes of way {}", problem.bytes, way));
    comparison.element(0, 0, 0, way);
  }
};

Data::Data(Device& device, const Problem& problem, const Rung& rung, uint64_t seed)
    : body_(std::make_shared<Body>(Body{problem, seed, rung.make(device, problem), 0})) {}

Launch Data::launch() {
  return [body = body_](Queue& queue) { body->ends->copy(queue); };
}

std::optional<Note> Data::note() const { return body_->ends->note(); }

void Data::reset(uint64_t round) {
  Body& body = *body_;
  body.round_seed = mix(body.seed, round);
  for (int way = 0; way < ways(body.problem); ++way) {
    each_chunk(body.problem.bytes / word, [&](int64_t first, std::vector<uint64_t>& words) {
      for (size_t i = 0; i < words.size(); ++i) words[i] = sent(body.round_seed, way, first + static_cast<int64_t>(i));
      body.ends->write_source(way, first * word, std::as_bytes(std::span(words)));
    });
    each_chunk((body.problem.bytes + tail_bytes) / word, [&](int64_t first, std::vector<uint64_t>& words) {
      std::ranges::fill(words, poison);
      body.ends->write_target(way, first * word, std::as_bytes(std::span(words)));
    });
  }
}

Check Data::check() const {
  Comparison comparison;
  for (int way = 0; way < ways(body_->problem); ++way) body_->check_way(comparison, way);
  return comparison.result([](int64_t way) { return fmt::format("way {}", way); });
}

}  // namespace gpupeak::transfer
