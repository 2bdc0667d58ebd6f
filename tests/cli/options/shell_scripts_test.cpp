// The scripts in the shells they are for, which ask the real program. The path comes in GPUPEAK_BINARY.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "cli/options/completion.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

class Shell : public ::testing::TestWithParam<cli::ShellScript> {
 protected:
  void SetUp() override {
    const char* binary = std::getenv("GPUPEAK_BINARY");
    if (!binary) GTEST_SKIP() << "GPUPEAK_BINARY does not name the program; ctest sets it";
    if (!installed(shell())) GTEST_SKIP() << shell() << " is not installed";
    std::filesystem::create_symlink(binary, place_.path("gpupeak"));
    place_.write("script", cli::shell_scripts()[index()].text);
  }

  std::string shell() const { return std::string(GetParam().shell); }
  size_t index() const {
    for (size_t i = 0; i < cli::shell_scripts().size(); ++i)
      if (cli::shell_scripts()[i].shell == GetParam().shell) return i;
    return 0;
  }

  // stdout and stderr of the shell running `text`; gpupeak is on its PATH.
  std::string run(const std::string& text) const {
    const std::string command = "cd " + place_.folder.string() + " && PATH=.:$PATH " + shell() +
                                (shell() == "bash"  ? " --norc "
                                 : shell() == "zsh" ? " -f "
                                                    : " --no-config ") +
                                place_.write("test", text) + " 2>&1";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string out;
    std::array<char, 4096> piece{};
    while (const size_t got = std::fread(piece.data(), 1, piece.size(), pipe.get())) out.append(piece.data(), got);
    return out;
  }

  // What the shell offers for a line whose end is the cursor, one per line.
  std::string offered(const std::string& line) const {
    if (shell() == "bash")
      return run("compopt() { :; }\nCOMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:'\nsource script\nCOMP_LINE='" + line +
                 "' COMP_POINT=" + std::to_string(line.size()) +
                 "\n_gpupeak gpupeak\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    if (shell() == "zsh")
      return run(
          "compdef() { :; }\n_describe() { print -rl -- ${(P)2%%:*} }\n_files() { print files $1 }\nsource script\n"
          "words=(" +
          line + (line.ends_with(" ") ? " ''" : "") + ")\nCURRENT=$#words\nPREFIX=$words[-1]\n_gpupeak\n");
    return run("source script\ncomplete -C '" + line + "' | string split -f1 \\t\n");
  }

  CommandLine place_;
};

TEST_P(Shell, OffersWhatTheProgramOffers) {
  EXPECT_EQ(offered("gpupeak sp"), "specs\n");
  EXPECT_EQ(offered("gpupeak run --see"), "--seed\n");
  EXPECT_EQ(offered("gpupeak list form"), "formats\n");
  for (const char* format : {"console\n", "json\n", "csv\n"})  // fish sorts
    EXPECT_THAT(offered("gpupeak report --format "), HasSubstr(format));
}

TEST_P(Shell, CompletesWhatFollowsAnEqualsSign) {
  const std::string word = shell() == "bash" ? "onednn\n" : "matmul.rung=onednn\n";  // bash keeps what it has
  EXPECT_EQ(offered("gpupeak run --set matmul.rung=oned"), word);
}

TEST_P(Shell, OffersFiles) {
  place_.write("saved.json", "{}");
  EXPECT_THAT(offered("gpupeak report sav"), HasSubstr(shell() == "zsh" ? "files" : "saved.json"));
}

INSTANTIATE_TEST_SUITE_P(Completion, Shell,
                         ::testing::ValuesIn(cli::shell_scripts().begin(), cli::shell_scripts().end()),
                         [](const auto& row) { return std::string(row.param.shell); });

}  // namespace
}  // namespace gpupeak::testing
