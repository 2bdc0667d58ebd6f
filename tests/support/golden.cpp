#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace gpupeak::testing {
namespace {

std::string line_at(const std::string& text, size_t position) {
  const size_t newline = position == 0 ? std::string::npos : text.rfind('\n', position - 1);
  const size_t start = newline == std::string::npos ? 0 : newline + 1;
  return start >= text.size() ? "(the text ends here)" : text.substr(start, text.find('\n', start) - start);
}

}  // namespace

::testing::AssertionResult is_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(GPUPEAK_SOURCE_DIR) + "/tests/golden/" + name;
  const char* update = std::getenv("GPUPEAK_UPDATE_GOLDEN");
  if (update && std::string(update) == "1") {
    std::ofstream(path, std::ios::binary) << actual;
    return ::testing::AssertionFailure() << "GPUPEAK_UPDATE_GOLDEN=1: " << path << " was written, not compared";
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return ::testing::AssertionFailure() << path << " cannot be read; GPUPEAK_UPDATE_GOLDEN=1 writes it";
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  if (golden == actual) return ::testing::AssertionSuccess();

  const auto [a, b] = std::mismatch(golden.begin(), golden.end(), actual.begin(), actual.end());
  const auto position = static_cast<size_t>(a - golden.begin());
  return ::testing::AssertionFailure() << path << " differs from line " << 1 + std::count(golden.begin(), a, '\n')
                                       << " on\n  golden: " << line_at(golden, position)
                                       << "\n  actual: " << line_at(actual, position)
                                       << "\nGPUPEAK_UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace gpupeak::testing
