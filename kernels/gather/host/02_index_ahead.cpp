// 02 · index ahead. Rung 01's loads by index wait in the core's window until they are next to retire; here an
// instruction asks for the element that comes 64 later, which the index array already tells, and retires at once. It
// lost, and runs only when asked for by name: a Sapphire Rapids keeps as many misses under way without it (1.35
// against 1.42 GB/s of lines from memory, single launches on a busy machine), and in the second-level cache the extra
// instructions cost 27 % (94 against 128 GB/s of lines). Cores with a smaller window may say otherwise.
#include "kernels/gather/gather.h"
#include "kernels/gather/host/walks.h"

namespace gpupeak::host {
namespace {

constexpr int64_t ahead = 64;  // elements

uint64_t by_index(const double* b, const int64_t* index, int64_t count, const gather::Problem&) {
  const int64_t with = count > ahead ? count - ahead : 0;
  const uint64_t first = eightfold_sum(with, [=](int64_t i) {
    __builtin_prefetch(b + index[i + ahead]);
    return b[index[i]];
  });
  return first + eightfold_sum(count - with, [=](int64_t i) { return b[index[with + i]]; });
}

bool applies(int64_t stride) { return stride == 0; }

std::optional<std::string> refuses(const DeviceInfo&, const gather::Problem& problem) {
  if (applies(problem.stride)) return std::nullopt;
  return "a stride needs no index to be foreseen; rung=plain runs it";
}

Launch bind(Device&, const gather::Problem& problem, const gather::Operands& operands) {
  return gather_parts(problem, operands, by_index);
}

}  // namespace

extern constinit const gather::Rung gather_index_ahead{
    .name = "index_ahead",
    .idea = "the element that an index names is asked for 64 elements early",
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
