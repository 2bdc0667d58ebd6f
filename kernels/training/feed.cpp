#include "kernels/training/feed.h"

#include <cassert>

namespace gpupeak {

Feed::Feed(const FeedSource& source) : source_(source) {
  for (Slot& slot : slots_) {
    slot.images.resize(static_cast<size_t>(source.batch * source.shape.size()));
    slot.labels.resize(static_cast<size_t>(source.batch));
  }
  thread_ = std::jthread([this](const std::stop_token& ended) { work(ended); });
}

Feed::~Feed() = default;  // the thread is asked to end, and joined, before what it uses goes

Feed::Batch Feed::take(int64_t step) {
  assert(step >= 0);
  std::unique_lock lock(mutex_);
  Slot& slot = slot_of(step);
  want(step);
  changed_.wait(lock, [&] { return slot.step == step; });
  want(step + 1);
  return {slot.images, slot.labels};
}

void Feed::want(int64_t step) {
  if (slot_of(step).step == step || making_ == step) return;
  wanted_ = step;
  changed_.notify_all();
}

void Feed::stop(uint64_t seed) {
  std::unique_lock lock(mutex_);
  wanted_.reset();
  changed_.wait(lock, [this] { return !making_.has_value(); });
  for (Slot& slot : slots_) slot.step.reset();
  seed_ = seed;
}

void Feed::work(const std::stop_token& ended) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, ended, [this] { return wanted_.has_value(); })) {
    const int64_t step = *wanted_;
    Slot& slot = slot_of(step);
    wanted_.reset();
    making_ = step;
    slot.step.reset();
    lock.unlock();
    make(step, slot);
    lock.lock();
    slot.step = step;
    making_.reset();
    changed_.notify_all();
  }
}

// Every use of a picture is drawn anew, also when the set is gone through again.
void Feed::make(int64_t step, Slot& to) const {
  const auto pixels = static_cast<size_t>(source_.shape.size());
  const int64_t first = step % source_.batches * source_.batch;
  for (int64_t i = 0; i < source_.batch; ++i) {
    const augment::Warp warp =
        augment::drawn(source_.shape, source_.ranges, seed_, static_cast<uint64_t>(step * source_.batch + i));
    augment::apply(source_.shape, source_.ranges, warp,
                   source_.images.subspan(static_cast<size_t>(first + i) * pixels, pixels),
                   std::span(to.images).subspan(static_cast<size_t>(i) * pixels, pixels));
    const int32_t label = source_.labels[static_cast<size_t>(first + i)];
    to.labels[static_cast<size_t>(i)] = augment::is_flipped(warp) ? source_.mirrored(label) : label;
  }
}

}  // namespace gpupeak
