// The emulator's matrix unit, by fragments filled in as the PTX ISA writes them (groupID, threadID_in_group), and a
// kernel of the product that reads one of them from the wrong place.
#include "device/cuda/matrix_code.cuh"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "kernels/dot/cuda/warp_tiles.cuh"
#include "kernels/dot/dot.h"
#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_double.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class MatrixCode : public OnDouble {};

// "Matrix Fragments for mma.m16n8k16", .f16: a0, a1 of row groupID, a2, a3 of groupID + 8, a4 … a7 the same 8 columns
// on.
void multiply_f16(const float* a, const float* b, float* c) {
  const int group = static_cast<int>(threadIdx.x) / 4, in_group = static_cast<int>(threadIdx.x) % 4;
  Fragments at;
  for (int i = 0; i < 8; ++i) {
    const int row = i < 2 || (i >= 4 && i < 6) ? group : group + 8;
    const int column = in_group * 2 + (i & 1) + (i >= 4 ? 8 : 0);
    const Float16 value(a[row * 16 + column]);
    std::memcpy(reinterpret_cast<char*>(at.a) + 2 * i, &value, sizeof value);
  }
  for (int i = 0; i < 4; ++i) {
    const int row = in_group * 2 + (i & 1) + (i >= 2 ? 8 : 0);
    const Float16 value(b[row * 8 + group]);
    std::memcpy(reinterpret_cast<char*>(at.b) + 2 * i, &value, sizeof value);
  }
  float2 sums[2] = {{1, 1}, {1, 1}};
  multiply_add(F16Tile{}, sums, at);
  for (int i = 0; i < 4; ++i) {
    const int row = i < 2 ? group : group + 8, column = in_group * 2 + (i & 1);
    const float2 pair = sums[i / 2];
    c[row * 8 + column] = i % 2 == 0 ? pair.x : pair.y;
  }
}

// ".m16n8k32", .s8: a0 … a3 and a8 … a11 of row groupID, the others of groupID + 8; from a8 on 16 columns on.
void multiply_i8(const float* a, const float* b, float* c) {
  const int group = static_cast<int>(threadIdx.x) / 4, in_group = static_cast<int>(threadIdx.x) % 4;
  Fragments at;
  for (int i = 0; i < 16; ++i) {
    const int row = i < 4 || (i >= 8 && i < 12) ? group : group + 8;
    const int column = in_group * 4 + (i & 3) + (i >= 8 ? 16 : 0);
    reinterpret_cast<int8_t*>(at.a)[i] = static_cast<int8_t>(a[row * 32 + column]);
  }
  for (int i = 0; i < 8; ++i) {
    const int row = in_group * 4 + (i & 3) + (i >= 4 ? 16 : 0);
    reinterpret_cast<int8_t*>(at.b)[i] = static_cast<int8_t>(b[row * 8 + group]);
  }
  int2 sums[2] = {{1, 1}, {1, 1}};
  multiply_add(I8Tile{}, sums, at);
  for (int i = 0; i < 4; ++i) {
    const int row = i < 2 ? group : group + 8, column = in_group * 2 + (i & 1);
    c[row * 8 + column] = static_cast<float>(i % 2 == 0 ? sums[i / 2].x : sums[i / 2].y);
  }
}

// ".m16n8k8", .tf32.
void multiply_tf32(const float* a, const float* b, float* c) {
  const int group = static_cast<int>(threadIdx.x) / 4, in_group = static_cast<int>(threadIdx.x) % 4;
  Fragments at;
  for (int i = 0; i < 4; ++i) {
    const int row = i == 0 || i == 2 ? group : group + 8, column = i < 2 ? in_group : in_group + 4;
    at.a[i] = std::bit_cast<uint32_t>(a[row * 8 + column]);
  }
  for (int i = 0; i < 2; ++i) at.b[i] = std::bit_cast<uint32_t>(b[(in_group + 4 * i) * 8 + group]);
  float2 sums[2] = {{1, 1}, {1, 1}};
  multiply_add(TF32Tile{}, sums, at);
  for (int i = 0; i < 4; ++i) {
    const int row = i < 2 ? group : group + 8, column = in_group * 2 + (i & 1);
    c[row * 8 + column] = i % 2 == 0 ? sums[i / 2].x : sums[i / 2].y;
  }
}

// ".m16n8k16", .f64.
void multiply_f64(const float* a, const float* b, float* c) {
  const int group = static_cast<int>(threadIdx.x) / 4, in_group = static_cast<int>(threadIdx.x) % 4;
  Fragments64 at;
  for (int i = 0; i < 8; ++i) {
    const int row = i % 2 == 0 ? group : group + 8;
    const int column = (i % 2 == 0 ? i * 2 : i * 2 - 2) + in_group;
    at.a[i] = static_cast<double>(a[row * 16 + column]);
  }
  for (int i = 0; i < 4; ++i) at.b[i] = static_cast<double>(b[(i * 4 + in_group) * 8 + group]);
  double2 sums[2] = {{1, 1}, {1, 1}};
  multiply_add(F64Tile{}, sums, at);
  for (int i = 0; i < 4; ++i) {
    const int row = i < 2 ? group : group + 8, column = in_group * 2 + (i & 1);
    c[row * 8 + column] = static_cast<float>(i % 2 == 0 ? sums[i / 2].x : sums[i / 2].y);
  }
}

