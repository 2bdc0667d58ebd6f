// What ThreadSanitizer must be told of fibers, so that a missing barrier in a kernel is a data race in its report:
// which fiber runs, and what orders memory among them. Handing over orders nothing; only barriers do. The emulator's
// own code is compiled without the sanitizer's instrumentation (GPUPEAK_RACES tells that kernels are instrumented).
#pragma once

#if defined(GPUPEAK_RACES)
#include <sanitizer/tsan_interface.h>

// Of ThreadSanitizer's runtime, in no header of GCC 12: accesses, and allocations, that are not the kernel's own.
extern "C" void AnnotateIgnoreReadsBegin(const char*, int);
extern "C" void AnnotateIgnoreReadsEnd(const char*, int);
extern "C" void AnnotateIgnoreWritesBegin(const char*, int);
extern "C" void AnnotateIgnoreWritesEnd(const char*, int);
#endif

namespace gpupeak::simt::races {

#if defined(GPUPEAK_RACES)

inline constexpr bool seen = true;
inline void* new_fiber() { return __tsan_create_fiber(0); }
inline void* this_fiber() { return __tsan_get_current_fiber(); }
inline void end_fiber(void* fiber) { __tsan_destroy_fiber(fiber); }
inline void switch_to(void* fiber) { __tsan_switch_to_fiber(fiber, __tsan_switch_to_fiber_no_sync); }

// What happened before release(tag) is seen after acquire(tag).
inline void release(void* tag) { __tsan_release(tag); }
inline void acquire(void* tag) { __tsan_acquire(tag); }

// While one lives, memory is touched, taken and given back unseen.
struct Unseen {
  Unseen() {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  }
  ~Unseen() {
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
};

#else

inline constexpr bool seen = false;
inline void* new_fiber() { return nullptr; }
inline void* this_fiber() { return nullptr; }
inline void end_fiber(void*) {}
inline void switch_to(void*) {}
inline void release(void*) {}
inline void acquire(void*) {}
struct Unseen {
  Unseen() {}  // not = default: a variable that only lives is no unused one
};

#endif

}  // namespace gpupeak::simt::races
