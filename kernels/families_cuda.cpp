// The TABLE of families, with the rungs for NVIDIA GPUs: for each family what it has from the plainest to the vendor's,
// one per file of kernels/<family>/cuda.
#include "kernels/atomics/atomics.h"
#include "kernels/chase/chase.h"
#include "kernels/dot/dot.h"
#include "kernels/families.h"
#include "kernels/fma/fma.h"
#include "kernels/gather/gather.h"
#include "kernels/launch/launch.h"
#include "kernels/matmul/matmul.h"
#include "kernels/pages/pages.h"
#include "kernels/shared/shared.h"
#include "kernels/stream/stream.h"
#include "kernels/transfer/transfer.h"

namespace gpupeak {

namespace cuda {
extern const fma::Rung fma_threads, fma_pairs;
extern const dot::Rung dot_dp4a, dot_mma_sync, dot_mma_sync_f16_sums, dot_wgmma;
extern const stream::Rung stream_elements, stream_vectors, stream_two_blocks, stream_four_blocks, stream_wide,
    stream_waves;
extern const gather::Rung gather_plain;
extern const pages::Rung pages_malloc, pages_pool, pages_kept;
extern const chase::Rung pointer_chase;
extern const launch::Rung launch_kernel, launch_event, launch_graph;
extern const shared::Rung shared_words;
extern const atomics::Rung atomics_memory, atomics_shared;
extern const transfer::Rung copy_engine, multiprocessors;
extern const matmul::Rung matmul_naive, matmul_coalesced, matmul_shared_tile, matmul_thread_column, matmul_thread_tile,
    matmul_vectors, matmul_warp_tile, matmul_async_copy, matmul_cublas, matmul_cublaslt_first, matmul_cublaslt_best;
}  // namespace cuda

namespace kernels {
namespace {

using namespace cuda;

constexpr Ladder cuda_ladders[] = {
    ladder<&fma_threads, &fma_pairs>,
    ladder<&dot_dp4a, &dot_mma_sync, &dot_mma_sync_f16_sums, &dot_wgmma>,
    ladder<&stream_elements, &stream_vectors, &stream_two_blocks, &stream_four_blocks, &stream_wide, &stream_waves>,
    ladder<&gather_plain>,
    ladder<&pages_malloc, &pages_pool, &pages_kept>,
    ladder<&pointer_chase>,
    ladder<&launch_kernel, &launch_event, &launch_graph>,
    ladder<&shared_words>,
    ladder<&atomics_memory, &atomics_shared>,
    ladder<&copy_engine, &multiprocessors>,
    ladder<&matmul_naive, &matmul_coalesced, &matmul_shared_tile, &matmul_thread_column, &matmul_thread_tile,
           &matmul_vectors, &matmul_warp_tile, &matmul_async_copy, &matmul_cublas, &matmul_cublaslt_first,
           &matmul_cublaslt_best>,
};
constexpr Ladders on_gpus(cuda_ladders);

}  // namespace

const Ladders& cuda_kernels() { return on_gpus; }

}  // namespace kernels
}  // namespace gpupeak
