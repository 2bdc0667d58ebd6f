#include "formats/imports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/import_node.h"
#include "formats/report_json.h"

namespace gpupeak {

extern const Importer google_benchmark_importer;
extern const Importer nvbench_importer;
extern const Importer hyperfine_importer;
extern const Importer llama_bench_importer;

namespace {

// The first that recognises a file reads it: the narrower rule stands first.
constexpr std::array<const Importer*, 4> table{&nvbench_importer, &google_benchmark_importer, &hyperfine_importer,
                                               &llama_bench_importer};

constexpr InputKind import_kind{.what = "a report of gpupeak, google-benchmark, nvbench, hyperfine or llama-bench",
                                .remedy = "write it again with the tool that measured, as JSON"};

constexpr std::string_view blank = " \t\r\n";

// The first key of an object, which tells our own reports apart without reading all of a large file.
std::string_view first_key(std::string_view text) {
  const size_t brace = text.find_first_not_of(blank);
  if (brace == std::string_view::npos || text[brace] != '{') return "";
  const size_t quote = text.find_first_not_of(blank, brace + 1);
  if (quote == std::string_view::npos || text[quote] != '"') return "";
  return text.substr(quote + 1, text.find('"', quote + 1) - quote - 1);
}

// Keys that files of other tools begin with.
constexpr std::array<std::string_view, 6> foreign_keys{"context", "benchmarks", "meta",
                                                       "devices", "results",    "build_commit"};

bool is_foreign(std::string_view text) {
  const size_t start = text.find_first_not_of(blank);
  if (start != std::string_view::npos && text[start] == '[') return true;
  return std::ranges::find(foreign_keys, first_key(text)) != foreign_keys.end();
}

// One object per line as the list that it stands for: "}" and the "{" of the next line get a comma between them, so
// that every line stays where it was.
std::string as_list(std::string_view text) {
  std::string list = "[";
  list.reserve(text.size() + text.size() / 64 + 2);
  bool after_object = false;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = text.substr(start, end - start);
    const size_t first = line.find_first_not_of(blank), last = line.find_last_not_of(blank);
    if (first != std::string_view::npos) {
      if (after_object && line[first] == '{') list += ',';
      after_object = line[last] == '}';
    }
    list += line;
    if (end < text.size()) list += '\n';
    start = end + 1;
  }
  return list + "]";
}

Report read_foreign(std::string_view text, std::string_view name) {
  const Json json = parse_json(text, name, import_kind);
  if (json.is_object() && json.contains("schema")) return read_report(text, name);
  const SourceText source{text, name, import_kind};
  for (const Importer* importer : table)
    if (importer->recognises(json)) return importer->read(ImportNode(json, source));
  source.fail("",
              "holds nothing that is known: neither a report of gpupeak nor the results of google-benchmark, nvbench, "
              "hyperfine or llama-bench");
}

}  // namespace

std::span<const Importer* const> importers() { return table; }

Report read_any_report(std::string_view text, std::string_view name) {
  if (!is_foreign(text)) return read_report(text, name);
  if (first_key(text) == "build_commit") {
    const std::string list = as_list(text);
    return read_foreign(list, name);
  }
  return read_foreign(text, name);
}

}  // namespace gpupeak
