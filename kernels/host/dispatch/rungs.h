// The rungs of the host's `dispatch` ladder, one per file.
#pragma once

#include "kernels/dispatch.h"

namespace gpupeak::host {

extern const dispatch::Rung new_threads, thread_pool;

}  // namespace gpupeak::host
