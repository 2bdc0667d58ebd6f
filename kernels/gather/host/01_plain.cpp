// 01 · plain. One load per element, at a stride or where the index array points; eight sums, so that no addition waits
// for another. Strides: what the hardware fetches ahead decides. By index: out-of-order execution has as many loads
// under way as its window holds. Limit: from the second-level cache on, a line of 64 bytes moves for 8 that are used.
#include "kernels/gather/gather.h"
#include "kernels/gather/host/walks.h"

namespace gpupeak::host {
namespace {

uint64_t by_stride(const double* b, const int64_t*, int64_t count, const gather::Problem& problem) {
  const int64_t stride = problem.stride;
  uint64_t sum = 0;
  for (int64_t walk = 0; walk < gather::walks_of(stride, problem.line); ++walk) {
    const int64_t offset = walk * problem.line;
    if (offset >= count) break;
    const double* from = b + offset;
    sum += eightfold_sum((count - offset + stride - 1) / stride, [=](int64_t i) { return from[i * stride]; });
  }
  return sum;
}

uint64_t by_index(const double* b, const int64_t* index, int64_t count, const gather::Problem&) {
  return eightfold_sum(count, [=](int64_t i) { return b[index[i]]; });
}

bool applies(int64_t) { return true; }

std::optional<std::string> refuses(const DeviceInfo&, const gather::Problem&) { return std::nullopt; }

Launch bind(Device&, const gather::Problem& problem, const gather::Operands& operands) {
  return gather_parts(problem, operands, problem.stride == 0 ? by_index : by_stride);
}

}  // namespace

extern constinit const gather::Rung gather_plain{
    .name = "plain",
    .idea = "one load per element",
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
