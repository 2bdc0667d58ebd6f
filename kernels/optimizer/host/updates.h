// The loop of a step for one instruction set, as function pointers: which set a machine has is known when it runs.
#pragma once

#include <array>
#include <cstdint>

#include "core/device_info.h"
#include "kernels/optimizer/optimizer.h"

namespace gpupeak::host {

// One step of `count` parameters, any count and any alignment to an element. m, v and parameters are not looked at
// where the rule or the type has none.
using Update = void (*)(const optimizer::Operands&, int64_t count, const optimizer::Scalars&);

struct Updates {
  std::array<Update, optimizer::rules.size()> f32, bf16;  // by Rule
};

extern const Updates updates_vector128, updates_avx2, updates_avx512;

// With the widest vectors that this device has.
Update widest_update(const DeviceInfo&, const optimizer::Problem&);

// The operands from parameter `first` on.
optimizer::Operands from(const optimizer::Operands&, DType, int64_t first);

// One step of a part of the arenas, shared among `units` cores in whole lines.
void update_part(Queue&, const optimizer::Problem&, const optimizer::Operands&, Part, int units, Update,
                 const optimizer::Scalars&);

}  // namespace gpupeak::host
