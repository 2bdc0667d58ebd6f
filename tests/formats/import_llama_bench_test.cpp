// What llama-bench's versions write, and which of its fields tell tests apart.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "formats/imports.h"

namespace gpupeak {
namespace {

Report tests_of(std::string_view text) { return read_any_report(text, "file.json"); }

TEST(ImportLlamaBench, NamesTheModelOnlyWhereThereAreSeveral) {
  const auto rows = [](const char* second) {
    return tests_of(
        fmt::format(R"([{{"model_type": "m", "model_filename": "/x/a.gguf", "build_commit": "1", "avg_ns": 5}},
                                {{"model_type": "m", "model_filename": "{}", "build_commit": "1", "avg_ns": 6}}])",
                    second));
  };
  EXPECT_EQ(rows("/x/a.gguf").measurements.at(0).id.id(), "llama-bench/name=m");
  EXPECT_EQ(rows("/x/b.gguf").measurements.at(1).id.id(), "llama-bench/name=m/model_filename=b.gguf");
  EXPECT_EQ(rows("/y/a.gguf").measurements.at(1).id.id(), "llama-bench/name=m/model_filename=%2Fy%2Fa.gguf");
}

// What newer versions call otherwise, or write with their defaults, is what older ones leave out.
TEST(ImportLlamaBench, HasTheSameIdsInAllVersions) {
  const Report older = tests_of(R"([{"model_type": "m", "avg_ns": 5, "flash_attn": false, "use_mmap": true},
                                {"model_type": "m", "avg_ns": 5, "flash_attn": true, "use_mmap": false}])");
  const Report newer = tests_of(
      R"([{"model_type": "m", "avg_ns": 5, "flash_attn": 0, "load_mode": "mmap", "n_cpu_moe": 0, "no_op_offload": 0,
           "no_host": false, "poll": 50, "devices": "auto", "tensor_buft_overrides": "none", "fit_target": 0},
          {"model_type": "m", "avg_ns": 5, "flash_attn": 1, "load_mode": "none", "defrag_thold": "-1.000000"}])");
  ASSERT_EQ(newer.measurements.size(), 2u);
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(newer.measurements[i].id.id(), older.measurements.at(i).id.id());
}

}  // namespace
}  // namespace gpupeak
