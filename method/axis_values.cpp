#include "method/axis_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <unordered_set>

#include "core/format.h"

namespace gpupeak {
namespace {

[[noreturn]] void reject_axis_values(std::string_view piece, std::string_view why) {
  throw std::invalid_argument(fmt::format("'{}': {}", piece, why));
}

bool starts_with_digit(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front()));
}

double number(std::string_view text, AxisKind kind) {
  return kind == AxisKind::size ? parse_bytes(text).value : parse_count(text);
}

std::string written(double value, AxisKind kind) {
  if (kind != AxisKind::size) return fmt::format("{}", static_cast<int64_t>(value));
  struct Suffix {
    double bytes;
    std::string_view name;
  };
  static constexpr Suffix suffixes[] = {{0x1p30, "GiB"}, {0x1p20, "MiB"}, {0x1p10, "KiB"}};
  const auto bytes = static_cast<int64_t>(value);
  for (const auto& [unit, name] : suffixes)
    if (bytes % static_cast<int64_t>(unit) == 0) return fmt::format("{}{}", bytes / static_cast<int64_t>(unit), name);
  return fmt::format("{}", bytes);
}

// Values in the order they were given, each once.
class Values {
 public:
  void add(std::string value, std::string_view piece) {
    if (!seen_.insert(value).second) return;
    if (list_.size() >= most_axis_values)
      reject_axis_values(piece, fmt::format("gives more than {} values", most_axis_values));
    list_.push_back(std::move(value));
  }
  std::vector<std::string> list() && { return std::move(list_); }

 private:
  std::vector<std::string> list_;
  std::unordered_set<std::string> seen_;
};

// first-last*factor or first-last+step
void add_range(Values& values, std::string_view piece, size_t dash, AxisKind kind) {
  const size_t sign = piece.find_first_of("*+", dash);
  if (sign == std::string_view::npos)
    reject_axis_values(piece, "a range needs its step: 512-8192*2 doubles, 1-9+2 adds 2");
  const double first = number(piece.substr(0, dash), kind);
  const double last = number(piece.substr(dash + 1, sign - dash - 1), kind);
  const bool multiply = piece[sign] == '*';
  const double step = number(piece.substr(sign + 1), kind);
  if (last < first) reject_axis_values(piece, "the range ends before it begins");
  if (multiply && step < 2) reject_axis_values(piece, "the factor must be at least 2");
  for (double value = first; value <= last; value = multiply ? value * step : value + step)
    values.add(written(value, kind), piece);
}

}  // namespace

std::vector<std::string> parse_axis_values(std::string_view text, AxisKind kind) {
  if (text.size() > most_axis_text)
    reject_axis_values(text.substr(0, 20),
                       fmt::format("these values are longer than {} bytes; use a range: 512-8192*2", most_axis_text));
  Values values;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    const std::string_view piece = text.substr(begin, comma - begin);
    begin = comma + 1;
    if (piece.empty()) reject_axis_values(text, "an empty value; write values separated by single commas: 1k,2k,4k");
    const size_t dash = piece.find('-', 1);
    if (kind == AxisKind::word ||
        (!starts_with_digit(piece) && std::isalpha(static_cast<unsigned char>(piece.front()))))
      values.add(std::string(piece), piece);
    else if (dash != std::string_view::npos)
      add_range(values, piece, dash, kind);
    else
      values.add(written(number(piece, kind), kind), piece);
  }
  return std::move(values).list();
}

}  // namespace gpupeak
