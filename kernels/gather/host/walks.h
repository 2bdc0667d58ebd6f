// What the rungs of `gather` share: each unit's part, pass by pass, and eight running sums that no addition waits for.
#pragma once

#include <cstdint>

#include "device/host/host_device.h"
#include "kernels/common/word_sum.h"
#include "kernels/gather/gather.h"

namespace gpupeak::host {

// One pass over the part; `count` elements, from `b` with the problem's stride or by `index`.
using GatherWalk = uint64_t (*)(const double* b, const int64_t* index, int64_t count, const gather::Problem&);

Launch gather_parts(const gather::Problem&, const gather::Operands&, GatherWalk);

// The sum of the words of value(0) … value(count - 1).
template <class Value>
uint64_t eightfold_sum(int64_t count, Value value) {
  uint64_t s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  int64_t i = 0;
  for (; i + 8 <= count; i += 8) {
    s0 += word_of(value(i));
    s1 += word_of(value(i + 1));
    s2 += word_of(value(i + 2));
    s3 += word_of(value(i + 3));
    s4 += word_of(value(i + 4));
    s5 += word_of(value(i + 5));
    s6 += word_of(value(i + 6));
    s7 += word_of(value(i + 7));
  }
  uint64_t sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  for (; i < count; ++i) sum += word_of(value(i));
  return sum;
}

}  // namespace gpupeak::host
