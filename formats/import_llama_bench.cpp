// llama-bench's `-o json` and `-o jsonl` (tools/llama-bench of llama.cpp): a test of a model is a case, its repetitions
// its samples, its tokens the samples that a launch infers. A test that appears again is a further run of it.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "formats/import_cases.h"

namespace gpupeak {
namespace {

constexpr std::array<std::string_view, 2> llama_bench_names{"model_type", "model_filename"};

// The fields of a test (get_fields() there) with their defaults (cmd_params_defaults). The first ones stand in every
// id, also with their default.
constexpr auto unusual = ImportAxis::if_unusual;
constexpr auto several = ImportAxis::if_several;
constexpr std::array llama_bench_axes{
    ImportAxis{"n_prompt"},
    ImportAxis{"n_gen"},
    ImportAxis{"n_depth"},
    ImportAxis{"n_batch"},
    ImportAxis{"n_ubatch"},
    ImportAxis{"n_threads"},
    ImportAxis{"type_k"},
    ImportAxis{"type_v"},
    ImportAxis{"n_gpu_layers"},
    ImportAxis{"split_mode"},
    ImportAxis{"main_gpu"},
    ImportAxis{"flash_attn"},
    ImportAxis{"use_mmap"},
    ImportAxis{"no_kv_offload"},
    ImportAxis{"tensor_split"},
    ImportAxis{"embeddings"},
    ImportAxis{"backends"},
    ImportAxis{"n_cpu_moe", unusual, "0"},
    ImportAxis{"devices", unusual, "auto"},
    ImportAxis{"tensor_buft_overrides", unusual, "none"},
    ImportAxis{"cpu_mask", unusual, "0x0"},
    ImportAxis{"cpu_strict", unusual, "0"},
    ImportAxis{"poll", unusual, "50"},
    ImportAxis{"no_op_offload", unusual, "0"},
    ImportAxis{"no_host", unusual, "0"},
    ImportAxis{"load_mode", unusual, "mmap"},
    ImportAxis{"use_direct_io", unusual, "0"},
    ImportAxis{"fit_target", unusual, "0"},
    ImportAxis{"fit_min_ctx", unusual, "0"},
    ImportAxis{"defrag_thold", unusual, "-1"},
    ImportAxis{"rpc_servers", unusual, ""},
    // Of 2023 and 2024.
    ImportAxis{"f16_kv", unusual, "1"},
    ImportAxis{"mul_mat_q", unusual, "1"},
    ImportAxis{"low_vram", unusual, "0"},
    ImportAxis{"cuda", unusual, "0"},
    ImportAxis{"opencl", unusual, "0"},
    ImportAxis{"vulkan", unusual, "0"},
    ImportAxis{"kompute", unusual, "0"},
    ImportAxis{"metal", unusual, "0"},
    ImportAxis{"sycl", unusual, "0"},
    ImportAxis{"rpc", unusual, "0"},
    ImportAxis{"gpu_blas", unusual, "0"},
    ImportAxis{"blas", unusual, "0"},
    // model_type is its architecture, size and quantization, which several models share.
    ImportAxis{"model_filename", several},
    ImportAxis{"model_size", several},
    ImportAxis{"model_n_params", several},
    ImportAxis{"build_commit", several},
};
constexpr std::array llama_bench_times{
    ImportTime{"samples_ns"},
    ImportTime{"avg_ns", "mean", "stddev_ns", "", "", "samples_ts", true},
};
constexpr std::array<std::string_view, 8> llama_bench_about{"build_number", "cpu_info", "gpu_info",  "test_time",
                                                            "stddev_ns",    "avg_ts",   "stddev_ts", "samples_ts"};
constexpr ImportTable llama_bench_table{
    .tool = "llama-bench",
    .names = llama_bench_names,
    .axes = llama_bench_axes,
    .times = llama_bench_times,
    .about = llama_bench_about,
    .numbers_are_results = false,
    .alike = Alike::further_runs,
};

// What all tests say; empty where they differ.
std::string common_text(const std::vector<ImportNode>& tests, std::string_view key) {
  std::set<std::string> all;
  for (const ImportNode& test : tests)
    if (std::string text = test.text_of(key); !text.empty()) all.insert(std::move(text));
  return all.size() == 1 ? *all.begin() : "";
}

DeviceInfo llama_bench_device(const ImportNode& test) {
  DeviceInfo device;
  device.backend = test.text_of("backends");
  device.name = test.text_of("gpu_info");
  if (device.name.empty()) device.name = test.text_of("cpu_info");
  return device;
}

// What newer versions write in another way: load_mode was use_mmap (mmap or none), and flash_attn was a boolean.
ImportFields in_older_words(const ImportNode& test) {
  static const Json yes = true, no = false, usual = "mmap";
  ImportFields fields;
  if (const auto mode = test.find("load_mode"); mode && !test.find("use_mmap")) {
    const std::string text = mode->text().value_or("");
    fields.emplace_back("use_mmap", mode->standing_for(text.find("mmap") != std::string::npos ? yes : no));
    if (text == "none") fields.emplace_back("load_mode", mode->standing_for(usual));
  }
  if (const auto flash = test.find("flash_attn"); flash && flash->json().is_number())
    if (const double value = flash->number().value_or(-1); value == 0 || value == 1)
      fields.emplace_back("flash_attn", flash->standing_for(value == 1 ? yes : no));
  return fields;
}

Report read_llama_bench(const ImportNode& root) {
  const std::vector<ImportNode> tests = root.items();
  ImportCases cases(llama_bench_table, "");
  Report& report = cases.report;
  report.tool.commit = common_text(tests, "build_commit");
  report.run.host.cpu = common_text(tests, "cpu_info");
  std::map<std::array<std::string, 3>, int> devices;
  for (const ImportNode& test : tests) {
    if (test.json().is_null()) continue;  // not a row
    if (report.run.started_at.empty()) report.run.started_at = test.text_of("test_time");
    const auto [device, fresh] =
        devices.try_emplace({test.text_of("backends"), test.text_of("gpu_info"), test.text_of("cpu_info")},
                            static_cast<int>(devices.size()));
    if (fresh) {
      report.devices.push_back(llama_bench_device(test));
      report.devices.back().index = device->second;
    }
    ImportRow row(test);
    row.figures = in_older_words(test);
    row.unit = 1e-9;
    row.device = device->second;
    const double tokens = test.positive_of("n_prompt").value_or(0) + test.positive_of("n_gen").value_or(0);
    if (std::isfinite(tokens)) row.work.samples = tokens;
    cases.add(std::move(row));
  }
  return cases.finish(root);
}

bool is_llama_bench_test(const Json& json) {
  return json.is_object() && (json.contains("avg_ns") || json.contains("samples_ns") || json.contains("model_type"));
}

}  // namespace

extern constinit const Importer llama_bench_importer{
    .tool = "llama-bench",
    .recognises = [](const Json& json) { return json.is_array() && std::ranges::any_of(json, is_llama_bench_test); },
    .is_row = is_llama_bench_test,
    .read = read_llama_bench,
};

}  // namespace gpupeak