TEST_F(MatrixCode, MultipliesFragmentsThatLieAsThePtxIsaSays) {
  struct Kind {
    void (*kernel)(const float*, const float*, float*);
    int depth;
  };
  for (const auto& [kernel, depth] :
       {Kind{multiply_f16, 16}, Kind{multiply_i8, 32}, Kind{multiply_tf32, 8}, Kind{multiply_f64, 16}}) {
    std::array<float, 16 * 32> a{};
    std::array<float, 32 * 8> b{};
    for (int i = 0; i < 16 * depth; ++i) a[static_cast<size_t>(i)] = static_cast<float>(i * 7 % 13 - 6);
    for (int i = 0; i < 8 * depth; ++i) b[static_cast<size_t>(i)] = static_cast<float>(i * 5 % 11 - 5);
    for (uint64_t order = 0; order < orders; ++order) {
      std::array<float, 16 * 8> c{};
      cuda_double::seed_orders(order);
      launch(gpu().queue(), {.blocks = 1, .threads = 32}, kernel, a.data(), b.data(), c.data());
      for (int row = 0; row < 16; ++row)
        for (int column = 0; column < 8; ++column) {
          float expected = 1;
          for (int k = 0; k < depth; ++k)
            expected += a[static_cast<size_t>(row * depth + k)] * b[static_cast<size_t>(k * 8 + column)];
          EXPECT_EQ(c[static_cast<size_t>(row * 8 + column)], expected) << depth << " " << row << " " << column;
        }
    }
  }
}

// Every lane gets 4 bytes of row lane / 4 of every matrix.
void load_four(uint32_t* out) {
  auto* rows = static_shared<uint32_t, 32 * 4>();
  for (unsigned i = 0; i < 4; ++i) rows[4 * threadIdx.x + i] = 4 * threadIdx.x + i;
  __syncthreads();
  uint32_t loaded[4];
  load_matrices(loaded, rows + 4 * threadIdx.x);
  for (unsigned i = 0; i < 4; ++i) out[4 * threadIdx.x + i] = loaded[i];
}

TEST_F(MatrixCode, LoadsARowOfAMatrixFromTheLaneThatNamesIt) {
  std::array<uint32_t, 128> out{};
  launch(gpu().queue(), {.blocks = 1, .threads = 32}, load_four, out.data());
  for (uint32_t lane = 0; lane < 32; ++lane)
    for (uint32_t matrix = 0; matrix < 4; ++matrix)
      EXPECT_EQ(out[4 * lane + matrix], 4 * (8 * matrix + lane / 4) + lane % 4) << lane << " " << matrix;
}

void multiply_with_half_a_warp() {
  const Fragments at{};
  float2 sums[2] = {};
  multiply_add(F16Tile{}, sums, at);
}

TEST_F(MatrixCode, EndsALaunchWhoseWarpIsNotWhole) {
  EXPECT_THROW(launch(gpu().queue(), {.blocks = 1, .threads = 16}, multiply_with_half_a_warp), DeviceLost);
  EXPECT_NE(cuda_double::wrong_kernel().find("uses a matrix unit with 16 lanes instead of 32"), std::string::npos)
      << cuda_double::wrong_kernel();
}

const dot::Rung& mma_sync() {
  return **std::ranges::find_if(kernels::cuda_kernels().of<dot::Rung>(),
                                [](const dot::Rung* rung) { return rung->name == "mma_sync"; });
}

// The product's kernel with two registers of A, or of B, mistaken for each other.
struct SwapsRowsOfA {
  static Fragments fragments(const void* a, const void* b) {
    Fragments at = Loader::fragments(a, b);
    std::swap(at.a[0], at.a[1]);
    return at;
  }
};
struct SwapsHalvesOfB {
  static Fragments fragments(const void* a, const void* b) {
    Fragments at = Loader::fragments(a, b);
    std::swap(at.b[0], at.b[1]);
    return at;
  }
};

TEST_F(MatrixCode, AKernelThatMistakesAFragmentIsCaughtByTheCheckOfItsRung) {
  const dot::Rung& rung = mma_sync();
  const dot::Problem problem{DType::bf16, 2, 3, false, 1};
  dot::Data data(gpu(), problem, rung, DataKind::random, 3);
  const auto passes = [&]<class Load>(Load) {
    data.reset(0);
    bind_tile<BF16Tile, Load>(problem, data.operands(), tile_shape<16>(problem))(gpu().queue());
    return data.check().ok;
  };
  EXPECT_TRUE(passes(Loader{}));
  EXPECT_FALSE(passes(SwapsRowsOfA{}));
  EXPECT_FALSE(passes(SwapsHalvesOfB{}));
}

// The double's GPU is of 9.0, whose mma.sync has no fp8.
TEST_F(MatrixCode, MultipliesFp8WhereAGpuDoes) {
  cuda_double::Scenario scenario;
  scenario.gpus.front().major = 8;
  scenario.gpus.front().minor = 9;
  cuda_double::play(scenario);
  const dot::Rung& rung = mma_sync();
  for (const bool dependent : {false, true}) {
    const dot::Problem problem{DType::e4m3, 1, 9, dependent, 1};
    ASSERT_EQ(rung.refuses(gpu().info(), problem), std::nullopt);
    dot::Data data(gpu(), problem, rung, DataKind::random, 3);
    data.reset(0);
    rung.bind(gpu(), problem, data.operands())(gpu().queue());
    EXPECT_TRUE(data.check().ok) << data.check().where;
  }
}

}  // namespace
}  // namespace gpupeak::cuda
