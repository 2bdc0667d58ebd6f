// oneDNN · the row when gpupeak was compiled without its headers: the same rung, which says what to install.
#include <stdexcept>

#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

constexpr const char* why = "built without the oneDNN headers; install libdnnl-dev and build again";

std::optional<std::string> refuses(const DeviceInfo&, const matmul::Problem&) { return why; }

Launch bind(Device&, const matmul::Problem&, const matmul::Operands&) { throw std::runtime_error(why); }

}  // namespace

extern constinit const matmul::Rung matmul_onednn{
    .name = "onednn",
    .idea = "oneDNN, matmul primitive",
    .vendor = "onednn",
    .takes = matmul::takes_all,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
