#include "suites/suites.h"

namespace gpupeak {

extern const Suite throughput_suite, memory_suite, shared_suite, atomics_suite, transfer_suite, roofline_suite,
    matmul_suite, conv_suite, launch_suite, optimizer_suite, train_suite, infer_suite;

namespace {
constexpr const Suite* table[] = {&throughput_suite, &memory_suite,    &shared_suite, &atomics_suite,
                                  &transfer_suite,   &roofline_suite,  &matmul_suite, &conv_suite,
                                  &launch_suite,     &optimizer_suite, &train_suite,  &infer_suite};
}

std::span<const Suite* const> suites() { return table; }

}  // namespace gpupeak
