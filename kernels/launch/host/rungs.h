// The rungs of the host's `launch` ladder, one per file.
#pragma once

#include "kernels/launch/launch.h"

namespace gpupeak::host {

extern const launch::Rung new_threads, thread_pool;

}  // namespace gpupeak::host
