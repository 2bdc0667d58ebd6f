// Reading the small text files of /proc and /sys below a root folder, so that tests can make up a machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::host {

// The file's bytes as they are; nothing when it cannot be read. At most 1 MiB: none of these files is longer.
std::optional<std::string> read_bytes(const std::filesystem::path&);

// The same without trailing white space.
std::optional<std::string> read_small_file(const std::filesystem::path&);

// The whole text as an integer; nothing when it is something else, "max" included.
std::optional<int64_t> read_integer(const std::filesystem::path&);
std::optional<int64_t> integer_in(std::string_view);

std::vector<std::string_view> lines_of(std::string_view text);
std::vector<std::string_view> words_of(std::string_view text);

// The value of the first line "key : value" or "key value", as in /proc/cpuinfo, /proc/meminfo and memory.stat.
std::optional<std::string_view> value_of(std::string_view text, std::string_view key);

// How many numbers a list like "0-3,8" names; nothing when it is malformed.
std::optional<int64_t> count_in_list(std::string_view list);
// Whether it names this one; not when it is malformed up to there.
bool is_in_list(std::string_view list, int64_t number);

}  // namespace gpupeak::host
