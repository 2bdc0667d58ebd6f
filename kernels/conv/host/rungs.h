// The rungs of the host's `conv` ladder, one per file.
#pragma once

#include "kernels/conv/conv.h"

namespace gpupeak::host {

extern const conv::Rung conv_direct, conv_im2col, conv_implicit, conv_depthwise, conv_onednn;

}  // namespace gpupeak::host
