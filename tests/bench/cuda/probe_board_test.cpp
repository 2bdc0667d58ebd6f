// A probe that ends, fails or hangs, with a function of the host in the place of a GPU's kernels.
#include "bench/probe_board.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace probe {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::filesystem::path own_folder() {
  return std::filesystem::path(testing::TempDir()) /
         fmt::format("probe_board_{}_{}", testing::UnitTest::GetInstance()->current_test_info()->name(), getpid());
}

// The file that is kept while `act` is watched for so long.
template <class Act>
json kept(Act act, double seconds, bool finishes) {
  const std::filesystem::path folder = own_folder();
  std::filesystem::create_directories(folder);
  const std::string path = folder / "probe.json";
  EXPECT_EQ(watch(act, seconds, path), finishes);
  std::ifstream file(path);
  json found = json::parse(file);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "nothing but the file is left";
  std::filesystem::remove_all(folder);
  return found;
}

void hang() {
  for (;;) pause();
}

TEST(ProbeBoard, KeepsEveryFigureOfAProbeThatFinishes) {
  const json found = kept(
      [](Board& board) {
        board.text("name", "a \"quoted\"\nname");
        board.begin("rate", 1);
        board.number("rate", "%.1f", 2.5);
      },
      60, true);
  EXPECT_EQ(found, json::parse(R"({"name": "a 'quoted''name", "rate": 2.5, "ended": "finished"})"));
}

TEST(ProbeBoard, KeepsWhatAHungStepHadWritten) {
  const json found = kept(
      [](Board& board) {
        board.number("first", "%d", 1);
        board.begin("second", 4);
        board.words[0] = 7, board.words[2] = 9;
        hang();
      },
      0.3, false);
  EXPECT_EQ(found["first"], 1);
  EXPECT_EQ(found["unfinished"], json::parse(R"({"step": "second", "words": 4, "written": 2, "first": [7, 9]})"));
  EXPECT_EQ(found["ended"], "hung");
}

TEST(ProbeBoard, SaysWhyAProbeFailedAndWhere) {
  const json found = kept(
      [](Board& board) {
        board.number("first", "%d", 1);
        board.begin("second", 0);
        board.fail("line 3: an illegal memory access");
        _exit(1);
      },
      60, false);
  EXPECT_EQ(found["first"], 1);
  EXPECT_EQ(found["error"], "line 3: an illegal memory access");
  EXPECT_EQ(found["unfinished"]["step"], "second");
  EXPECT_EQ(found["ended"], "exit code 1");
}

TEST(ProbeBoard, OutlivesAProbeThatIsKilled) {
  const json found = kept([](Board& board) { board.number("first", "%d", 1), raise(SIGKILL); }, 60, false);
  EXPECT_EQ(found["first"], 1);
  EXPECT_EQ(found["ended"], "killed by signal 9");
}

// Whoever watches may be killed as well, so the file is there before the end.
TEST(ProbeBoard, IsInTheFileWhileTheProbeGoesOn) {
  const std::filesystem::path folder = own_folder(), path = folder / "probe.json";
  std::filesystem::create_directories(folder);
  std::string seen;
  watch(
      [&](Board& board) {
        board.number("first", "%d", 1);
        while (!std::ifstream(path)) usleep(1000);
        std::getline(std::ifstream(path), seen, '\0');
        board.text("seen", seen);
      },
      60, path);
  std::ifstream file(path);
  const json found = json::parse(file);
  EXPECT_THAT(found["seen"], HasSubstr("'first': 1"));
  EXPECT_THAT(found["seen"], HasSubstr("not yet"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace probe
