// oneDNN · its matmul primitive, chosen and compiled for the shape when bound. A yardstick, not ours.
// Runs on its own threads (OpenMP), as many as this process has cores, with the whole affinity mask.
#include <fmt/format.h>

#include <oneapi/dnnl/dnnl.hpp>

#include "device/host/host_libraries.h"
#include "device/host/onednn_launch.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo& device, const matmul::Problem& problem) {
  if (const auto why = why_not(device, "onednn", onednn)) return "oneDNN: " + *why;
  if (problem.dtype == DType::f64) return "oneDNN multiplies no f64 matrices on CPUs; compare with openblas";
  if (problem.update != matmul::Update::overwrite)
    return "oneDNN adds to C by a post-operation that this rung does not build; compare with openblas";
  return std::nullopt;
}

// 2.x describes an operation before it chooses an implementation; 3.x does both at once.
template <class Matmul>
typename Matmul::primitive_desc choose(const dnnl::engine& engine, const dnnl::memory::desc& a,
                                       const dnnl::memory::desc& b, const dnnl::memory::desc& c) {
  if constexpr (requires { typename Matmul::desc; })
    return typename Matmul::primitive_desc(typename Matmul::desc(a, b, c), engine);
  else
    return typename Matmul::primitive_desc(engine, a, b, c);
}

class Product {
 public:
  Product(const matmul::Problem& problem, const matmul::Operands& operands)
      : engine_(dnnl::engine::kind::cpu, 0),
        stream_(engine_),
        batch_(problem.batch),
        a_(matrix(problem.m, problem.k, element(problem.dtype), matmul::row(problem.layout).a_transposed, operands.a)),
        b_(matrix(problem.k, problem.n, element(problem.dtype), matmul::row(problem.layout).b_transposed, operands.b)),
        c_(matrix(problem.m, problem.n, sum(problem.dtype), false, operands.c)),
        matmul_(choose<dnnl::matmul>(engine_, a_.get_desc(), b_.get_desc(), c_.get_desc())) {}

  void run() {
    matmul_.execute(stream_, {{DNNL_ARG_SRC, a_}, {DNNL_ARG_WEIGHTS, b_}, {DNNL_ARG_DST, c_}});
    stream_.wait();
  }

 private:
  using Type = dnnl::memory::data_type;
  static Type element(DType dtype) {
    return dtype == DType::bf16 ? Type::bf16 : dtype == DType::i8 ? Type::s8 : Type::f32;
  }
  static Type sum(DType dtype) { return dtype == DType::i8 ? Type::s32 : Type::f32; }

  dnnl::memory matrix(int64_t rows, int64_t columns, Type type, bool transposed, const void* data) const {
    using Tag = dnnl::memory::format_tag;
    void* const at = const_cast<void*>(data);
    if (batch_ == 1) return dnnl::memory({{rows, columns}, type, transposed ? Tag::ba : Tag::ab}, engine_, at);
    return dnnl::memory({{batch_, rows, columns}, type, transposed ? Tag::acb : Tag::abc}, engine_, at);
  }

  dnnl::engine engine_;
  dnnl::stream stream_;
  int64_t batch_;
  dnnl::memory a_, b_, c_;
  dnnl::matmul matmul_;
};

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return onednn_launch<Product>(device, problem, operands);
}

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
