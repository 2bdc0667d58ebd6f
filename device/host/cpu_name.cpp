// Takes away what every maker adds.
#include "device/host/cpu_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

constexpr std::string_view marks[] = {"(R)", "(r)", "(TM)", "(tm)"};
constexpr std::string_view empty_words[] = {"CPU"};

}  // namespace

std::string cpu_name(std::string model, const std::vector<std::string>& features) {
  model.resize(std::min(model.find('@'), model.size()));  // the nominal clock, which is not part of the name
  for (std::string_view mark : marks)
    for (size_t at; (at = model.find(mark)) != std::string::npos;) model.erase(at, mark.size());
  std::string name;
  for (std::string_view word : words_of(model))
    if (std::ranges::find(empty_words, word) == std::end(empty_words))
      name += (name.empty() ? "" : " ") + std::string(word);
  const bool tells_the_model = std::ranges::any_of(name, [](char c) { return c >= '0' && c <= '9'; });
  if (tells_the_model) return name;
  if (name.empty()) name = "unknown processor";
  return features.empty() ? name : fmt::format("{} with {}", name, features.back());
}

}  // namespace gpupeak::host
