// Superscript numbers and letters behind figures, and the notes they point to.
#include "reporters/report/footnotes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace gpupeak {
namespace {

// Unicode has no superscript q.
constexpr std::array<std::pair<std::string_view, std::string_view>, 25> letters{{
    {"a", "ᵃ"}, {"b", "ᵇ"}, {"c", "ᶜ"}, {"d", "ᵈ"}, {"e", "ᵉ"}, {"f", "ᶠ"}, {"g", "ᵍ"}, {"h", "ʰ"}, {"i", "ⁱ"},
    {"j", "ʲ"}, {"k", "ᵏ"}, {"l", "ˡ"}, {"m", "ᵐ"}, {"n", "ⁿ"}, {"o", "ᵒ"}, {"p", "ᵖ"}, {"r", "ʳ"}, {"s", "ˢ"},
    {"t", "ᵗ"}, {"u", "ᵘ"}, {"v", "ᵛ"}, {"w", "ʷ"}, {"x", "ˣ"}, {"y", "ʸ"}, {"z", "ᶻ"},
}};

// a to z, then aa, ab, …
std::string letter_text(size_t place, bool unicode) {
  const auto& [plain, raised] = letters[place % letters.size()];
  const std::string last(unicode ? raised : plain);
  return place < letters.size() ? last : letter_text(place / letters.size() - 1, unicode) + last;
}

std::string number_text(int number, bool unicode) {
  constexpr std::array<std::string_view, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  if (number < 0) return letter_text(static_cast<size_t>(-number - 1), unicode);
  if (!unicode) return std::to_string(number);
  std::string text;
  for (const char c : std::to_string(number)) text += digits[static_cast<size_t>(c - '0')];
  return text;
}

void write_footnote(int number, const Footnote& note, std::ostream& out, const Style& style) {
  std::string text = shown(note.text, style);
  if (note.alike > 0) text += fmt::format(" (and {} alike with other figures)", note.alike);
  write_wrapped(out, fmt::format("  {} ", mark({number}, style)), text, style);
}

}  // namespace

void SharedNotes::gather(const Footnotes& table) {
  for (size_t i = 0; i < table.notes_.size(); ++i) {
    const auto [entry, is_new] = gathered_.try_emplace(table.keys_[i], Gathered{table.notes_[i]});
    ++entry->second.tables;
    if (is_new) {
      order_.push_back(table.keys_[i]);
      continue;
    }
    Footnote& note = entry->second.note;
    note.alike += table.notes_[i].alike + (table.notes_[i].text != note.text ? 1 : 0);
  }
}

void SharedNotes::letter() {
  int last = 0;
  for (const std::string& key : order_)
    if (Gathered& found = gathered_.at(key); found.tables > 1) found.letter = --last;
}

int SharedNotes::lettered(const std::string& key) const {
  const auto found = gathered_.find(key);
  return found == gathered_.end() ? 0 : found->second.letter;
}

bool SharedNotes::any_lettered() const {
  return std::ranges::any_of(gathered_, [](const auto& entry) { return entry.second.letter < 0; });
}

void SharedNotes::write(std::ostream& out, const Style& style) const {
  for (const std::string& key : order_)
    if (const Gathered& found = gathered_.at(key); found.letter < 0)
      write_footnote(found.letter, found.note, out, style);
}

int Footnotes::numbered(const std::string& key, const std::string& text, bool alike) {
  if (const int letter = shared_ ? shared_->lettered(key) : 0; letter < 0) return letter;
  const auto [entry, is_new] = numbers_.emplace(key, static_cast<int>(notes_.size()) + 1);
  if (is_new) {
    notes_.push_back({text});
    keys_.push_back(key);
  }
  Footnote& note = notes_[static_cast<size_t>(entry->second) - 1];
  if (alike && note.text != text) ++note.alike;
  return entry->second;
}

int Footnotes::number(const std::string& text) { return numbered("=" + text, text, false); }

int Footnotes::number_alike(const Note& note) {
  std::string thing(row(note.kind).name);
  for (const std::string& word : note.words) thing += '\0' + word;
  return number_alike(thing, text(note));
}

int Footnotes::number_alike(const std::string& thing, const std::string& text) {
  return numbered("~" + thing, text, true);
}

void Footnotes::write(std::ostream& out, const Style& style) const {
  for (size_t i = 0; i < notes_.size(); ++i) write_footnote(static_cast<int>(i) + 1, notes_[i], out, style);
}

std::string mark(std::vector<int> numbers, const Style& style) {
  if (numbers.empty()) return "";
  const auto letters_first = [](int n) { return std::pair(n > 0, std::abs(n)); };
  std::ranges::sort(numbers, {}, letters_first);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::string text;
  for (const int n : numbers) text += (text.empty() ? "" : ",") + number_text(n, style.unicode);
  return style.unicode ? text : fmt::format("[{}]", text);
}

}  // namespace gpupeak
