// TABLE of the suites that schema 1 knew, where they differ from today.
#include "core/former_ids.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/names.h"
#include "core/text.h"
#include "core/work.h"

namespace gpupeak {
namespace {

constexpr std::string_view cache_axis = "cache";

bool always(const Case&) { return true; }

// Of memory: a chase has one buffer, and fresh pages are in no cache.
bool chases_or_pages(const Case& id) {
  constexpr std::array<std::string_view, 4> ops{"chase", "allocate", "touch", "free"};
  return id.has("op") && std::ranges::find(ops, id.text("op")) != ops.end();
}

// Suites whose ids had a cache that meant nothing.
struct WithoutCache {
  std::string_view name;
  bool (*applies)(const Case&);
};
constexpr std::array without_cache{
    WithoutCache{"throughput", always}, WithoutCache{"memory", chases_or_pages}, WithoutCache{"shared", always},
    WithoutCache{"atomics", always},    WithoutCache{"transfer", always},        WithoutCache{"launch", always},
    WithoutCache{"train", always},      WithoutCache{"infer", always},
};

bool had_idle_cache(const Case& id) {
  const auto* const found = std::ranges::find(without_cache, id.suite(), &WithoutCache::name);
  return found != without_cache.end() && found->applies(id);
}

// All that schema 1 told of a test of llama-bench.
constexpr std::array<std::string_view, 18> llama_bench_axes{
    "name",       "n_prompt", "n_gen",         "n_depth",      "n_batch",    "n_ubatch",
    "n_threads",  "type_k",   "type_v",        "n_gpu_layers", "split_mode", "main_gpu",
    "flash_attn", "use_mmap", "no_kv_offload", "tensor_split", "embeddings", "backends"};
constexpr std::array<std::string_view, 1> google_benchmark_axes{"name"};

// Cases of other tools: which axes they had; none named: any.
struct Tool {
  std::string_view name;
  std::span<const std::string_view> axes;
  bool name_alone;  // the rest of the id is the name
};
constexpr std::array tools{
    Tool{"google-benchmark", google_benchmark_axes, true},
    Tool{"hyperfine", {}, false},
    Tool{"nvbench", {}, false},
    Tool{"llama-bench", llama_bench_axes, false},
};

const Tool* tool_of(std::string_view suite) {
  const auto* const found = std::ranges::find(tools, suite, &Tool::name);
  return found == tools.end() ? nullptr : found;
}

bool is_axis(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
}

// Where the next "/axis=" begins, at or behind `from`.
size_t next_axis(std::string_view id, size_t from) {
  for (size_t begin = from;;) {
    const size_t equals = id.find('=', begin);
    if (equals == std::string_view::npos) return equals;
    const std::string_view before = id.substr(begin, equals - begin);
    const size_t slash = before.rfind('/');
    if (slash != std::string_view::npos && is_axis(before.substr(slash + 1))) return begin + slash;
    begin = equals + 1;
  }
}

}  // namespace

Case renewed(const Case& id) {
  if (!had_idle_cache(id)) return id;
  std::vector<std::pair<std::string, std::string>> left = id.values();
  std::erase(left, std::pair<std::string, std::string>(cache_axis, name(Cache::hot)));
  return Case(id.suite(), std::move(left));
}

Case of_former_id(std::string_view id) {
  size_t at = std::min(id.find('/'), id.size());
  const std::string suite(id.substr(0, at));
  const Tool* const tool = tool_of(suite);
  std::vector<std::pair<std::string, std::string>> values;
  std::map<std::string, size_t, std::less<>> place;  // of an axis, whose last value counts
  while (at < id.size()) {
    const size_t equals = std::min(id.find('=', at), id.size());
    const bool to_the_end = tool && tool->name_alone;
    const size_t end = to_the_end ? id.size() : std::min(next_axis(id, std::min(equals + 1, id.size())), id.size());
    const std::string axis(id.substr(at + 1, equals - at - 1));
    const auto [known, is_new] = place.try_emplace(axis, values.size());
    if (is_new) values.emplace_back(axis, "");
    values[known->second].second = equals < end ? id.substr(equals + 1, end - equals - 1) : std::string_view();
    at = end;
  }
  return renewed(Case(suite, std::move(values)));
}

bool had_wrong_amounts(std::string_view suite) { return suite == "nvbench"; }

std::string joined_plainly(const Case& id) {
  std::string text = id.suite();
  for (const auto& [axis, value] : id.values()) text.append("/").append(axis).append("=").append(value);
  return text;
}

std::string former_id(const Case& id) {
  const Tool* const tool = tool_of(id.suite());
  const bool idle_cache = had_idle_cache(id) && !id.has(cache_axis);
  std::vector<std::pair<std::string, std::string>> former;
  const std::pair<std::string, std::string> hot(cache_axis, name(Cache::hot));
  for (const auto& [axis, value] : id.values()) {
    if (tool && !tool->axes.empty() && std::ranges::find(tool->axes, axis) == tool->axes.end()) continue;
    if (idle_cache && axis == "data") former.push_back(hot);  // which stood before it
    former.emplace_back(axis, value);
  }
  if (idle_cache && std::ranges::find(former, hot) == former.end()) former.push_back(hot);
  return joined_plainly(Case(id.suite(), std::move(former)));
}

CaseNames::CaseNames(std::string id) : id_(std::move(id)), former_(id_) {
  if (const std::optional<Case> named = Case::of_id(id_)) former_ = former_id(*named);
}

bool CaseNames::match(std::string_view pattern) const {
  return glob_matches(pattern, id_) || (former_ != id_ && glob_matches(pattern, former_));
}

}  // namespace gpupeak
