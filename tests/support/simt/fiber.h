// A thread of execution that runs until it hands over: the contexts of POSIX, with the words that AddressSanitizer
// needs to follow them.
#pragma once

#include <ucontext.h>

#include <cstddef>

#include "tests/support/simt/races.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#define GPUPEAK_FIBERS_OF_ASAN 1
#else
#define GPUPEAK_FIBERS_OF_ASAN 0
#endif

namespace gpupeak::simt {

class Fiber {
 public:
  using Body = void (*)();

  Fiber() = default;
  ~Fiber() {
    if (traced_) races::end_fiber(traced_);
  }
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // `stack` belongs to the caller.
  void start(Body body, void* stack, size_t bytes) {
    stack_ = stack;
    bytes_ = bytes;
    getcontext(&context_);
    context_.uc_stack.ss_sp = stack;
    context_.uc_stack.ss_size = bytes;
    context_.uc_link = nullptr;  // a body never returns: it ends in back(true)
    makecontext(&context_, body, 0);
    traced_ = races::new_fiber();
  }

  // From the scheduler into the fiber; returns when it hands over.
  void resume() {
    void* own = nullptr;
    switch_to(&own, stack_, bytes_);
    scheduler_traced_ = races::this_fiber();
    races::switch_to(traced_);
    swapcontext(&scheduler_, &context_);
    arrived(own);
  }

  // From the fiber to the scheduler. `for_good`: it will not be resumed.
  void back(bool for_good) {
    void* own = nullptr;
    switch_to(for_good ? nullptr : &own, scheduler_stack_, scheduler_bytes_);
    races::switch_to(scheduler_traced_);
    swapcontext(&context_, &scheduler_);
    arrived(own);
  }

  // First thing in a body.
  void entered() { arrived(nullptr); }

 private:
#if GPUPEAK_FIBERS_OF_ASAN
  void switch_to(void** own, const void* stack, size_t bytes) { __sanitizer_start_switch_fiber(own, stack, bytes); }
  void arrived(void* own) {
    const void* from = nullptr;
    size_t bytes = 0;
    __sanitizer_finish_switch_fiber(own, &from, &bytes);
    if (from != stack_ && from) scheduler_stack_ = from, scheduler_bytes_ = bytes;
  }
#else
  void switch_to(void**, const void*, size_t) {}
  void arrived(void*) {}
#endif

  ucontext_t context_{}, scheduler_{};
  void* stack_ = nullptr;
  size_t bytes_ = 0;
  const void* scheduler_stack_ = nullptr;
  size_t scheduler_bytes_ = 0;
  void* traced_ = nullptr;  // what ThreadSanitizer knows this fiber by
  void* scheduler_traced_ = nullptr;
};

}  // namespace gpupeak::simt
