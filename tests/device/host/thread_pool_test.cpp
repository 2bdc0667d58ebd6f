// Who runs, where, how often, and what happens when work throws.
#include "device/host/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "device/host/affinity.h"

namespace gpupeak::host {
namespace {

// More workers than this machine may have cores: they share the first one, which is slow and just as right.
std::vector<int> four_cpus() {
  std::vector<int> cpus = allowed_cpus();
  cpus.resize(4, cpus.front());
  return cpus;
}

TEST(ThreadPool, RunsEachWorkerOnce) {
  ThreadPool pool(four_cpus());
  for (int workers = 1; workers <= pool.size(); ++workers) {
    std::vector<int> runs(4, 0);
    pool.run(workers, [&](int worker, int of) { runs[static_cast<size_t>(worker)] += of; });
    std::vector<int> expected(4, 0);
    std::fill_n(expected.begin(), workers, workers);
    EXPECT_EQ(runs, expected);
  }
}

TEST(ThreadPool, RunsWorkersAtOnce) {
  ThreadPool pool(four_cpus());
  std::atomic<int> arrived{0};
  pool.run(4, [&](int, int) {  // each waits for all: would never return if one ran after another
    ++arrived;
    while (arrived.load() < 4) std::this_thread::yield();
  });
  EXPECT_EQ(arrived.load(), 4);
}

TEST(ThreadPool, UsesTheCallerAsWorkerZeroAndPinsTheOthers) {
  const auto cpus = four_cpus();
  const auto mask_before = allowed_cpus();
  ThreadPool pool(cpus);
  std::vector<std::vector<int>> masks(4);
  std::vector<std::thread::id> ids(4);
  pool.run(4, [&](int worker, int) { ids[static_cast<size_t>(worker)] = std::this_thread::get_id(); });
  pool.run(4, [&](int worker, int) { masks[static_cast<size_t>(worker)] = allowed_cpus(); });
  EXPECT_EQ(ids[0], std::this_thread::get_id());
  EXPECT_EQ(masks[0], mask_before);
  for (size_t i = 1; i < 4; ++i) EXPECT_EQ(masks[i], std::vector<int>{cpus[i]});
  EXPECT_EQ(allowed_cpus(), mask_before);
}

TEST(ThreadPool, SeesEveryWriteOfManyShortJobs) {
  ThreadPool pool(four_cpus());
  std::vector<int64_t> sums(4, 0);  // plain: a race here is for ThreadSanitizer to find
  int64_t total = 0;
  for (int job = 0; job < 400; ++job) {
    const int workers = 1 + job % 4;
    pool.run(workers, [&](int worker, int) { sums[static_cast<size_t>(worker)] += job; });
    total += int64_t{job} * workers;
  }
  EXPECT_EQ(std::accumulate(sums.begin(), sums.end(), int64_t{0}), total);
}

TEST(ThreadPool, GoesOnAfterItsThreadsFellAsleep) {
  ThreadPool pool(four_cpus());
  std::atomic<int> runs{0};
  for (int i = 0; i < 5; ++i) {
    pool.run(4, [&](int, int) { ++runs; });
    pool.quiesce();
  }
  pool.wake();
  pool.run(2, [&](int, int) { ++runs; });
  EXPECT_EQ(runs.load(), 22);
}

TEST(ThreadPool, WaitsForTheSlowestWorkerEvenWhenItSleepsLonger) {
  ThreadPool pool(four_cpus());
  std::atomic<bool> done{false};
  pool.run(3, [&](int worker, int) {
    if (worker != 2) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    done = true;
  });
  EXPECT_TRUE(done);
}

TEST(ThreadPool, HandsAnExceptionOfAnyWorkerToTheCallerAfterAllAreDone) {
  ThreadPool pool(four_cpus());
  for (int thrower = 0; thrower < 4; ++thrower) {
    std::atomic<int> finished{0};
    EXPECT_THROW(pool.run(4,
                          [&](int worker, int) {
                            if (worker == thrower) throw std::runtime_error("worker failed");
                            std::this_thread::sleep_for(std::chrono::milliseconds(2));
                            ++finished;
                          }),
                 std::runtime_error);
    EXPECT_EQ(finished.load(), 3);
  }
  pool.run(4, [](int, int) {});  // the failure is not kept
}

TEST(ThreadPool, ThrowsOneExceptionWhenAllThrow) {
  ThreadPool pool(four_cpus());
  EXPECT_THROW(pool.run(4, [](int, int) { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST(ThreadPool, RefusesALaunchFromInsideALaunch) {
  ThreadPool pool(four_cpus());
  EXPECT_THROW(pool.run(1, [&](int, int) { pool.run(1, [](int, int) {}); }), std::logic_error);
  int runs = 0;
  pool.run(1, [&](int, int) { ++runs; });
  EXPECT_EQ(runs, 1);
}

TEST(ThreadPool, RefusesWorkersItDoesNotHave) {
  ThreadPool pool(four_cpus());
  for (int workers : {0, -1, 5}) EXPECT_THROW(pool.run(workers, [](int, int) {}), std::invalid_argument) << workers;
  EXPECT_THROW(ThreadPool({}), std::invalid_argument);
}

TEST(ThreadPool, SaysWhichCpuAWorkerCannotBePinnedTo) {
  ThreadPool pool({allowed_cpus().front(), 60'000});
  pool.run(1, [](int, int) {});  // no thread is needed yet
  EXPECT_THROW(pool.run(2, [](int, int) {}), std::system_error);
}

TEST(ThreadPool, EndsWithoutEverHavingRun) { EXPECT_EQ(ThreadPool(four_cpus()).size(), 4); }

}  // namespace
}  // namespace gpupeak::host
