// Each worker has its own counter, so that a job for two cores does not wake a hundred. Who waits spins first, because
// a sleeping thread takes 50 us to wake, then sleeps on the counter's futex, because a spinning one would disturb the
// vendor's threads.
#include "device/host/thread_pool.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include <chrono>
#include <stdexcept>
#include <utility>

#include "device/host/affinity.h"

namespace gpupeak::host {
namespace {

using ThreadPoolClock = std::chrono::steady_clock;
constexpr auto spin_time = std::chrono::microseconds(200);

void relax() {
#if defined(__x86_64__)
  asm volatile("pause");
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Spins until `value` is not `old` any more or the spin time is over; says which.
template <class T>
bool changed_while_spinning(const std::atomic<T>& value, T old) {
  const auto end = ThreadPoolClock::now() + spin_time;
  do {
    for (int i = 0; i < 32; ++i) {
      if (value.load(std::memory_order_acquire) != old) return true;
      relax();
    }
  } while (ThreadPoolClock::now() < end);
  return false;
}

// Threads started while it lives take no signals: Ctrl-C is for the thread that can finish the case.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

ThreadPool::ThreadPool(std::vector<int> cpus) : cpus_(std::move(cpus)) {
  if (cpus_.empty()) throw std::invalid_argument("a pool of threads needs at least one CPU");
}

ThreadPool::~ThreadPool() {
  work_ = nullptr;
  for (auto& worker : workers_) {
    worker->jobs.fetch_add(1);
    worker->jobs.notify_one();
  }
  for (auto& worker : workers_) worker->thread.join();
}

void ThreadPool::run(int workers, const std::function<void(int, int)>& work) {
  if (workers < 1 || workers > size())
    throw std::invalid_argument(fmt::format("cannot run on {} cores: this process may use 1 to {}", workers, size()));
  if (running_) throw std::logic_error("a launch started another on the same cores; launch it after this one");
  start(workers);
  running_ = true;
  last_workers_ = workers;
  work_ = &work;
  active_ = workers;
  unfinished_.store(workers - 1, std::memory_order_relaxed);
  // Sequentially consistent, as std::atomic::wait needs it: the new value must be seen before we look for sleepers.
  for (int i = 1; i < workers; ++i) {
    workers_[static_cast<size_t>(i - 1)]->jobs.fetch_add(1);
    workers_[static_cast<size_t>(i - 1)]->jobs.notify_one();
  }
  execute(0);
  for (int left = unfinished_.load(std::memory_order_acquire); left != 0;
       left = unfinished_.load(std::memory_order_acquire))
    if (!changed_while_spinning(unfinished_, left)) unfinished_.wait(left);
  running_ = false;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void ThreadPool::wake() {
  if (!workers_.empty()) run(last_workers_, [](int, int) {});
}

void ThreadPool::quiesce() const {
  for (const auto& worker : workers_)
    while (!worker->asleep.load()) std::this_thread::sleep_for(std::chrono::microseconds(50));
}

void ThreadPool::start(int workers) {
  const SignalsBlocked blocked;
  while (static_cast<int>(workers_.size()) < workers - 1) {
    const int index = static_cast<int>(workers_.size()) + 1;
    const PinnedHere as_the_new_one(cpus_[static_cast<size_t>(index)]);  // a thread inherits its starter's mask
    workers_.reserve(workers_.size() + 1);
    auto worker = std::make_unique<Worker>();
    worker->thread = std::thread([this, w = worker.get(), index] { serve(*w, index); });
    workers_.push_back(std::move(worker));
  }
}

void ThreadPool::serve(Worker& worker, int index) {
  for (uint32_t seen = 0;; ++seen) {
    while (worker.jobs.load(std::memory_order_acquire) == seen)
      if (!changed_while_spinning(worker.jobs, seen)) {
        worker.asleep.store(true);
        worker.jobs.wait(seen);
        worker.asleep.store(false);
      }
    if (!work_) return;
    execute(index);
    if (unfinished_.fetch_sub(1) == 1) unfinished_.notify_one();
  }
}

void ThreadPool::execute(int index) noexcept {
  try {
    (*work_)(index, active_);
  } catch (...) {
    const std::lock_guard lock(failure_mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

}  // namespace gpupeak::host
