// Files as real tools wrote them, in small: each with what it must say, case by case. None loses a row.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "formats/error.h"
#include "formats/imports.h"
#include "formats/report_json.h"

namespace gpupeak {
namespace {

namespace fs = std::filesystem;

const fs::path field = fs::path(GPUPEAK_SOURCE_DIR) / "tests/formats/field";

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(text).str();
}

struct Field {
  const char* file;
  int rows;      // that stand in the file
  int repeated;  // of these, aggregates of others
  std::vector<std::string> cases;
};

// "ID: measured, 3 x 102 ns", with what else is known; or the outcome and its reason.
std::string told(const Measurement& m) {
  std::string text = fmt::format("{}: {}", m.id.id(), name(m.outcome));
  if (!m.stats) return text + ", " + m.reason;
  text += fmt::format(", {} x {:.6g} us", m.samples.size(), 1e6 * m.stats->median);
  if (m.device > 0) text += fmt::format(", device {}", m.device);
  if (m.summary) text += fmt::format(", {} +- {:.4g} us", m.summary->count, 1e6 * m.summary->deviation->value);
  for (const auto& [resource, amount] : m.work.amounts) text += fmt::format(", {:.0f} B", amount);
  if (m.work.operations > 0) text += fmt::format(", {:.0f} items", m.work.operations);
  if (m.work.samples > 0) text += fmt::format(", {:.0f} tokens", m.work.samples);
  return text;
}

// What all tests of llama-bench's files have in common.
std::string llama(const std::string& n_gen, const std::string& rest) {
  return "llama-bench/name=qwen3moe 30B.A3B Q4_K - Medium/n_prompt=0/n_gen=" + n_gen +
         "/n_depth=0/n_batch=2048/n_ubatch=512/n_threads=8/type_k=f16/type_v=f16/n_gpu_layers=99/split_mode=layer/"
         "main_gpu=0/flash_attn=true/use_mmap=true/no_kv_offload=false/tensor_split=0.00/embeddings=false/"
         "backends=CUDA" +
         rest;
}

const std::string zero = " is 0, which no time is: too short for its tool's clock, or not measured";

// clang-format off
const Field files[] = {
    {"g_agg_only.json", 4, 3, {"google-benchmark/name=BM_q: measured, 1 x 9.8 us, 5 +- 2.5 us"}},
    {"g_agg_only_b.json", 4, 3, {"google-benchmark/name=BM_q: measured, 1 x 10.6 us, 5 +- 2.5 us"}},
    {"g_bom.json", 1, 0, {"google-benchmark/name=BM_x: measured, 1 x 0.001 us"}},
    {"g_counter_builtin.json", 1, 0, {"google-benchmark/name=BM_sort%2F1024: measured, 1 x 0.01 us"}},
    {"g_counter_bytes.json", 1, 0, {"google-benchmark/name=BM_io: measured, 1 x 0.01 us, 10 B, 2 items"}},
    {"g_nan_counter.json", 2, 0, {"google-benchmark/name=BM_ok: measured, 1 x 0.01 us", "google-benchmark/name=BM_rate: measured, 1 x 0.02 us"}},
    {"g_nan_cv.json", 2, 1, {"google-benchmark/name=BM_z: measured, 1 x 0.01 us"}},
    {"g_negative.json", 2, 0, {"google-benchmark/name=BM_manual%2Fmanual_time: failed, real_time is negative, which no time is", "google-benchmark/name=BM_real: measured, 1 x 12.5 us"}},
    {"g_old_agg.json", 6, 3, {"google-benchmark/name=BM_copy%2F64: measured, 3 x 0.102 us"}},
    {"g_old_agg_b.json", 6, 3, {"google-benchmark/name=BM_copy%2F64: measured, 3 x 0.102 us"}},
    {"g_old_agg_stddev0.json", 6, 3, {"google-benchmark/name=BM_copy%2F64: measured, 3 x 0.102 us"}},
    {"g_same_name.json", 2, 0, {"google-benchmark/name=BM_map/nth=1: measured, 1 x 217 us", "google-benchmark/name=BM_map/nth=2: measured, 1 x 0.052 us"}},
    {"g_same_name_b.json", 2, 0, {"google-benchmark/name=BM_map/nth=1: measured, 1 x 217 us", "google-benchmark/name=BM_map/nth=2: measured, 1 x 0.104 us"}},
    {"g_zero.json", 3, 0, {"google-benchmark/name=BM_empty%2Fthreads:8: failed, real_time" + zero, "google-benchmark/name=BM_real: measured, 1 x 12.5 us", "google-benchmark/name=BM_real2: measured, 1 x 3000 us"}},
    {"h_same_label.json", 2, 0, {"hyperfine/name=a1/foo=1/nth=1: measured, 3 x 101000 us", "hyperfine/name=a1/foo=1/nth=2: measured, 3 x 2.01e+06 us"}},
    {"h_slash.json", 2, 0, {"hyperfine/name=a%2Fn%3D1: measured, 3 x 100000 us", "hyperfine/name=a/n=1: measured, 3 x 5e+06 us"}},
    {"h_zero.json", 2, 0, {"hyperfine/name=echo 1: failed, times, 1 of 3," + zero, "hyperfine/name=sort big: measured, 3 x 1.2e+06 us"}},
    {"l_bom.jsonl", 2, 0, {llama("128", ": measured, 3 x 1e+06 us, 128 tokens"), llama("64", ": measured, 3 x 4e+06 us, 64 tokens")}},
    {"l_dev.json", 2, 0, {llama("128", "/devices=CUDA0: measured, 3 x 1e+06 us, 128 tokens"), llama("128", "/devices=CUDA1: measured, 3 x 4e+06 us, device 1, 128 tokens")}},
    {"l_ncmoe.json", 2, 0, {llama("128", ": measured, 3 x 1e+06 us, 128 tokens"), llama("128", "/n_cpu_moe=32: measured, 3 x 4e+06 us, 128 tokens")}},
    {"n_job0.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 252.803 us, 100 +- 2.53 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 505.708 us, 100 +- 5.061 us, 1073741824 B"}},
    {"n_job1.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 253.125 us, 100 +- 2.534 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 506.351 us, 100 +- 5.067 us, 1073741824 B"}},
    {"n_job2.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 252.423 us, 100 +- 2.527 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 504.947 us, 100 +- 5.053 us, 1073741824 B"}},
    {"n_job3.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 253.04 us, 100 +- 2.533 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 506.181 us, 100 +- 5.065 us, 1073741824 B"}},
    {"n_job4.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 253.475 us, 100 +- 2.537 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 507.051 us, 100 +- 5.074 us, 1073741824 B"}},
    {"n_job5.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 253.084 us, 100 +- 2.533 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 506.27 us, 100 +- 5.066 us, 1073741824 B"}},
    {"n_med_a.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 252.7 us, 100 +- 2.531 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 505.2 us, 100 +- 5.06 us, 1073741824 B"}},
    {"n_med_b.json", 2, 0, {"nvbench/name=copy/T=I32: measured, 1 x 252.8 us, 100 +- 2.531 us, 536870912 B", "nvbench/name=copy/T=I64: measured, 1 x 505.7 us, 100 +- 5.07 us, 1073741824 B"}},
    {"n_nan.json", 2, 0, {"nvbench/name=copy/T=I8: failed, nv/cold/time/gpu/median is not a finite number", "nvbench/name=copy/T=I32: measured, 1 x 200 us, 100 +- 2 us"}},
    {"n_noisy_a.json", 1, 0, {"nvbench/name=copy/T=I32: measured, 1 x 1000 us, 100 +- 250 us"}},
    {"n_noisy_b.json", 1, 0, {"nvbench/name=copy/T=I32: measured, 1 x 1050 us, 100 +- 262.5 us"}},
};
// clang-format on

