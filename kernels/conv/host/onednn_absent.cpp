// oneDNN · the row when gpupeak was compiled without its headers: the same rung, which says what to install.
#include <stdexcept>

#include "kernels/conv/conv.h"

namespace gpupeak::host {
namespace {

constexpr const char* why = "built without the oneDNN headers; install libdnnl-dev and build again";

std::optional<std::string> refuses(const DeviceInfo&, const conv::Problem&) { return why; }

Launch bind(Device&, const conv::Problem&, const conv::Operands&) { throw std::runtime_error(why); }

}  // namespace

extern constinit const conv::Rung conv_onednn{
    .name = "onednn",
    .idea = "oneDNN, convolution primitives",
    .vendor = "onednn",
    .applies = conv::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
