// Everything here may meet a file that is missing, empty or strange: "no" is a normal answer.
#include "device/host/small_file.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace gpupeak::host {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr size_t longest = 1 << 20;

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find_first_of(at, from), text.size());
    if (end > from) parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

}  // namespace

std::optional<std::string> read_bytes(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text;
  char piece[4096];
  while (text.size() < longest && (in.read(piece, sizeof piece), in.gcount() > 0))
    text.append(piece, static_cast<size_t>(in.gcount()));
  if (in.bad()) return std::nullopt;
  return text;
}

std::optional<std::string> read_small_file(const std::filesystem::path& path) {
  auto text = read_bytes(path);
  if (text) text->resize(text->find_last_not_of(blanks) + 1);  // npos + 1 is 0
  return text;
}

std::optional<int64_t> integer_in(std::string_view text) {
  text = trimmed(text);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int64_t> read_integer(const std::filesystem::path& path) {
  const auto text = read_small_file(path);
  return text ? integer_in(*text) : std::nullopt;
}

std::vector<std::string_view> lines_of(std::string_view text) { return split(text, "\n"); }
std::vector<std::string_view> words_of(std::string_view text) { return split(text, blanks); }

std::optional<std::string_view> value_of(std::string_view text, std::string_view key) {
  for (std::string_view line : lines_of(text)) {
    if (!line.starts_with(key)) continue;
    std::string_view rest = line.substr(key.size());
    if (rest.empty() || (rest.front() != ':' && blanks.find(rest.front()) == std::string_view::npos)) continue;
    rest = trimmed(rest);
    if (rest.starts_with(':')) rest = trimmed(rest.substr(1));
    return rest;
  }
  return std::nullopt;
}

namespace {

struct FirstAndLast {
  int64_t first, last;
};

std::optional<FirstAndLast> stretch_of_list(std::string_view part) {
  const size_t dash = part.find('-');
  const auto first = integer_in(part.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : integer_in(part.substr(dash + 1));
  if (!first || !last || *first < 0 || *last < *first || *last > 1'000'000) return std::nullopt;
  return FirstAndLast{*first, *last};
}

}  // namespace

std::optional<int64_t> count_in_list(std::string_view list) {
  int64_t count = 0;
  for (std::string_view part : split(trimmed(list), ",")) {
    const auto stretch = stretch_of_list(part);
    if (!stretch) return std::nullopt;
    count += stretch->last - stretch->first + 1;
  }
  return count;
}

bool is_in_list(std::string_view list, int64_t number) {
  for (std::string_view part : split(trimmed(list), ",")) {
    const auto stretch = stretch_of_list(part);
    if (!stretch) return false;
    if (stretch->first <= number && number <= stretch->last) return true;
  }
  return false;
}

}  // namespace gpupeak::host
