// The suites, one per file.
#pragma once

#include "method/suite.h"

namespace gpupeak {

extern const Suite throughput_suite, memory_suite, shared_suite, atomics_suite, transfer_suite, roofline_suite,
    matmul_suite, conv_suite, launch_suite, optimizer_suite, train_suite, infer_suite;

}  // namespace gpupeak
