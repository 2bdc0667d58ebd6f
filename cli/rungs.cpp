#include "cli/rungs.h"

namespace gpupeak::cli {
namespace {

// Whether a rung runs here is asked with a small problem that every rung of the family takes.
template <class Rung, class Problem>
void add(std::vector<RungRow>& rows, const std::string& family, std::span<const Rung* const> ladder,
         const DeviceInfo& device, const Problem& small) {
  for (const Rung* rung : ladder) {
    const std::optional<std::string> refusal = rung->refuses ? rung->refuses(device, small) : std::nullopt;
    rows.push_back({family, std::string(rung->name), std::string(rung->idea), refusal.value_or("")});
  }
}

}  // namespace

std::vector<RungRow> rungs(const kernels::KernelSet& kernels, const DeviceInfo& device) {
  std::vector<RungRow> rows;
  add(rows, "fma", kernels.fma, device, fma::Problem{.dtype = DType::f32, .units = 1, .steps = 64});
  add(rows, "stream", kernels.stream, device,
      stream::Problem{.op = stream::Op::write, .count = 4096, .units = 1, .passes = 1});
  add(rows, "gather", kernels.gather, device, gather::Problem{.stride = 0, .count = 4096, .units = 1, .passes = 1});
  add(rows, "pages", kernels.pages, device, pages::Problem{.op = pages::Op::touch, .huge_pages = 1});
  add(rows, "chase", kernels.chase, device, chase::Problem{.lines = 64, .hops = 64});
  add(rows, "gemm", kernels.gemm, device, gemm::Problem{.dtype = DType::f32, .m = 64, .n = 64, .k = 64});
  return rows;
}

}  // namespace gpupeak::cli
