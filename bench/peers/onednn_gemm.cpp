// oneDNN alone in a fresh process: its matmul primitive on plain row-major f32. Usage: onednn_gemm f32 M N K [SECONDS]
#include <dnnl.hpp>
#include <random>
#include <vector>

#include "peer.h"

// oneDNN 2.x describes an operation first, 3.x makes the primitive's description at once.
template <class Matmul>
auto describe(const dnnl::engine& engine, const dnnl::memory::desc& a, const dnnl::memory::desc& b,
              const dnnl::memory::desc& c) {
  if constexpr (requires { typename Matmul::desc; })
    return typename Matmul::primitive_desc(typename Matmul::desc(a, b, c), engine);
  else
    return typename Matmul::primitive_desc(engine, a, b, c);
}

int main(int argc, char** argv) {
  const long m = argument(argc, argv, 2, 1024), n = argument(argc, argv, 3, m), k = argument(argc, argv, 4, m);
  const double seconds = static_cast<double>(argument(argc, argv, 5, 1));
  std::vector<float> a(m * k), b(k * n), c(m * n);
  std::minstd_rand random(1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  for (float& x : a) x = uniform(random);
  for (float& x : b) x = uniform(random);

  using dnnl::memory;
  dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  const auto desc = [](long rows, long columns) {
    return memory::desc({rows, columns}, memory::data_type::f32, memory::format_tag::ab);
  };
  memory am(desc(m, k), engine, a.data()), bm(desc(k, n), engine, b.data()), cm(desc(m, n), engine, c.data());
  const dnnl::matmul matmul(describe<dnnl::matmul>(engine, desc(m, k), desc(k, n), desc(m, n)));
  report_times(seconds, [&] {
    matmul.execute(stream, {{DNNL_ARG_SRC, am}, {DNNL_ARG_WEIGHTS, bm}, {DNNL_ARG_DST, cm}});
    stream.wait();
  });
}
