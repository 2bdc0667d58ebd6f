#include "kernels/training/host/rows.h"

#include "kernels/common/host/isa.h"

#define GPUPEAK_AVX512_FEATURES "avx512f,avx512bw,avx512vl"
#define GPUPEAK_LOOPS "kernels/training/host/row_loops.h"
#include "kernels/common/host/each_isa.h"

namespace gpupeak::host {

constinit const Rows rows_vector128 = vector128::make_rows(), rows_avx2 = avx2::make_rows(),
                     rows_avx512 = avx512::make_rows();

const Rows& widest_rows(const DeviceInfo& device) {
  if (has_feature(device, "avx512bw")) return rows_avx512;
  if (has_feature(device, "avx2") && has_feature(device, "fma")) return rows_avx2;
  return rows_vector128;
}

}  // namespace gpupeak::host
