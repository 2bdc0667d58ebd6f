// The program itself on a machine that gives it little: 256 MiB of memory, one core, the wrong libraries. What does not
// fit is skipped with its reason, never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "formats/report_json.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"

namespace gpupeak::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Limits : public ::testing::Test {
 protected:
  void SetUp() override {
    if (binary_under_test().empty()) GTEST_SKIP() << "GPUPEAK_BINARY does not name the program; ctest sets it";
  }

  // Exit code of the program in a process that `limit` has been called in; false from it: it cannot be had here.
  std::optional<int> run(const std::function<bool()>& limit, const std::vector<std::string>& args) {
    constexpr int cannot = 126;
    Forked child(
        [&] {
          if (!limit()) return cannot;
          setenv("LC_ALL", "C", 1);
          setenv("ASAN_OPTIONS", "detect_leaks=0",
                 1);  // the reason stands in tests/kernels/matmul/host/matmul_test.cpp
          become(binary_under_test(), args);
        },
        place.path("out"), place.path("err"));
    const int code = child.wait();
    return code == cannot ? std::nullopt : std::optional(code);
  }

  std::vector<std::string> measure(std::vector<std::string> what) const {
    std::vector<std::string> args{"run", "--quiet", "--format", "json", "--out", place.path("report")};
    args.insert(args.end(), what.begin(), what.end());
    return args;
  }

  Report report() const { return read_report(place.read("report/report.json"), "report.json"); }

  const Measurement& measurement(const Report& of, const std::string& part) const {
    for (const Measurement& m : of.measurements)
      if (m.id.id().find(part) != std::string::npos) return m;
    throw std::runtime_error("no case " + part);
  }

  CommandLine place;
};

// A control group of its own, version 1 or 2, in which the memory is limited; empty where it cannot be made.
class MemoryGroup {
 public:
  explicit MemoryGroup(int64_t bytes) {
    const std::string name = "gpupeak-test-" + std::to_string(getpid());
    for (const auto& [folder, limit] :
         {std::pair("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), std::pair("/sys/fs/cgroup", "memory.max")}) {
      std::error_code failed;
      const fs::path group = fs::path(folder) / name;
      if (!fs::create_directory(group, failed) || failed) continue;
      path_ = group;
      std::ofstream file(path_ / limit);
      if (file.is_open() && file << bytes << std::flush) return;
      fs::remove(path_, failed);
      path_.clear();
    }
  }
  ~MemoryGroup() {
    if (!path_.empty()) rmdir(path_.c_str());
  }
  MemoryGroup(const MemoryGroup&) = delete;
  MemoryGroup& operator=(const MemoryGroup&) = delete;

  explicit operator bool() const { return !path_.empty(); }
  bool enter() const {
    std::ofstream file(path_ / "cgroup.procs");
    return file.is_open() && file << getpid() << std::flush;
  }

 private:
  fs::path path_;
};

const std::vector<std::string> small_and_large{
    "memory", "--filter", "*op=copy*rung=plain*", "--set", "memory.size=64KiB,1GiB", "--set", "memory.cores=all"};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // and so in need of more memory than the limits leave
#else
constexpr bool sanitized = false;
#endif

TEST_F(Limits, AControlGroupOf256MiBSkipsWhatDoesNotFitInIt) {
  if (sanitized) GTEST_SKIP() << "a sanitizer needs more than 256 MiB";
  const MemoryGroup group(256 << 20);
  if (!group)
    GTEST_SKIP() << "no control group of memory can be made here; it takes root and a writable /sys/fs/cgroup";
  const auto code = run([&] { return group.enter(); }, measure(small_and_large));
  ASSERT_TRUE(code) << "the group could not be entered";
  EXPECT_EQ(*code, 0) << place.read("err");
  const Report done = report();
  EXPECT_EQ(measurement(done, "size=64KiB").outcome, Outcome::measured);
  EXPECT_EQ(measurement(done, "size=1GiB").outcome, Outcome::skipped);
  EXPECT_THAT(measurement(done, "size=1GiB").reason, HasSubstr("GiB"));
}

TEST_F(Limits, AnAddressSpaceOf512MiBEndsACaseNotTheRun) {
  if (sanitized) GTEST_SKIP() << "a sanitizer needs terabytes of address space";
  const auto limit = [] {
    const rlimit space{512 << 20, 512 << 20};
    return setrlimit(RLIMIT_AS, &space) == 0;
  };
  EXPECT_EQ(run(limit, measure(small_and_large)), 3) << place.read("err");
  const Report done = report();
  EXPECT_EQ(done.run.state, "complete");
  EXPECT_EQ(measurement(done, "size=64KiB").outcome, Outcome::measured);
  EXPECT_EQ(measurement(done, "size=1GiB").outcome, Outcome::failed);
  EXPECT_THAT(measurement(done, "size=1GiB").reason, HasSubstr("memory"));
}

TEST_F(Limits, OneCoreIsEnough) {
  const auto pin = [] {
    cpu_set_t allowed, one;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return false;
    int first = 0;
    while (!CPU_ISSET(first, &allowed)) ++first;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    return sched_setaffinity(0, sizeof one, &one) == 0;
  };
  const auto code =
      run(pin, measure({"throughput", "matmul", "--set", "matmul.n=64", "--filter", "throughput/*cores=all*",
                        "--filter", "matmul/*dtype=f32*", "--exclude", "*three_loops*"}));
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 0) << place.read("err");
  const Report done = report();
  EXPECT_EQ(done.devices.at(0).units, 1);
  for (const Measurement& m : done.measurements)
    EXPECT_TRUE(m.outcome == Outcome::measured || !m.reason.empty()) << m.id.id();
}

TEST_F(Limits, AMachineThatHidesItsTopologyIsNoReasonForRawLinesOfALibrary) {
  const auto hide = [&] {
    setenv("HWLOC_FSROOT", place.path("nothing").c_str(), 1);  // what hwloc reads instead of /
    return setenv("HWLOC_THISSYSTEM", "1", 1) == 0;
  };
  EXPECT_EQ(run(hide, {"info"}), 0);
  EXPECT_EQ(place.read("err"), "");
}

TEST_F(Limits, LibrariesOfAnotherVersionSkipTheirRungsAndAreNamed) {
  const fs::path folder = fs::path(binary_under_test()).parent_path() / "tests/wrong_libraries";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " was not built with the tests";
  const auto mislead = [&] { return setenv("LD_LIBRARY_PATH", folder.c_str(), 1) == 0; };
  EXPECT_EQ(run(mislead,
                measure({"matmul", "--set", "matmul.n=64", "--filter", "*dtype=f32*", "--exclude", "*three_loops*"})),
            0)
      << place.read("err");
  const Report done = report();
  EXPECT_EQ(measurement(done, "rung=packed").outcome, Outcome::measured);
  for (const Library& library : done.devices.at(0).libraries) {
    if (!library.path.empty()) continue;  // a good one is in a place of its own
    const Measurement& m = measurement(done, "rung=" + library.name);
    EXPECT_EQ(m.outcome, Outcome::skipped) << m.id.id();
    EXPECT_THAT(m.reason, HasSubstr("apt install"));
    EXPECT_THAT(m.reason, HasSubstr(folder.string()));
  }
  for (const char* command : {"info", "doctor", "list"}) {
    EXPECT_EQ(run(mislead, {command, "--color", "never"}), 0) << command << place.read("err");
  }
  EXPECT_EQ(run(mislead, {"list", "rungs"}), 0) << place.read("err");
}

}  // namespace
}  // namespace gpupeak::testing
