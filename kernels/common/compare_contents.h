// Comparing an array that a launch wrote with what each of its elements must be, exactly.
#pragma once

#include "core/buffer.h"
#include "core/verify.h"

namespace gpupeak {

// Element i is compared as first_index + i. Where the device digests so large an array itself, that decides, and the
// host looks at a piece of it drawn with the seed as well; where digests differ, and elsewhere, it looks at every
// element, with threads where there are many.
void compare_contents(Comparison&, const Buffer<double>&, const Contents&, int64_t first_index, uint64_t seed);

}  // namespace gpupeak
