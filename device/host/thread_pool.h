// Threads that live as long as the device, one per core, so that a launch costs microseconds and not thread creation.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gpupeak::host {

class ThreadPool {
 public:
  // Worker i runs on logical CPU cpus[i]; worker 0 is the calling thread, which is not pinned here. No thread starts
  // yet.
  explicit ThreadPool(std::vector<int> cpus);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const { return static_cast<int>(cpus_.size()); }

  // work(i, workers) for i in [0, workers), all at once; returns when all are done and throws the first exception among
  // them. Only one call at a time; a call from inside `work` throws std::logic_error.
  void run(int workers, const std::function<void(int worker, int workers)>& work);

  // Wakes the threads of the last run, so that the next does not pay for it.
  void wake();
  // Waits until every thread sleeps and leaves the cores to others: about 0.2 ms after a run.
  void quiesce() const;

 private:
  struct Worker {
    alignas(64) std::atomic<uint32_t> jobs{0};  // raised once per job; the thread waits for it to change
    alignas(64) std::atomic<bool> asleep{false};
    std::thread thread;
  };

  void start(int workers);
  void serve(Worker& worker, int index);
  void execute(int index) noexcept;

  std::vector<int> cpus_;
  std::vector<std::unique_ptr<Worker>> workers_;  // of index 1, 2, ...
  int last_workers_ = 1;
  bool running_ = false;

  const std::function<void(int, int)>* work_ = nullptr;  // null: stop
  int active_ = 0;
  alignas(64) std::atomic<int> unfinished_{0};
  std::mutex failure_mutex_;
  std::exception_ptr failure_;
};

}  // namespace gpupeak::host
