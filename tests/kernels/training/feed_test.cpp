// The feed hands every step its own batch, made once, whatever is asked for and whenever the set is drawn anew.
#include "kernels/training/feed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace gpupeak {
namespace {

constexpr augment::Shape shape{4, 5, 2};
constexpr augment::Ranges ranges{.flips = true, .turn = 10, .scale = 0.1, .shift = 1, .mean = 0.5, .deviation = 0.25};
constexpr int64_t batch = 3, batches = 4;

class FeedTest : public ::testing::Test {
 protected:
  FeedTest() : images(static_cast<size_t>(batch * batches * shape.size())), labels(batch * batches) { draw(0); }

  void draw(float first) {
    std::iota(images.begin(), images.end(), first);
    std::iota(labels.begin(), labels.end(), static_cast<int32_t>(first));
  }
  static int32_t mirrored(int32_t label) { return -1 - label; }
  FeedSource source() const { return {images, labels, batch, batches, shape, ranges, mirrored}; }

  // What step `step` must learn from.
  std::vector<float> expected(int64_t step, uint64_t seed) const {
    std::vector<float> all;
    for (int64_t i = 0; i < batch; ++i) {
      const auto use = static_cast<uint64_t>(step * batch + i);
      const auto first = static_cast<size_t>((step % batches * batch + i) * shape.size());
      std::vector<float> one(static_cast<size_t>(shape.size()));
      augment::apply(shape, ranges, augment::drawn(shape, ranges, seed, use),
                     std::span(images).subspan(first, one.size()), one);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  }
  void expect_batch(Feed& feed, int64_t step, uint64_t seed) const {
    const Feed::Batch got = feed.take(step);
    EXPECT_TRUE(std::ranges::equal(got.images, expected(step, seed))) << "step " << step;
    for (int64_t i = 0; i < batch; ++i) {
      const int32_t label = labels[static_cast<size_t>(step % batches * batch + i)];
      const augment::Warp warp = augment::drawn(shape, ranges, seed, static_cast<uint64_t>(step * batch + i));
      EXPECT_EQ(got.labels[static_cast<size_t>(i)], warp.xx < 0 ? mirrored(label) : label) << "step " << step;
    }
  }

  std::vector<float> images;
  std::vector<int32_t> labels;
};

TEST_F(FeedTest, HandsEveryStepItsOwnBatch) {
  Feed feed(source());
  feed.stop(9);
  for (int64_t step = 0; step < 40; ++step) {
    expect_batch(feed, step, 9);
    expect_batch(feed, step, 9);  // asked again
  }
}

TEST_F(FeedTest, TakesAnyStepAtAnyTime) {
  Feed feed(source());
  feed.stop(9);
  for (const int64_t step : {5, 4, 4, 7, 0, 1, 100, 99, 3}) expect_batch(feed, step, 9);
}

TEST_F(FeedTest, ForgetsWhatItMadeOfASetThatIsDrawnAnew) {
  Feed feed(source());
  feed.stop(9);
  for (uint64_t round = 0; round < 50; ++round) {
    expect_batch(feed, 0, 9 + round);
    if (round % 2 == 0) expect_batch(feed, 1, 9 + round);
    feed.stop(10 + round);
    draw(static_cast<float>(round + 1));  // the next batch may be on its way: not from these numbers
  }
}

TEST_F(FeedTest, EndsWhileABatchIsMade) {
  for (int64_t i = 0; i < 50; ++i) {
    Feed feed(source());
    feed.take(i);
  }
}

}  // namespace
}  // namespace gpupeak
