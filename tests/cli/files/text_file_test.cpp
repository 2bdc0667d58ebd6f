#include "cli/files/text_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

// No file can grow beyond `bytes` while this lives: what a full disk looks like to write(2).
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : before_handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, before_handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_ = {};
  void (*before_handler_)(int);
};

size_t files_in(const std::filesystem::path& folder) {
  size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

TEST(TextFile, ReplacesTheWholeText) {
  const CommandLine place;
  const std::string path = place.path("tmp/x.json");
  EXPECT_EQ(cli::write_atomically(path, "a long first text"), std::nullopt);
  EXPECT_EQ(cli::write_atomically(path, "short"), std::nullopt);
  EXPECT_EQ(place.read("tmp/x.json"), "short");
  EXPECT_EQ(files_in(place.path("tmp")), 1u) << "no temporary file stays";
}

TEST(TextFile, AFullDiskKeepsTheOldTextAndLeavesNoRubbish) {
  const CommandLine place;
  const std::string path = place.path("tmp/x.json");
  ASSERT_EQ(cli::write_atomically(path, "old"), std::nullopt);
  std::optional<std::string> cause;
  {
    const FullDisk full(1000);
    cause = cli::write_atomically(path, std::string(5000, 'x'));
  }
  EXPECT_THAT(cause, Optional(HasSubstr(path + ": writing failed: File too large")));
  EXPECT_EQ(place.read("tmp/x.json"), "old");
  EXPECT_EQ(files_in(place.path("tmp")), 1u);
}

TEST(TextFile, AMissingFolderOrAFolderInPlaceOfTheFileIsACause) {
  const CommandLine place;
  EXPECT_THAT(cli::write_atomically(place.path("none/x.json"), "x"), Optional(HasSubstr("No such file or directory")));
  EXPECT_THAT(cli::write_atomically(place.path("tmp"), "x"), Optional(HasSubstr("Is a directory")));
}

TEST(TextFile, ALinkInPlaceOfTheTemporaryFileIsNotFollowed) {
  const CommandLine place;
  const std::string victim = place.write("victim", "precious");
  std::filesystem::create_symlink(victim, place.path("tmp/.x.json.tmp"));
  EXPECT_EQ(cli::write_atomically(place.path("tmp/x.json"), "x"), std::nullopt);
  EXPECT_EQ(place.read("victim"), "precious");
  EXPECT_EQ(place.read("tmp/x.json"), "x");
  EXPECT_EQ(files_in(place.path("tmp")), 1u);
}

TEST(TextFile, WritesIntoTheCurrentFolder) {
  const CommandLine place;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(place.path("tmp"));
  const auto cause = cli::write_atomically("x.json", "x");
  std::filesystem::current_path(before);
  EXPECT_EQ(cause, std::nullopt);
  EXPECT_EQ(place.read("tmp/x.json"), "x");
}

// The disk fills up in the middle of a run and stays full.
TEST(TextFile, ARunOnADiskThatFillsUpGoesOnAndLosesNothing) {
  CommandLine gpupeak;
  std::optional<FullDisk> full;
  gpupeak.before_window = [&](int64_t window) {
    if (window == 3) full.emplace(500);
  };
  gpupeak.variables["TMPDIR"] = gpupeak.path("tmp");
  const Ran ran = gpupeak.measure();
  full.reset();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("measuring goes on"));
  EXPECT_THAT(ran.out, HasSubstr("\"measurements\"")) << "neither folder has room: the report is on stdout";
  EXPECT_THAT(gpupeak.read("report/report.json"), HasSubstr("running")) << "the last good report stays";
}

}  // namespace
}  // namespace gpupeak::testing
