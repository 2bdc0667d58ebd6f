// llama-bench's `-o json` and `-o jsonl` (tools/llama-bench of llama.cpp): a test of a model is a case, its repetitions
// its samples, its tokens the samples that a launch infers.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "formats/import_cases.h"
#include "formats/import_node.h"

namespace gpupeak {
namespace {

constexpr std::string_view llama_bench_tool = "llama-bench";

// What makes two tests different, in the order of an id.
constexpr std::array<std::string_view, 17> parameters{
    "n_prompt", "n_gen",         "n_depth",      "n_batch",    "n_ubatch", "n_threads",
    "type_k",   "type_v",        "n_gpu_layers", "split_mode", "main_gpu", "flash_attn",
    "use_mmap", "no_kv_offload", "tensor_split", "embeddings", "backends"};

std::vector<Sample> samples(const ImportNode& test, std::vector<Note>& notes) {
  std::vector<double> seconds;
  if (const auto times = test.find("samples_ns"))
    for (const ImportNode& time : times->items()) seconds.push_back(time.seconds(1e-9));
  if (seconds.empty()) {
    seconds.push_back(test.at("avg_ns").seconds(1e-9));
    notes.push_back({NoteKind::statistic_alone, {}, {"mean"}});
  }
  return samples_of(seconds);
}

void add_test(ImportCases& cases, const ImportNode& test) {
  const auto type = test.find("model_type");
  Case id = cases.id(type ? type->text() : test.at("model_filename").text());
  for (const std::string_view axis : parameters)
    if (const auto value = test.find(axis)) id.set(axis, scalar_text(*value));
  std::vector<Note> notes;
  Measurement& m = cases.add_samples(id, samples(test, notes));
  const double tokens = test.positive_of("n_prompt").value_or(0) + test.positive_of("n_gen").value_or(0);
  if (tokens > 0 && std::isfinite(tokens)) m.work.samples = tokens;
  m.notes.insert(m.notes.end(), notes.begin(), notes.end());
}

Report read_llama_bench(const ImportNode& root) {
  const std::vector<ImportNode> tests = root.items();
  const auto first = [&](std::string_view key) { return tests.empty() ? std::string() : tests.front().text_or(key); };
  ImportCases cases{std::string(llama_bench_tool), ""};
  cases.report.tool.commit = first("build_commit");
  cases.report.run.started_at = first("test_time");
  cases.report.run.host.cpu = first("cpu_info");
  DeviceInfo device;
  device.backend = first("backends");
  device.name = first("gpu_info").empty() ? first("cpu_info") : first("gpu_info");
  cases.report.devices = {device};
  for (const ImportNode& test : tests) add_test(cases, test);
  return cases.finish();
}

}  // namespace

extern constinit const Importer llama_bench_importer{
    .tool = llama_bench_tool,
    .recognises =
        [](const Json& json) {
          return json.is_array() && !json.empty() && json[0].is_object() &&
                 (json[0].contains("avg_ns") || json[0].contains("samples_ns"));
        },
    .read = read_llama_bench,
};

}  // namespace gpupeak
