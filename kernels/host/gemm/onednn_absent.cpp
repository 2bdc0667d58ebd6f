// oneDNN · the row when gpupeak was compiled without its headers: the same rung, which says what to install.
#include <stdexcept>

#include "kernels/host/gemm/rungs.h"

namespace gpupeak::host {
namespace {

constexpr const char* why = "built without the oneDNN headers; install libdnnl-dev and build again";

bool takes(DType dtype) { return gemm::takes_f32_and_f64(dtype) || gemm::takes_bf16_and_i8(dtype); }

std::optional<std::string> refuses(const DeviceInfo&, const gemm::Problem&) { return why; }

Launch bind(Device&, const gemm::Problem&, const gemm::Operands&) { throw std::runtime_error(why); }

}  // namespace

constinit const gemm::Rung gemm_onednn{
    .name = "onednn",
    .idea = "oneDNN, matmul primitive",
    .vendor = true,
    .takes = takes,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
