#include "formats/embedded.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace gpupeak {
namespace {

namespace fs = std::filesystem;
const fs::path configs = fs::path(GPUPEAK_SOURCE_DIR) / "configs";

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Embedded, CarriesEveryFileOfConfigsByteForByte) {
  std::set<std::string> carried;
  for (const EmbeddedFile& file : embedded_files()) {
    EXPECT_TRUE(file.contents == contents(configs / file.path)) << file.path;
    carried.emplace(file.path);
  }
  for (const auto& entry : fs::recursive_directory_iterator(configs)) {
    if (entry.path().extension() != ".json") continue;
    EXPECT_TRUE(carried.contains(fs::relative(entry.path(), configs))) << entry.path();
  }
}

TEST(Embedded, FindsAFileByItsPath) {
  EXPECT_TRUE(embedded("presets/quick.json").starts_with("//"));
  EXPECT_THROW(embedded("presets/none.json"), std::out_of_range);
}

}  // namespace
}  // namespace gpupeak
