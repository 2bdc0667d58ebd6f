// Every rung of the host's `matmul` ladder, the vendors' included: right on ragged shapes, and wrong as soon as one
// fault is planted after its launch.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "device/host/tiles.h"
#include "kernels/families.h"
#include "kernels/matmul/data.h"
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/host/tile.h"
#include "tests/support/print_matmul.h"
#include "tests/support/this_host.h"

// The leak check at exit stops all threads and reads their registers, which fails (gcc 12) once oneDNN's threads have
// AMX state. Read by the address sanitizer, if there is one; the other executables look for leaks.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }

namespace gpupeak::matmul {

namespace {

using testing::launch;
using testing::this_host;

std::vector<const Rung*> rungs_for(const Problem& problem) {
  return testing::rungs_that_run(kernels::host_kernels().of<matmul::Rung>(), problem,
                                 [&](const Rung& rung) { return rung.takes(problem.dtype); });
}

std::vector<Problem> ragged_shapes() {
  std::vector<Problem> shapes;
  for (const DType dtype : {DType::f32, DType::f64, DType::bf16, DType::i8})
    for (const auto& [m, n, k] : {std::array<int64_t, 3>{1, 1, 1},
                                  {1, 1, 1000},
                                  {1, 129, 33},
                                  {129, 1, 127},
                                  {7, 7, 7},
                                  {33, 33, 33},
                                  {14, 32, 256},
                                  {15, 33, 257},
                                  {127, 129, 1},
                                  {129, 127, 7},
                                  {33, 7, 1000},
                                  {2, 300, 64},
                                  {300, 3, 65},
                                  {129, 129, 129},
                                  {400, 340, 513}})
      shapes.push_back({dtype, m, n, k});
  return shapes;
}

// Every layout and update, one product and several, in every type, on edges that no tile divides.
std::vector<Problem> variants() {
  std::vector<Problem> problems;
  for (const DType dtype : {DType::f32, DType::f64, DType::bf16, DType::i8})
    for (const LayoutRow& layout : layouts)
      for (const UpdateRow& update : updates)
        for (const int64_t batch : {1, 2, 5})
          for (const auto& [m, n, k] : {std::array<int64_t, 3>{1, 200, 70}, {37, 45, 75}, {70, 1, 33}, {65, 66, 1100}})
            if (dtype != DType::i8 || update.beta == 0)
              problems.push_back({dtype, m, n, k, layout.id, update.id, batch});
  return problems;
}

TEST(HostMatmul, TheLadderGoesFromThreeLoopsToTheVendors) {
  std::vector<std::string_view> names;
  bool vendors = false;
  for (const Rung* rung : kernels::host_kernels().of<matmul::Rung>()) {
    names.push_back(rung->name);
    EXPECT_FALSE(vendors && rung->vendor.empty()) << "ours come first: " << rung->name;
    vendors = !rung->vendor.empty();
  }
  EXPECT_EQ(names,
            (std::vector<std::string_view>{"three_loops", "loop_order", "cache_blocks", "packed_avx2", "packed_avx512",
                                           "packed_prefetched", "packed", "amx", "openblas", "onednn"}));
}

TEST(HostMatmul, ARungThatRefusesSaysWhy) {
  DeviceInfo bare;
  bare.name = "Bare 1";
  for (const DType dtype : {DType::f32, DType::f64, DType::bf16, DType::i8})
    for (const Rung* rung : kernels::host_kernels().of<matmul::Rung>()) {
      if (!rung->takes(dtype)) continue;
      if (const auto reason = rung->refuses(bare, {dtype, 64, 64, 64})) {
        EXPECT_NE(reason->find(!rung->vendor.empty() ? " " : "which Bare 1 does not have"), std::string::npos)
            << *reason;
      }
    }
}

TEST(HostMatmul, OneDnnRefusesF64WithTheReason) {
  for (const Rung* rung : kernels::host_kernels().of<matmul::Rung>())
    if (rung->name == "onednn") {
      const auto reason = rung->refuses(this_host().info(), {DType::f64, 8, 8, 8});
      ASSERT_TRUE(reason);
      EXPECT_NE(reason->find("oneDNN"), std::string::npos);
    }
}

class HostMatmulShapes : public ::testing::TestWithParam<Problem> {};

TEST_P(HostMatmulShapes, EveryRungIsRight) {
  for (const DataKind kind : {DataKind::random, DataKind::zeros, DataKind::ones}) {
    Data data(this_host(), GetParam(), 1, kind, 11);
    uint64_t round = 0;
    for (const Rung* rung : rungs_for(GetParam())) {
      data.reset(++round);
      launch(*rung, GetParam(), data.operands(0));
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << rung->name << ": " << check.where;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Ragged, HostMatmulShapes, ::testing::ValuesIn(ragged_shapes()));

class HostMatmulVariants : public ::testing::TestWithParam<Problem> {};

TEST_P(HostMatmulVariants, EveryRungIsRightAfterOneLaunchAndAfterMany) {
  Data data(this_host(), GetParam(), 1, DataKind::random, 11);
  uint64_t round = 0;
  for (const Rung* rung : rungs_for(GetParam())) {
    for (const int launches : {1, 3}) {
      data.reset(++round);
      const Launch once = data.counting(0, rung->bind(this_host(), GetParam(), data.operands(0)));
      Window window{.sets = {&once, 1}, .launches = launches};
      window.threads = !rung->vendor.empty() ? Threads::vendors : Threads::ours;
      this_host().time(window);
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << rung->name << " after " << launches << ": " << check.where;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, HostMatmulVariants, ::testing::ValuesIn(variants()));

TEST(HostMatmul, ALaunchCanBeRepeatedAndGivesTheSameBits) {
  const Problem problem{DType::f32, 260, 270, 600};
  for (const Rung* rung : rungs_for(problem)) {
    Data data(this_host(), problem, 1, DataKind::random, 11);
    const Operands operands = data.operands(0);
    launch(*rung, problem, operands);
    const auto* c = static_cast<const float*>(operands.c);
    const std::vector<float> first(c, c + problem.m * problem.n);
    launch(*rung, problem, operands);
    EXPECT_EQ(std::memcmp(first.data(), c, first.size() * sizeof(float)), 0) << rung->name;
    EXPECT_TRUE(data.check().ok) << rung->name;
  }
}

// Threads of its own, as many as asked for, on however few cores: shapes of large machines run anywhere.
class ManyThreads : public host::HostQueue {
 public:
  void wait() override {}
  int cpu_of(int) const override { return 0; }
  void parallel(int workers, const std::function<void(int, int)>& work) override {
    std::vector<std::thread> threads;
    for (int worker = 0; worker < workers; ++worker) threads.emplace_back([&, worker] { work(worker, workers); });
    for (std::thread& thread : threads) thread.join();
  }
};

template <class T, class Sum>
void expect_tile_right(const host::Tile<T, Sum>& tile, const Problem& problem, int workers) {
  ManyThreads queue;
  Data data(this_host(), problem, 1, DataKind::random, 5);
  const Launch launch =
      data.counting(0, host::bind_packed<T, Sum>(this_host(), problem, data.operands(0), tile, workers));
  launch(queue);
  const Check check = data.check();
  EXPECT_TRUE(check.ok) << tile.name << " on " << workers << " workers, " << ::testing::PrintToString(problem) << ": "
                        << check.where;
}

TEST(PackedMatmul, AmxTilesAreRightWithAnyNumberOfWorkers) {
  if (!host::allow_tiles()) GTEST_SKIP() << host::why_no_tiles().value();
  for (const int workers : {1, 2, 3, 8})
    for (const int64_t batch : {1, 3, 9})
      for (const auto& [m, n, k] : {std::array<int64_t, 3>{1, 1, 1},
                                    {1, 200, 20},
                                    {200, 1, 20},
                                    {100, 100, 1100},
                                    {33, 65, 300},
                                    {350, 20, 10}}) {
        if (host::has_feature(this_host().info(), "amx_bf16"))
          expect_tile_right(host::tile_amx_bf16, {.dtype = DType::bf16, .m = m, .n = n, .k = k, .batch = batch},
                            workers);
        if (host::has_feature(this_host().info(), "amx_int8"))
          expect_tile_right(host::tile_amx_i8, {.dtype = DType::i8, .m = m, .n = n, .k = k, .batch = batch}, workers);
      }
}

template <class T>
void expect_every_tile_right(const Problem& problem, int workers) {
  ManyThreads queue;
  Data data(this_host(), problem, 1, DataKind::random, 5);
  uint64_t round = 0;
  for (const host::Tile<T>* tile : host::tiles<T>()) {
    if (!host::runs_on(*tile, this_host().info())) continue;
    data.reset(++round);
    const Launch launch = host::bind_packed<T>(this_host(), problem, data.operands(0), *tile, workers);
    launch(queue);
    const Check check = data.check();
    EXPECT_TRUE(check.ok) << tile->name << " on " << workers << " workers, " << ::testing::PrintToString(problem)
                          << ": " << check.where;
  }
}

TEST(PackedMatmul, EveryTileIsRightWithAnyNumberOfWorkers) {
  for (const int workers : {1, 2, 3, 8})
    for (const auto& [m, n, k] :
         {std::array<int64_t, 3>{1, 1, 1}, {1, 200, 20}, {200, 1, 20}, {100, 100, 600}, {29, 65, 300}, {350, 20, 10}}) {
      expect_every_tile_right<float>({DType::f32, m, n, k}, workers);
      expect_every_tile_right<double>({DType::f64, m, n, k}, workers);
    }
}

TEST(PackedMatmul, ManyPanelsAndSlicesAreRight) {
  expect_every_tile_right<float>({DType::f32, 20, 8200, 520}, 3);
  expect_every_tile_right<double>({DType::f64, 20, 4100, 520}, 3);
}

TEST(PackedMatmul, TheLastTileRunsOnAnyCpuAndTheWidestIsPreferred) {
  const DeviceInfo plain;
  EXPECT_EQ(host::best_tile<float>(plain).name, "vector128");
  EXPECT_EQ(host::best_tile<double>(plain).name, "vector128");
  DeviceInfo wide;
  wide.features = {"avx2"};
  EXPECT_EQ(host::best_tile<float>(wide).name, "vector128") << "without fma the avx2 tile cannot run";
  wide.features = {"fma", "avx2"};
  EXPECT_EQ(host::best_tile<float>(wide).name, "avx2");
  wide.features = {"fma", "avx2", "avx512f"};
  EXPECT_EQ(host::best_tile<double>(wide).name, "avx512");
}

TEST(PackedMatmul, EveryTilesBlocksAreWholeTiles) {
  const auto check = [](const auto& tile) {
    EXPECT_EQ(tile.block_rows % tile.rows, 0) << tile.name;
    EXPECT_GE(tile.panel_columns, tile.columns) << tile.name;
  };
  for (const auto* tile : host::tiles<float>()) check(*tile);
  for (const auto* tile : host::tiles<double>()) check(*tile);
}

// One fault, applied to what a real rung has just computed.
struct HostMatmulFault {
  const char* name;
  void (*plant)(const Problem&, const Operands&);
  const char* place;
};
void PrintTo(const HostMatmulFault& fault, std::ostream* out) { *out << fault.name; }

float* c_of(const Operands& operands) { return static_cast<float*>(operands.c); }

constexpr Problem attacked{DType::f32, 300, 300, 300};

const HostMatmulFault host_matmul_faults[] = {
    {"OneWrongElementAtTheEnd", [](const Problem& p, const Operands& o) { c_of(o)[p.m * p.n - 1] += 0.05f; },
     "C[299,299]"},
    {"OneWrongElementInTheMiddle", [](const Problem& p, const Operands& o) { c_of(o)[143 * p.n + 157] += 0.1f; },
     "C[143,157]"},
    {"ATransposedTile",
     [](const Problem& p, const Operands& o) {
       for (int64_t i = 0; i < 16; ++i)
         for (int64_t j = 0; j < i; ++j) std::swap(c_of(o)[(64 + i) * p.n + 96 + j], c_of(o)[(64 + j) * p.n + 96 + i]);
     },
     "C["},
    {"NaN", [](const Problem& p, const Operands& o) { c_of(o)[143 * p.n + 157] = NAN; }, "C[143,157]"},
    {"Inf", [](const Problem& p, const Operands& o) { c_of(o)[143 * p.n + 157] = INFINITY; }, "C[143,157]"},
    {"AllZero", [](const Problem& p, const Operands& o) { std::fill_n(c_of(o), p.m * p.n, 0.0f); }, "C["},
    {"AnInputOverwritten",
     [](const Problem&, const Operands& o) { static_cast<float*>(const_cast<void*>(o.a))[7] += 1; },
     "input A was overwritten at byte 28"},
    {"AStoreOnePastTheEnd", [](const Problem& p, const Operands& o) { c_of(o)[p.m * p.n] = 1; },
     "a store past the end of C at byte +0"},
};

class HostMatmulFaults : public ::testing::TestWithParam<HostMatmulFault> {};

TEST_P(HostMatmulFaults, AfterARealLaunchOfAnyRungAreSeenAndNamed) {
  Data data(this_host(), attacked, 1, DataKind::random, 17);
  for (const Rung* rung : rungs_for(attacked)) {
    data.reset(1);
    launch(*rung, attacked, data.operands(0));
    ASSERT_TRUE(data.check().ok) << rung->name;
    GetParam().plant(attacked, data.operands(0));
    const Check check = data.check();
    EXPECT_FALSE(check.ok) << rung->name;
    EXPECT_NE(check.where.find(GetParam().place), std::string::npos) << rung->name << ": " << check.where;
  }
}

INSTANTIATE_TEST_SUITE_P(Planted, HostMatmulFaults, ::testing::ValuesIn(host_matmul_faults),
                         [](const auto& fault) { return fault.param.name; });

TEST(HostMatmul, ALaunchThatDoesNothingTheSecondTimeIsSeen) {
  Data data(this_host(), attacked, 1, DataKind::random, 17);
  for (const Rung* rung : rungs_for(attacked)) {
    data.reset(1);
    int launches = 0;
    const Launch real = rung->bind(this_host(), attacked, data.operands(0));
    const Launch lazy = [&](Queue& queue) {
      if (launches++ == 0) real(queue);
    };
    const Threads threads = !rung->vendor.empty() ? Threads::vendors : Threads::ours;
    this_host().time({.sets = {&lazy, 1}, .threads = threads});
    ASSERT_TRUE(data.check().ok) << rung->name;
    data.reset(2);
    this_host().time({.sets = {&lazy, 1}, .threads = threads});
    EXPECT_FALSE(data.check().ok) << rung->name;
  }
}

// Beta is 0: what was in C, a NaN for one, must not find its way into the result.
TEST(HostMatmul, COnlyReceives) {
  for (const DType dtype : {DType::f32, DType::f64}) {
    const Problem problem{dtype, 61, 67, 700};
    for (const Rung* rung : rungs_for(problem)) {
      Data data(this_host(), problem, 1, DataKind::random, 23);  // C is all NaN
      launch(*rung, problem, data.operands(0));
      EXPECT_TRUE(data.check().ok) << rung->name;
    }
  }
}

}  // namespace
}  // namespace gpupeak::matmul
