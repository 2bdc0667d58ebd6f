// Finding, refusing and explaining, with the C library's own libm as the vendor.
#include "device/vendor_library.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak {
namespace {

namespace fs = std::filesystem;
using host::MadeUpTree;

// Sets a variable for as long as it lives.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { before_.empty() ? unsetenv(name_) : setenv(name_, before_.c_str(), 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::string before_;
};

VendorLibrary math(std::vector<std::string> sonames = {"libm.so.6"}) {
  return {
      .name = "math", .environment = "GPUPEAK_TEST_MATH", .sonames = std::move(sonames), .package = "apt install math"};
}

std::string math_file() { return open(math()).info.path; }

TEST(VendorLibrary, IsFoundByTheLoader) {
  const Opened opened = open(math());
  ASSERT_NE(opened.handle, nullptr) << opened.info.note;
  EXPECT_EQ(opened.info.name, "math");
  EXPECT_TRUE(fs::path(opened.info.path).is_absolute());
  const auto cosine = reinterpret_cast<double (*)(double)>(dlsym(opened.handle, "cos"));
  ASSERT_NE(cosine, nullptr);
  EXPECT_EQ(cosine(0), 1);
}

TEST(VendorLibrary, ThatIsMissingNamesThePackageAndTheVariable) {
  const Opened opened = open(math({"libno-such-library.so.1"}));
  EXPECT_EQ(opened.handle, nullptr);
  EXPECT_TRUE(opened.info.version.empty() && opened.info.path.empty());
  EXPECT_EQ(opened.info.note, "not found; apt install math, or set GPUPEAK_TEST_MATH to its path");
}

TEST(VendorLibrary, IsFoundInFoldersOfCondaAndVirtualEnvironments) {
  const MadeUpTree tree{{"lib/empty", ""}, {"env/lib/python3.11/site-packages/vendor/lib/empty", ""}};
  fs::copy_file(math_file(), tree.root() / "lib/libgpupeak-conda.so.1");
  fs::copy_file(math_file(), tree.root() / "env/lib/python3.11/site-packages/vendor/lib/libgpupeak-pip.so.1");
  const Environment conda("CONDA_PREFIX", tree.root().string());
  const Environment pip("VIRTUAL_ENV", (tree.root() / "env").string());
  EXPECT_EQ(open(math({"libgpupeak-conda.so.1"})).info.path, fs::canonical(tree.root() / "lib/libgpupeak-conda.so.1"));
  EXPECT_NE(open(math({"libgpupeak-pip.so.1"})).handle, nullptr);
}

TEST(VendorLibrary, IsTakenFromAPathOrFolderThatTheUserGives) {
  {
    const Environment file("GPUPEAK_TEST_MATH", math_file());
    EXPECT_NE(open(math({"libno-such-library.so.1"})).handle, nullptr);
  }
  const Environment folder("GPUPEAK_TEST_MATH", fs::path(math_file()).parent_path().string());
  EXPECT_NE(open(math()).handle, nullptr);
}

TEST(VendorLibrary, IsNotReplacedByAnotherWhenTheUsersPathIsWrong) {
  const MadeUpTree tree{{"not-a-library", "text"}, {"folder/empty", ""}};
  for (const char* given : {"missing.so", "not-a-library", "folder"}) {
    const std::string path = (tree.root() / given).string();
    const Environment wrong("GPUPEAK_TEST_MATH", path);
    const Opened opened = open(math());
    EXPECT_EQ(opened.handle, nullptr) << path;
    EXPECT_NE(opened.info.note.find(path), std::string::npos) << opened.info.note;
  }
}

TEST(VendorLibrary, OfTheWrongMajorVersionIsRefusedWithBothVersions) {
  VendorLibrary wanted = math();
  wanted.version = [](void*) { return std::string("2.6.3"); };
  wanted.major = 3;
  const Opened opened = open(wanted);
  EXPECT_EQ(opened.handle, nullptr);
  EXPECT_NE(opened.info.note.find("is version 2.6.3, this program was compiled for 3.x"), std::string::npos)
      << opened.info.note;
  wanted.major = 2;
  EXPECT_EQ(open(wanted).info.version, "2.6.3");
}

TEST(VendorLibrary, ThatOnlyBearsTheNameIsRefused) {
  VendorLibrary wanted = math();
  wanted.version = [](void*) { return std::string(); };
  const Opened opened = open(wanted);
  EXPECT_EQ(opened.handle, nullptr);
  EXPECT_NE(opened.info.note.find("is not math"), std::string::npos) << opened.info.note;
}

}  // namespace
}  // namespace gpupeak
