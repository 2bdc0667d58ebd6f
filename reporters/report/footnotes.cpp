// Superscript numbers behind figures, and the notes they point to.
#include "reporters/report/footnotes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gpupeak {
namespace {

std::string superscript(int number) {
  constexpr std::array<std::string_view, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text;
  for (const char c : std::to_string(number)) text += digits[static_cast<size_t>(c - '0')];
  return text;
}

}  // namespace

int Footnotes::numbered(const std::string& key, const std::string& text) {
  const auto [entry, is_new] = numbers_.emplace(key, static_cast<int>(notes_.size()) + 1);
  if (is_new) notes_.push_back({text});
  return entry->second;
}

int Footnotes::number(const std::string& text) { return numbered("=" + text, text); }

int Footnotes::number_alike(const Note& note) {
  std::string thing(row(note.kind).name);
  for (const std::string& word : note.words) thing += '\0' + word;
  return number_alike(thing, text(note));
}

int Footnotes::number_alike(const std::string& thing, const std::string& text) {
  const int number = numbered("~" + thing, text);
  Footnote& note = notes_[static_cast<size_t>(number) - 1];
  if (note.text != text) ++note.alike;
  return number;
}

void Footnotes::write(std::ostream& out, const Style& style) const {
  for (size_t i = 0; i < notes_.size(); ++i) {
    std::string text = shown(notes_[i].text, style);
    if (notes_[i].alike > 0) text += fmt::format(" (and {} alike with other figures)", notes_[i].alike);
    write_wrapped(out, fmt::format("  {} ", mark({static_cast<int>(i) + 1}, style)), text, style);
  }
}

std::string mark(std::vector<int> numbers, const Style& style) {
  if (numbers.empty()) return "";
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::string text;
  for (const int n : numbers) text += (text.empty() ? "" : ",") + (style.unicode ? superscript(n) : std::to_string(n));
  return style.unicode ? text : fmt::format("[{}]", text);
}

}  // namespace gpupeak
