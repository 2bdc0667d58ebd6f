#include "cli/run/rungs.h"

#include <algorithm>

namespace gpupeak::cli {
namespace {

// Whether a rung runs here is asked with a small problem, of the first type it takes where there are several.
template <class Rung, class Problem>
void add(std::vector<RungRow>& rows, const std::string& family, std::span<const Rung* const> ladder,
         const DeviceInfo& device, Problem small) {
  for (const Rung* rung : ladder) {
    if constexpr (requires { rung->takes; })
      small.dtype = std::ranges::find_if(dtypes, [&](const DTypeRow& dtype) { return rung->takes(dtype.id); })->id;
    const std::optional<std::string> refusal = rung->refuses ? rung->refuses(device, small) : std::nullopt;
    rows.push_back({family, std::string(rung->name), std::string(rung->idea), refusal.value_or("")});
  }
}

matmul::Problem small_product() {
  matmul::Problem problem;
  problem.m = problem.n = problem.k = 64;
  return problem;
}

}  // namespace

std::vector<RungRow> rungs(const kernels::KernelSet& kernels, const DeviceInfo& device) {
  std::vector<RungRow> rows;
  add(rows, "fma", kernels.fma, device, fma::Problem{});
  add(rows, "dot", kernels.dot, device, dot::Problem{});
  add(rows, "stream", kernels.stream, device,
      stream::Problem{.op = stream::Op::write, .count = 4096, .units = 1, .passes = 1});
  add(rows, "gather", kernels.gather, device, gather::Problem{.stride = 0, .count = 4096, .units = 1, .passes = 1});
  add(rows, "pages", kernels.pages, device, pages::Problem{.op = pages::Op::touch, .huge_pages = 1});
  add(rows, "chase", kernels.chase, device, chase::Problem{.lines = 64, .hops = 64});
  add(rows, "launch", kernels.launch, device, launch::Problem{});
  add(rows, "shared", kernels.shared, device, shared::Problem{});
  add(rows, "atomics", kernels.atomics, device, atomics::Problem{.sharing = atomics::Sharing::thread});
  add(rows, "transfer", kernels.transfer, device, transfer::Problem{.bytes = 4096});
  add(rows, "roofline", kernels.roofline, device, roofline::Problem{});
  add(rows, "matmul", kernels.matmul, device, small_product());
  add(rows, "conv", kernels.conv, device, conv::Problem{});
  add(rows, "optimizer", kernels.optimizer, device, optimizer::Problem{.tensors = {{0, 64}}});
  add(rows, "training", kernels.training, device, training::Problem{});
  return rows;
}

}  // namespace gpupeak::cli
