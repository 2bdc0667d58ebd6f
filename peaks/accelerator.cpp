#include "peaks/accelerator.h"

#include <algorithm>
#include <cctype>

namespace gpupeak {
namespace {

std::string in_lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

std::vector<const Accelerator*> find_accelerators(const Catalogue& catalogue, std::string_view name) {
  const std::string wanted = in_lower_case(name);
  std::vector<const Accelerator*> exact, partial;
  for (const Accelerator& a : catalogue.accelerators) {
    const auto same = [&](const std::string& other) { return in_lower_case(other) == wanted; };
    if (same(a.name) || std::any_of(a.aliases.begin(), a.aliases.end(), same)) exact.push_back(&a);
    if (in_lower_case(a.name).find(wanted) != std::string::npos) partial.push_back(&a);
  }
  return exact.empty() ? partial : exact;
}

const Architecture* find_architecture(const Catalogue& catalogue, std::string_view compute_capability) {
  const auto found = std::ranges::find(catalogue.architectures, compute_capability, &Architecture::compute_capability);
  return found == catalogue.architectures.end() ? nullptr : &*found;
}

}  // namespace gpupeak
