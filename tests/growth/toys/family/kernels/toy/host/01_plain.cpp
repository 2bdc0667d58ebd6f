// 01 · plain. One number after the other on the calling thread.
#include "kernels/toy/toy.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo&, const toy::Problem&) { return std::nullopt; }

Launch bind(Device&, const toy::Problem& problem, const toy::Operands& operands) {
  return [=](Queue&) {
    for (int64_t i = 0; i < problem.count; ++i) operands.out[i] = 2 * operands.in[i];
  };
}

}  // namespace

extern constinit const toy::Rung toy_plain{
    .name = "plain",
    .idea = "one number after the other",
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
