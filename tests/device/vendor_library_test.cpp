// Finding, refusing and explaining, with the C library's own libm as the vendor.
#include "device/vendor_library.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

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
  EXPECT_EQ(why_not(opened.info), "not found; apt install math, or set GPUPEAK_TEST_MATH to its path");
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

TEST(VendorLibrary, OfNvidiaIsFoundInCondaAndBesideTheBuild) {
  const MadeUpTree tree{{"lib/python3.12/site-packages/nvidia/vendor/lib/empty", ""}};
  fs::copy_file(math_file(), tree.root() / "lib/python3.12/site-packages/nvidia/vendor/lib/libgpupeak-nvidia.so.1");
  const Environment conda("CONDA_PREFIX", tree.root().string());
  EXPECT_NE(open(math({"libgpupeak-nvidia.so.1"})).handle, nullptr);

  const fs::path beside = fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "cuda/lib64";
  const bool made = fs::create_directories(beside);
  fs::copy_file(math_file(), beside / "libgpupeak-fetched.so.1", fs::copy_options::overwrite_existing);
  EXPECT_NE(open(math({"libgpupeak-fetched.so.1"})).handle, nullptr);
  fs::remove(beside / "libgpupeak-fetched.so.1");
  if (made) fs::remove_all(beside.parent_path());
}

// A python3 of a virtual environment that nobody activated, but that is first on the path. Asked once per process.
TEST(VendorLibrary, OfWheelsIsLookedForWherePythonHasPackages) {
  const MadeUpTree tree{{"packages/nvidia/vendor/lib/empty", ""}};
  const std::string root = tree.root().string();
  tree.add("bin/python3", "#!/bin/sh\necho asked >> " + root + "/asked\necho\necho " + root + "/packages\n");
  fs::permissions(tree.root() / "bin/python3", fs::perms::owner_all);
  fs::copy_file(math_file(), tree.root() / "packages/nvidia/vendor/lib/libgpupeak-wheel.so.1");
  const Environment path("PATH", root + "/bin:" + std::getenv("PATH"));
  VendorLibrary wanted = math();
  wanted.in_wheels = true;
  EXPECT_NE(open(wanted).handle, nullptr);
  EXPECT_EQ(open(math({"libgpupeak-wheel.so.1"})).handle, nullptr);
  EXPECT_FALSE(fs::exists(tree.root() / "asked")) << "python3 was asked though there was no need";
  for (const char* soname : {"libgpupeak-wheel.so.1", "libgpupeak-other.so.1"}) {
    wanted.sonames = {soname};
    EXPECT_EQ(open(wanted).handle != nullptr, std::string_view(soname) == "libgpupeak-wheel.so.1") << soname;
  }
  EXPECT_EQ(fs::file_size(tree.root() / "asked"), 6u) << "once";
}

TEST(VendorLibrary, ThatLacksALibraryItNeedsSaysWhich) {
  const MadeUpTree tree{{"lib/empty", ""}};
  std::string bytes;
  {
    std::ifstream file(math_file(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  const std::string needed("libc.so.6\0", 10);
  ASSERT_NE(bytes.find(needed), std::string::npos);
  for (size_t at = 0; (at = bytes.find(needed, at)) != std::string::npos;) bytes[at + 3] = '0';
  tree.add("lib/libgpupeak-needy.so.1", bytes);
  const Environment conda("CONDA_PREFIX", tree.root().string());
  EXPECT_EQ(why_not(open(math({"libgpupeak-needy.so.1"})).info),
            (tree.root() / "lib/libgpupeak-needy.so.1").string() + " is there, but needs lib0.so.6, which is not " +
                "found; apt install math, or set GPUPEAK_TEST_MATH to its path");
  const Environment given("GPUPEAK_TEST_MATH", (tree.root() / "lib").string());
  EXPECT_NE(open(math({"libgpupeak-needy.so.1"})).info.note.find("needs lib0.so.6"), std::string::npos);
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
