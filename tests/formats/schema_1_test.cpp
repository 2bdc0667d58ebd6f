// Files that schema 1 wrote and people kept: their cases are known by the ids of today.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "formats/gate_files.h"
#include "formats/report_json.h"

namespace gpupeak {
namespace {

using ::testing::ElementsAre;

std::string kept_file(const std::string& name) {
  const std::string path = std::string(GPUPEAK_SOURCE_DIR) + "/tests/formats/schema_1/" + name;
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(text).str();
}

Report kept_report(const std::string& name) { return read_report(kept_file(name), name); }

std::vector<std::string> ids_of(const Report& report) {
  std::vector<std::string> ids;
  for (const Measurement& m : report.measurements) ids.push_back(m.id.id());
  return ids;
}

std::vector<std::string> ids_of(const Baseline& baseline) {
  std::vector<std::string> ids;
  for (const auto& [id, one] : baseline.classes.at(0).jobs.at(0).cases) ids.push_back(id);
  return ids;
}

const std::string llama_bench_id =
    "llama-bench/name=qwen3moe 30B.A3B Q4_K - Medium/n_prompt=0/n_gen=128/n_depth=0/n_batch=2048/n_ubatch=512/"
    "n_threads=8/type_k=f16/type_v=f16/n_gpu_layers=99/split_mode=layer/main_gpu=0/flash_attn=true/use_mmap=true/"
    "no_kv_offload=false/tensor_split=0.00/embeddings=false/backends=CUDA";

TEST(Schema1, ReportsHaveTheIdsOfToday) {
  const Report host = kept_report("host.report.json");
  EXPECT_THAT(ids_of(host), ElementsAre("throughput/dtype=f32/cores=one/pattern=three_sources/rung=scalar",
                                        "throughput/dtype=f32/cores=one/pattern=three_sources/rung=scalar/cache=cold",
                                        "memory/op=triad/size=l1/cores=one/rung=plain/cache=hot",
                                        "memory/op=triad/size=l1/cores=one/rung=plain/cache=cold",
                                        "memory/op=chase/size=l1/cores=one/rung=pointer_chase",
                                        "memory/op=chase/size=l1/cores=one/rung=pointer_chase/cache=cold",
                                        "memory/op=touch/size=dram/cores=one/rung=small_pages",
                                        "memory/op=touch/size=dram/cores=one/rung=small_pages/cache=cold",
                                        "launch/op=round_trip/size=64KiB/rung=thread_pool",
                                        "launch/op=round_trip/size=64KiB/rung=thread_pool/cache=cold"));
  EXPECT_EQ(host.measurements[0].group, "throughput/dtype=f32/cores=one/pattern=three_sources");
  EXPECT_EQ(host.measurements[2].group, "memory/op=triad/size=l1/cores=one/cache=hot");
  ASSERT_EQ(host.run.schedule.cases.size(), host.measurements.size());
  for (size_t i = 0; i < host.measurements.size(); ++i)
    EXPECT_EQ(host.run.schedule.cases[i].id, host.measurements[i].id);
  EXPECT_EQ(host.run.schedule.cases[0].cache, Cache::hot);
  EXPECT_EQ(host.run.schedule.cases[3].cache, Cache::cold);

  EXPECT_THAT(ids_of(kept_report("google_benchmark.report.json")),
              ElementsAre("google-benchmark/name=BM_io%2F4096%2Freal_time"));
  EXPECT_EQ(kept_report("google_benchmark.report.json").measurements[0].group,
            "google-benchmark/name=BM_io%2F4096%2Freal_time");
  EXPECT_THAT(ids_of(kept_report("hyperfine.report.json")), ElementsAre("hyperfine/name=a%2Fn%3D1"));
  EXPECT_THAT(ids_of(kept_report("nvbench.report.json")),
              ElementsAre("nvbench/name=copy/T=I32", "nvbench/name=copy/T=I64"));
  EXPECT_THAT(ids_of(kept_report("llama_bench.report.json")), ElementsAre(llama_bench_id));
}

TEST(Schema1, BaselinesHaveTheIdsOfToday) {
  EXPECT_THAT(ids_of(read_baseline(kept_file("host.baseline.json"), "b")),
              ElementsAre("launch/op=round_trip/size=64KiB/rung=thread_pool",
                          "memory/op=chase/size=l1/cores=one/rung=pointer_chase",
                          "memory/op=touch/size=dram/cores=one/rung=small_pages",
                          "memory/op=triad/size=l1/cores=one/rung=plain/cache=cold",
                          "memory/op=triad/size=l1/cores=one/rung=plain/cache=hot",
                          "throughput/dtype=f32/cores=one/pattern=three_sources/rung=scalar",
                          "throughput/dtype=f32/cores=one/pattern=three_sources/rung=scalar/cache=cold"));
  EXPECT_THAT(ids_of(read_baseline(kept_file("google_benchmark.baseline.json"), "b")),
              ElementsAre("google-benchmark/name=BM_io%2F4096%2Freal_time"));
  EXPECT_THAT(ids_of(read_baseline(kept_file("hyperfine.baseline.json"), "b")), ElementsAre("hyperfine/name=a/n=1"));
  EXPECT_THAT(ids_of(read_baseline(kept_file("nvbench.baseline.json"), "b")),
              ElementsAre("nvbench/name=copy/T=I32", "nvbench/name=copy/T=I64"));
  EXPECT_THAT(ids_of(read_baseline(kept_file("llama_bench.baseline.json"), "b")), ElementsAre(llama_bench_id));
}

// Which were the rate x the median, though nvbench divides by its mean: another figure than today's is no other work.
TEST(Schema1, AmountsOfNvbenchAreUnknown) {
  for (const Measurement& m : kept_report("nvbench.report.json").measurements) EXPECT_TRUE(m.work.amounts.empty());
  const Baseline baseline = read_baseline(kept_file("nvbench.baseline.json"), "b");
  for (const auto& [id, one] : baseline.classes.at(0).jobs.at(0).cases) EXPECT_EQ(one.work, 0) << id;
}

TEST(Schema1, IsWrittenAsSchema2) {
  const std::string report = write_report(kept_report("host.report.json"));
  EXPECT_THAT(report, ::testing::HasSubstr("\"schema\": 2"));
  EXPECT_EQ(ids_of(read_report(report, "again")), ids_of(kept_report("host.report.json")));
  const Baseline baseline = read_baseline(kept_file("host.baseline.json"), "b");
  EXPECT_EQ(read_baseline(write_baseline(baseline), "again"), baseline);
  EXPECT_THAT(write_baseline(baseline), ::testing::HasSubstr("\"schema\": 2"));
}

}  // namespace
}  // namespace gpupeak
