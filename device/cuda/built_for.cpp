// A file of its own, as the build says what it compiled for to this one alone.
#include "device/cuda/compatibility.h"

namespace gpupeak::cuda {

std::string_view built_for() { return GPUPEAK_BUILT_FOR; }

}  // namespace gpupeak::cuda
