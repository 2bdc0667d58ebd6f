#include "core/text.h"

#include <algorithm>
#include <numeric>

namespace gpupeak {
namespace {

constexpr std::string_view ellipsis = "…";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Levenshtein distance, one row at a time.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::string plural(std::string_view noun) {
  return std::string(noun) + (noun.ends_with('s') || noun.ends_with("ch") ? "es" : "s");
}

std::string shortened(std::string_view text, size_t head, size_t tail) {
  if (text.size() <= head + tail + ellipsis.size()) return std::string(text);
  size_t begin = text.size() - tail;
  while (head > 0 && continues(text[head])) --head;
  while (begin < text.size() && continues(text[begin])) ++begin;
  return std::string(text.substr(0, head)) + std::string(ellipsis) + std::string(text.substr(begin));
}

std::string nearest(std::string_view wrong, const std::vector<std::string>& known) {
  constexpr size_t longest_name = 256;  // a hostile "name" must not cost a quadratic search
  if (wrong.size() > longest_name) return {};
  const size_t limit = std::max<size_t>(2, wrong.size() / 3);
  std::string best;
  size_t best_distance = limit + 1;
  for (const std::string& name : known) {
    const size_t distance = edit_distance(wrong, name);
    if (distance < best_distance && distance < name.size()) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion(std::string_view wrong, const std::vector<std::string>& known) {
  if (const std::string name = nearest(wrong, known); !name.empty()) return "; did you mean '" + name + "'?";
  std::string text = "; known: ";
  for (size_t i = 0; i < known.size(); ++i) text += (i ? ", " : "") + known[i];
  return text;
}

bool glob_matches(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0;
  size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {  // let the last star take one more character
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace gpupeak
