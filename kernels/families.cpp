// The TABLE of families, with the host's rungs: for each family what it has from the plainest to the vendor's, one per
// file of kernels/<family>/host. Those for GPUs are in families_cuda.cpp.
#include "kernels/families.h"

#include "kernels/atomics/atomics.h"
#include "kernels/chase/chase.h"
#include "kernels/conv/conv.h"
#include "kernels/dot/dot.h"
#include "kernels/fma/fma.h"
#include "kernels/gather/gather.h"
#include "kernels/launch/launch.h"
#include "kernels/matmul/matmul.h"
#include "kernels/optimizer/optimizer.h"
#include "kernels/pages/pages.h"
#include "kernels/roofline/roofline.h"
#include "kernels/stream/stream.h"
#include "kernels/training/training.h"

namespace gpupeak {

namespace host {
extern const fma::Rung fma_scalar, fma_vector128, fma_avx2, fma_avx512, fma_avx512_fp16;
extern const dot::Rung dot_avx_vnni, dot_avx512, dot_amx;
extern const stream::Rung stream_plain, stream_streaming, stream_prefetched, stream_far_node;
extern const gather::Rung gather_plain, gather_index_ahead;
extern const pages::Rung small_pages, huge_pages;
extern const chase::Rung pointer_chase, chase_far_node;
extern const launch::Rung new_threads, thread_pool;
extern const atomics::Rung atomics_memory;
extern const roofline::Rung roofline_vector;
extern const matmul::Rung matmul_three_loops, matmul_loop_order, matmul_cache_blocks, matmul_packed_avx2,
    matmul_packed_avx512, matmul_packed_prefetched, matmul_packed, matmul_amx, matmul_openblas, matmul_onednn;
extern const conv::Rung conv_direct, conv_im2col, conv_implicit, conv_depthwise, conv_onednn;
extern const optimizer::Rung optimizer_naive, optimizer_vector, optimizer_fused;
extern const training::Rung training_own, training_openblas, training_onednn;
}  // namespace host

namespace kernels {
namespace {

using namespace host;

constexpr Ladder host_ladders[] = {
    ladder<&fma_scalar, &fma_vector128, &fma_avx2, &fma_avx512, &fma_avx512_fp16>,
    ladder<&dot_avx_vnni, &dot_avx512, &dot_amx>,
    ladder<&stream_plain, &stream_streaming, &stream_prefetched, &stream_far_node>,
    ladder<&gather_plain, &gather_index_ahead>,
    ladder<&small_pages, &huge_pages>,
    ladder<&pointer_chase, &chase_far_node>,
    ladder<&new_threads, &thread_pool>,
    ladder<&atomics_memory>,
    ladder<&roofline_vector>,
    ladder<&matmul_three_loops, &matmul_loop_order, &matmul_cache_blocks, &matmul_packed_avx2, &matmul_packed_avx512,
           &matmul_packed_prefetched, &matmul_packed, &matmul_amx, &matmul_openblas, &matmul_onednn>,
    ladder<&conv_direct, &conv_im2col, &conv_implicit, &conv_depthwise, &conv_onednn>,
    ladder<&optimizer_naive, &optimizer_vector, &optimizer_fused>,
    ladder<&training_own, &training_openblas, &training_onednn>,
};
constexpr Ladders on_the_host(host_ladders);

}  // namespace

const Ladders& host_kernels() { return on_the_host; }

}  // namespace kernels
}  // namespace gpupeak
