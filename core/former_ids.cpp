// TABLE of the suites that schema 1 knew, where they differ from today.
#include "core/former_ids.h"

#include <algorithm>
#include <array>
#include <span>

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
  for (size_t slash = id.find('/', from); slash != std::string_view::npos; slash = id.find('/', slash + 1)) {
    const size_t equals = id.find('=', slash);
    if (equals == std::string_view::npos) return equals;
    if (is_axis(id.substr(slash + 1, equals - slash - 1))) return slash;
  }
  return std::string_view::npos;
}

}  // namespace

Case renewed(const Case& id) {
  if (!had_idle_cache(id)) return id;
  Case renewed(id.suite());
  for (const auto& [axis, value] : id.values())
    if (axis != cache_axis || value != name(Cache::hot)) renewed.set(axis, value);
  return renewed;
}

Case of_former_id(std::string_view id) {
  size_t at = std::min(id.find('/'), id.size());
  Case found{std::string(id.substr(0, at))};
  const Tool* const tool = tool_of(found.suite());
  while (at < id.size()) {
    const size_t equals = std::min(id.find('=', at), id.size());
    const bool to_the_end = tool && tool->name_alone;
    const size_t end = to_the_end ? id.size() : std::min(next_axis(id, std::min(equals + 1, id.size())), id.size());
    const std::string_view axis = id.substr(at + 1, equals - at - 1);
    found.set(axis, equals < end ? std::string(id.substr(equals + 1, end - equals - 1)) : std::string());
    at = end;
  }
  return renewed(found);
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
  Case former(id.suite());
  for (const auto& [axis, value] : id.values()) {
    if (tool && !tool->axes.empty() && std::ranges::find(tool->axes, axis) == tool->axes.end()) continue;
    if (idle_cache && axis == "data") former.set(cache_axis, std::string(name(Cache::hot)));  // which stood before it
    former.set(axis, value);
  }
  if (idle_cache) former.set(cache_axis, std::string(name(Cache::hot)));
  return joined_plainly(former);
}

bool takes(std::string_view pattern, std::string_view id) {
  if (glob_matches(pattern, id)) return true;
  const std::optional<Case> named = Case::of_id(id);
  if (!named) return false;
  const std::string former = former_id(*named);
  return former != id && glob_matches(pattern, former);
}

}  // namespace gpupeak
