// Compiles loops once for each instruction set. Files with the suffix _loops.h hold what depends on one: functions that
// are marked GPUPEAK_ISA_TARGET (templates and lambdas do not inherit a caller's target attribute), with vectors of
// GPUPEAK_ISA_BYTES. A source that needs them for every set defines GPUPEAK_LOOPS as such a file's path and includes
// this, which puts them into the namespaces vector128, avx2 and avx512: code for one set is never shared with another.
// A source of one set alone defines GPUPEAK_ISA_TARGET and includes its loops itself.
//
// Where other features are meant than these, the source says so before. No #pragma once: a source may have loops of
// two.
#ifndef GPUPEAK_AVX2_FEATURES
#define GPUPEAK_AVX2_FEATURES "avx2,fma"
#endif
#ifndef GPUPEAK_AVX512_FEATURES
#define GPUPEAK_AVX512_FEATURES "avx512f"
#endif

#define GPUPEAK_ISA vector128
#define GPUPEAK_ISA_BYTES 16
#define GPUPEAK_ISA_TARGET
#include GPUPEAK_LOOPS
#undef GPUPEAK_ISA
#undef GPUPEAK_ISA_BYTES
#undef GPUPEAK_ISA_TARGET

#define GPUPEAK_ISA avx2
#define GPUPEAK_ISA_BYTES 32
#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET(GPUPEAK_AVX2_FEATURES)
#include GPUPEAK_LOOPS
#undef GPUPEAK_ISA
#undef GPUPEAK_ISA_BYTES
#undef GPUPEAK_ISA_TARGET

#define GPUPEAK_ISA avx512
#define GPUPEAK_ISA_BYTES 64
#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET(GPUPEAK_AVX512_FEATURES)
#include GPUPEAK_LOOPS
#undef GPUPEAK_ISA
#undef GPUPEAK_ISA_BYTES
#undef GPUPEAK_ISA_TARGET
#undef GPUPEAK_LOOPS
