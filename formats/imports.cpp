#include "formats/imports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "formats/import_cases.h"
#include "formats/import_text.h"
#include "formats/report_json.h"

namespace gpupeak {

extern const Importer google_benchmark_importer;
extern const Importer nvbench_importer;
extern const Importer hyperfine_importer;
extern const Importer llama_bench_importer;

namespace {

// The first that recognises a file reads it: the narrower rule stands first.
constexpr std::array<const Importer*, 4> importers{&nvbench_importer, &google_benchmark_importer, &hyperfine_importer,
                                                   &llama_bench_importer};

constexpr InputKind import_kind{.what = "a report of gpupeak, google-benchmark, nvbench, hyperfine or llama-bench",
                                .remedy = "write it again with the tool that measured, as JSON",
                                .repeats_after = "time_unit"};

constexpr std::string_view blank = " \t\r\n";

// Our own reports begin so, which tells them apart without reading all of a large file.
bool begins_as_report(std::string_view text) {
  const auto take = [&](char wanted) {
    const size_t at = text.find_first_not_of(blank);
    if (at == std::string_view::npos || text[at] != wanted) return false;
    text.remove_prefix(at + 1);
    return true;
  };
  return take('{') && take('"') && text.starts_with("schema\"");
}

bool is_report(const Json& json) {
  return json.is_object() && (json.contains("schema") || json.contains("measurements"));
}

const Importer* importer_of(const Json& json) {
  for (const Importer* importer : importers)
    if (importer->recognises(json)) return importer;
  return nullptr;
}

// A row that stands in the file but has no end.
Measurement cut_row(std::string_view tool, long line) {
  Measurement m;
  m.id = Case(std::string(tool), {{"line", fmt::format("{}", line)}});
  m.group = m.id.id();
  m.outcome = Outcome::failed;
  m.reason = fmt::format("line {} has no end: it was cut off", line);
  m.reason_kind = ReasonKind::unusable_row;
  return m;
}

Report with_cut_rows(Report report, const Importer& importer, const ImportText& text) {
  for (const long line : text.cut_rows) report.measurements.push_back(cut_row(importer.tool, line));
  return report;
}

// What was complete when its tool was ended; nothing where that is no result.
std::optional<Report> read_closed(const ImportText& text, std::string_view name) {
  try {
    const Json json = parse_json(text.closed, name, import_kind);
    const SourceText source{text.closed, name, import_kind};
    if (const Importer* importer = importer_of(json))
      return with_cut_rows(importer->read(ImportNode(json, source)), *importer, text);
  } catch (const FormatError&) {  // the text as it stands says what is wrong with it
  }
  return std::nullopt;
}

// Of documents that stand one after the other: the one that a tool writes for all of its results, or rows. Others are
// lines of a log.
Report read_joined(Json& documents, const ImportText& text, const SourceText& source) {
  std::vector<size_t> whole;
  for (size_t i = 0; i < documents.size(); ++i)
    if (importer_of(documents[i])) whole.push_back(i);
  const auto pointer = [](size_t i) { return fmt::format("/{}", i); };
  if (whole.size() > 1)
    source.fail(pointer(whole[1]),
                fmt::format("is the second of {} results of {} in one file: give each a file of its own", whole.size(),
                            importer_of(documents[whole[1]])->tool));
  if (whole.size() == 1) {
    const Json& one = documents[whole[0]];
    const Importer& importer = *importer_of(one);
    return with_cut_rows(importer.read(ImportNode(one, source, pointer(whole[0]))), importer, text);
  }
  for (const Importer* importer : importers) {
    if (!importer->is_row || std::ranges::none_of(documents, importer->is_row)) continue;
    for (Json& document : documents)
      if (!importer->is_row(document)) document = nullptr;
    return with_cut_rows(importer->read(ImportNode(documents, source)), *importer, text);
  }
  source.fail("", "holds JSON, one document after the other, but no results of llama-bench");
}

}  // namespace

Report read_any_report(std::string_view bytes, std::string_view name) {
  const std::optional<std::string> converted = as_utf8(bytes, name);
  const std::string_view utf8 = converted ? *converted : bytes;
  if (begins_as_report(utf8)) return read_report(utf8, name);
  if (utf8.size() > import_kind.max_bytes) parse_json(utf8, name, import_kind);  // which says how large it may be
  ImportText text = import_text(utf8, name);
  if (!text.closed.empty())
    if (auto report = read_closed(text, name)) return *std::move(report);
  Json json = parse_json(text.json, name, import_kind);
  const auto is_row_of = [&](const Importer* importer) { return importer->is_row && importer->is_row(json); };
  if (std::ranges::any_of(importers, is_row_of)) {  // the only one
    text = {"[" + text.json + "]", true, "", {}};
    json = Json::array({std::move(json)});
  }
  const SourceText source{text.json, name, import_kind};
  if (text.joined) return read_joined(json, text, source);
  if (is_report(json)) return read_report(text.json, name);
  if (const Importer* importer = importer_of(json)) return importer->read(ImportNode(json, source));
  source.fail("",
              "holds nothing that is known: neither a report of gpupeak nor the results of google-benchmark, nvbench, "
              "hyperfine or llama-bench");
}

std::span<const std::string_view> imported_tools() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Importer* importer : importers) all.push_back(importer->tool);
    return all;
  }();
  return names;
}

}  // namespace gpupeak
