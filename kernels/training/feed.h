// The input of a training step: batches made of a set by a thread of its own while the step before is computed, so that
// a step waits only for what is not ready.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "kernels/training/augment.h"

namespace gpupeak {

// Where batches come from: `batches` of `batch` pictures each, taken in turn; labels beside them.
struct FeedSource {
  std::span<const float> images;
  std::span<const int32_t> labels;
  int64_t batch, batches;
  augment::Shape shape;
  augment::Ranges ranges;
  int32_t (*mirrored)(int32_t label);  // the class of a flipped picture; not called unless `ranges` flips
};

class Feed {
 public:
  // The set must outlive the feed, and may be written only between stop() and the next take().
  explicit Feed(const FeedSource&);
  ~Feed();
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  struct Batch {
    std::span<const float> images;  // augmented
    std::span<const int32_t> labels;
  };
  // The batch of this step, when it is made; that of the next begins to be. Asked again, the same. Valid until another
  // step's is taken.
  Batch take(int64_t step);
  // Ends what is being made and forgets what was. Later batches are drawn with this seed.
  void stop(uint64_t seed);

 private:
  struct Slot {
    std::optional<int64_t> step;  // whose batch it holds
    std::vector<float> images;
    std::vector<int32_t> labels;
  };
  Slot& slot_of(int64_t step) { return slots_[step % 2]; }
  void want(int64_t step);
  void work(const std::stop_token&);
  void make(int64_t step, Slot& to) const;

  FeedSource source_;
  uint64_t seed_ = 0;
  Slot slots_[2];
  std::mutex mutex_;  // of all below, and of the slots' steps
  std::condition_variable_any changed_;
  std::optional<int64_t> wanted_, making_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gpupeak
