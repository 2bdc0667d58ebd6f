// oneDNN · the row when gpupeak was compiled without its headers: the same rung, which says what to install.
#include <stdexcept>

#include "kernels/matmul/host/rungs.h"

namespace gpupeak::host {
namespace {

constexpr const char* why = "built without the oneDNN headers; install libdnnl-dev and build again";

std::optional<std::string> refuses(const DeviceInfo&, const gemm::Problem&) { return why; }

Launch bind(Device&, const gemm::Problem&, const gemm::Operands&) { throw std::runtime_error(why); }

}  // namespace

constinit const gemm::Rung gemm_onednn{
    .name = "onednn",
    .idea = "oneDNN, matmul primitive",
    .vendor = true,
    .takes = gemm::takes_all,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
