// The rungs of the host's `dispatch` ladder, one per file.
#pragma once

#include "kernels/launch/launch.h"

namespace gpupeak::host {

extern const dispatch::Rung new_threads, thread_pool;

}  // namespace gpupeak::host
