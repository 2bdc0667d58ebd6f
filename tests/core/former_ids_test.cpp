#include "core/former_ids.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

struct FormerIdRow {
  const char *former, *today;
};

constexpr FormerIdRow both_ways[] = {
    {"matmul/dtype=f32/m=64/rung=naive/cache=hot", "matmul/dtype=f32/m=64/rung=naive/cache=hot"},
    {"throughput/dtype=f32/rung=scalar/cache=hot", "throughput/dtype=f32/rung=scalar"},
    {"throughput/dtype=f32/rung=scalar/cache=hot/data=zeros", "throughput/dtype=f32/rung=scalar/data=zeros"},
    {"throughput/dtype=f32/rung=scalar/cache=cold", "throughput/dtype=f32/rung=scalar/cache=cold"},
    {"memory/op=triad/size=l1/cache=hot", "memory/op=triad/size=l1/cache=hot"},
    {"memory/op=chase/size=l1/cache=hot", "memory/op=chase/size=l1"},
    {"memory/op=touch/size=dram/cache=hot", "memory/op=touch/size=dram"},
    {"google-benchmark/name=BM_sort/1024/real_time", "google-benchmark/name=BM_sort%2F1024%2Freal_time"},
    {"google-benchmark/name=BM_sort/n=1024/x", "google-benchmark/name=BM_sort%2Fn%3D1024%2Fx"},
    {"hyperfine/name=/usr/bin/env X=1 a/n=2/b=/c", "hyperfine/name=%2Fusr%2Fbin%2Fenv X%3D1 a/n=2/b=%2Fc"},
    {"nvbench/name=copy/T=I32", "nvbench/name=copy/T=I32"},
    {"llama-bench/name=q 7B/n_prompt=512/backends=CUDA,BLAS", "llama-bench/name=q 7B/n_prompt=512/backends=CUDA,BLAS"},
};

TEST(FormerIds, ReadAsTheCaseOfTodayAndBack) {
  for (const auto& [former, today] : both_ways) {
    EXPECT_EQ(of_former_id(former).id(), today);
    EXPECT_EQ(former_id(of_former_id(former)), former);
  }
}

TEST(FormerIds, DidNotNameWhatSchema1DidNotKnow) {
  const Case test("llama-bench", {{"name", "q"}, {"backends", "CUDA"}, {"n_cpu_moe", "8"}});
  EXPECT_EQ(former_id(test), "llama-bench/name=q/backends=CUDA");
}

TEST(FormerIds, ReadsAnyText) {
  for (const char* text : {"", "/", "a", "a/", "a//", "a/b", "a/=", "google-benchmark", "google-benchmark/",
                           "google-benchmark/name", "hyperfine/name=/", "=", "a=b"})
    EXPECT_TRUE(Case::of_id(of_former_id(text).id())) << text;
}

TEST(FormerIds, PatternsTakeACaseByEitherId) {
  EXPECT_TRUE(CaseNames("launch/op=null/rung=graph").match("launch/*/rung=graph"));
  EXPECT_TRUE(CaseNames("launch/op=null/rung=graph").match("launch/*/cache=hot"));
  EXPECT_FALSE(CaseNames("launch/op=null/rung=graph").match("launch/*/cache=cold"));
  EXPECT_TRUE(CaseNames("google-benchmark/name=BM_sort%2F1024").match("google-benchmark/name=BM_sort/*"));
  EXPECT_TRUE(CaseNames("google-benchmark/name=BM_sort%2F1024").match("google-benchmark/name=BM_sort%2F*"));
  EXPECT_TRUE(CaseNames("llama-bench/name=q/backends=CUDA/n_cpu_moe=8").match("llama-bench/*/backends=CUDA"));
  EXPECT_FALSE(CaseNames("matmul/m=64/cache=hot").match("matmul/*/cache=cold"));
  EXPECT_FALSE(CaseNames("no id").match("x"));
}

}  // namespace
}  // namespace gpupeak
