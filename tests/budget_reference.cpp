// What a second of CPU is worth: scripts/test.sh compiles this text to compare the machine with that of
// tests/budget.txt. It stays as it is, includes nothing of ours and is part of no target.
#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

std::string sorted_words(const std::string& text) {
  std::map<std::string, int> words;
  static const std::regex word("[a-z]+");
  for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) ++words[at->str()];
  std::vector<std::pair<std::string, int>> rows(words.begin(), words.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::ostringstream out;
  for (const auto& [name, count] : rows) out << name << ' ' << count << '\n';
  return out.str();
}

std::unordered_map<std::string, std::function<double(double)>> curves() {
  std::unordered_map<std::string, std::function<double(double)>> found;
  for (int power = 1; power < 9; ++power)
    found["x^" + std::to_string(power)] = [power](double x) {
      double y = 1;
      for (int i = 0; i < power; ++i) y *= x;
      return y;
    };
  return found;
}
