// Which instruction set the kernels of a vendor's library are of: one rule for all of them, held against the processor.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/device_info.h"

namespace gpupeak::host {

// What OpenBLAS calls a core ("Prescott") as the feature its kernels rest on: "sse", "avx", "fma", "avx512vl". Empty
// for a name that is not in the table, such as those of other architectures.
std::string_view instructions_of_openblas(std::string_view core);

// A value of dnnl_cpu_isa_t, likewise.
std::string_view instructions_of_onednn(unsigned isa);

// The widest of those features that a processor with these has and kernels of `instructions` leave unused; empty where
// there is none, or the kernels are not known.
std::string_view left_unused(std::string_view instructions, std::span<const std::string> features);

// The kernels to ask an OpenBLAS for, by OPENBLAS_CORETYPE, so that it uses `feature`; empty where there are none.
std::string_view openblas_core_of(std::string_view feature);

}  // namespace gpupeak::host