TEST(ImportField, FilesSayWhatStandsInThem) {
  for (const Field& one : files) {
    const Report report = read_any_report(text_of(field / one.file), one.file);
    std::vector<std::string> cases;
    for (const Measurement& m : report.measurements) cases.push_back(told(m));
    EXPECT_EQ(cases, one.cases) << one.file;
  }
}

TEST(ImportField, CasesAndNamedSkipsAreTheRowsOfTheFiles) {
  size_t listed = 0;
  int rows = 0, cases = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(field)) {
    const auto known = std::ranges::find(files, entry.path().filename().string(), &Field::file);
    ASSERT_NE(known, std::end(files)) << entry.path();
    ++listed;
    rows += known->rows;
    cases += known->repeated;
    const Report report = read_any_report(text_of(entry.path()), entry.path().string());
    // Repetitions are rows of google-benchmark alone.
    for (const Measurement& m : report.measurements) {
      cases += m.id.suite() == "google-benchmark" && m.stats ? static_cast<int>(m.samples.size()) : 1;
      EXPECT_TRUE(m.stats || !m.reason.empty()) << m.id.id();
    }
  }
  EXPECT_EQ(listed, std::size(files));
  EXPECT_EQ(cases, rows);
}

TEST(ImportField, IdsAreOneToACaseAndReadBack) {
  for (const Field& one : files)
    for (const Measurement& m : read_any_report(text_of(field / one.file), one.file).measurements)
      EXPECT_EQ(Case::of_id(m.id.id()), m.id) << one.file;
}

TEST(ImportField, RowsOfOneNameAreNoted) {
  for (const char* file : {"g_same_name.json", "h_same_label.json"})
    for (const Measurement& m : read_any_report(text_of(field / file), file).measurements)
      EXPECT_THAT(texts(m.notes), ::testing::ElementsAre(::testing::HasSubstr("2 cases of the file are called")))
          << file;
}

TEST(ImportField, EachDeviceIsThatOfItsRows) {
  const Report report = read_any_report(text_of(field / "l_dev.json"), "l_dev.json");
  ASSERT_EQ(report.devices.size(), 2u);
  EXPECT_EQ(report.devices[0].name, "RTX 5090");
  EXPECT_EQ(report.devices[1].name, "RTX 3060");
}

// Whatever is cut off a file or wrong in it, the rest is a report that reads back, or an error.
TEST(ImportField, SurvivesEveryCutAndEveryWrongCharacter) {
  const auto survives = [](const std::string& text) {
    try {
      const std::string ours = write_report(read_any_report(text, "file.json"));
      EXPECT_EQ(write_report(read_report(ours, "again")), ours);
    } catch (const FormatError& error) {
      EXPECT_THAT(error.what(), ::testing::StartsWith("file.json"));
    }
  };
  for (const char* file : {"g_agg_only.json", "g_nan_counter.json", "h_same_label.json", "l_bom.jsonl", "n_nan.json"}) {
    const std::string text = text_of(field / file);
    for (size_t at = 0; at < text.size(); at += 37) {
      survives(text.substr(0, at));
      for (const char wrong : {'\0', '"', '{', '}', '-', '\n', 'N'})
        survives(std::string(text).replace(at, 1, 1, wrong));
    }
  }
}

}  // namespace
}  // namespace gpupeak
