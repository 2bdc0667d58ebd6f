// Vendors' libraries that make trouble make it in a process of their own, and the program ends whatever they do.
#include "cli/process/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>

#include "formats/report_json.h"
#include "tests/support/command_line.h"
#include "tests/support/forked.h"

namespace gpupeak::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using StandInVariables = std::vector<std::pair<const char*, std::string>>;

TEST(Ask, GivesWhatAProgramSaysAndHowItEnds) {
  const host::Answer well = cli::ask("/bin/sh", {"-c", "echo $1; echo aside >&2", "sh", "a b"}, 10);
  EXPECT_EQ(well.out, "a b\n");
  EXPECT_EQ(well.err, "aside\n");
  EXPECT_EQ(well.ended, "");
  EXPECT_EQ(cli::ask("/bin/sh", {"-c", "exit 7"}, 10).ended, "its process ended with code 7");
  EXPECT_EQ(cli::ask("/bin/sh", {"-c", "kill -SEGV $$"}, 10).ended, "its process was ended by Segmentation fault");
  EXPECT_THAT(cli::ask("/no/such/program", {}, 10).ended, HasSubstr("No such file"));
}

TEST(Ask, EndsAProgramThatDoesNotAnswerAndWhatItStarted) {
  EXPECT_EQ(cli::ask("/bin/sh", {"-c", "sleep 1000 & sleep 1000"}, 1).ended, "no answer within 1 s");
}

class StandInLibrary : public ::testing::Test {
 protected:
  void SetUp() override {
    if (binary_under_test().empty()) GTEST_SKIP() << "GPUPEAK_BINARY does not name the program; ctest sets it";
  }

  // The program with the stand-in for OpenBLAS and these variables.
  Forked start(const std::vector<std::string>& args, const StandInVariables& variables, rlim_t address_space = 0) {
    return Forked(
        [&] {
          setenv("LC_ALL", "C", 1);
          setenv("GPUPEAK_OPENBLAS", GPUPEAK_STAND_INS "/plain", 1);
          unsetenv("OPENBLAS_CORETYPE");
          for (const auto& [name, value] : variables) setenv(name, value.c_str(), 1);
          const rlimit space{address_space, address_space};
          if (address_space > 0 && setrlimit(RLIMIT_AS, &space) != 0) return 126;
          become(binary_under_test(), args);
        },
        place.path("out"), place.path("err"));
  }

  // Waits until `done` or the watchdog barks; false for the latter.
  static bool wait_until(const std::function<bool()>& done) {
    constexpr auto watchdog = std::chrono::seconds(60);
    for (const auto end = std::chrono::steady_clock::now() + watchdog; !done();) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
  }

  // Its exit code; nothing when it does not end.
  std::optional<int> run(const std::vector<std::string>& args, const StandInVariables& variables,
                         rlim_t address_space = 0) {
    Forked child = start(args, variables, address_space);
    return wait_until([&] { return !child.running(); }) ? std::optional(child.wait()) : std::nullopt;
  }

  std::vector<std::string> matmul() const {
    return {"run",
            "matmul",
            "--quiet",
            "--format",
            "json",
            "--out",
            place.path("report"),
            "--set",
            "matmul.n=64",
            "--set",
            "matmul.dtype=f32",
            "--set",
            "matmul.rung=packed_avx2,openblas"};
  }
  std::optional<int> measure(const StandInVariables& variables) { return run(matmul(), variables); }

  Report report() const { return read_report(place.read("report/report.json"), "report.json"); }

  const Measurement& openblas(const Report& of) const {
    for (const Measurement& m : of.measurements)
      if (m.vendor || m.id.text("rung") == "openblas") return m;
    throw std::runtime_error("no case of openblas");
  }

  CommandLine place;
};

TEST_F(StandInLibrary, BelowTheProcessorIsAWarningAFactAndNoYardstick) {
  const StandInVariables old{{"GPUPEAK_STAND_IN_CORE", "Prescott"}};
  EXPECT_EQ(run({"doctor", "--color", "never"}, old), 0);
  const std::string doctor = place.read("out");
  EXPECT_EQ(measure(old), 0) << place.read("err");
  const Report done = report();
  const Library& library = done.devices.at(0).libraries.at(0);
  EXPECT_EQ(library.version, "0.0.7") << library.note;
  EXPECT_EQ(library.kernels, "Prescott");
  if (library.below.empty()) GTEST_SKIP() << "this processor has nothing that Prescott's kernels leave unused";
  EXPECT_THAT(doctor, AllOf(HasSubstr("warn        openblas: openblas 0.0.7 (Prescott) runs kernels of sse"),
                            HasSubstr("try: run with OPENBLAS_CORETYPE=")));
  EXPECT_THAT(place.read("err"), HasSubstr("gpupeak: openblas 0.0.7 (Prescott) runs kernels of sse although"));
  EXPECT_EQ(openblas(done).outcome, Outcome::measured) << openblas(done).reason;
  EXPECT_TRUE(openblas(done).vendor_below);
  EXPECT_EQ(run({"report", place.path("report"), "--format", "console", "--color", "never"}, {}), 0);
  EXPECT_THAT(place.read("out"), Not(HasSubstr("of vendor")));
}

TEST_F(StandInLibrary, ThatCrashesOrSpeaksOrFindsNoThreadSkipsItsRungs) {
  EXPECT_EQ(measure({{"GPUPEAK_STAND_IN", "crash"}}), 0) << place.read("err");
  EXPECT_EQ(openblas(report()).outcome, Outcome::skipped);
  EXPECT_THAT(openblas(report()).reason, HasSubstr("cannot be used: its process was ended by Aborted; "));
  EXPECT_EQ(run({"doctor", "--color", "never"}, {{"GPUPEAK_STAND_IN", "no thread"}}), 0);
  EXPECT_THAT(place.read("out"), HasSubstr("(stand-in: pthread_create failed for thread 1 of 2, ensure"));
  EXPECT_EQ(place.read("err"), "") << "what a library prints stays behind";
  EXPECT_EQ(measure({{"GPUPEAK_STAND_IN", "speech"}, {"GPUPEAK_STAND_IN_CORE", "SkylakeX"}}), 0);
  EXPECT_EQ(openblas(report()).outcome, Outcome::measured) << openblas(report()).reason;
  EXPECT_THAT(place.read("err"), Not(HasSubstr("stand-in")));
}

TEST_F(StandInLibrary, ThatIsStuckWhenItIsClosedDoesNotKeepTheProgramFromEnding) {
  EXPECT_EQ(measure({{"GPUPEAK_STAND_IN", "stuck at exit"}, {"GPUPEAK_STAND_IN_CORE", "SkylakeX"}}), 0)
      << place.read("err");
  EXPECT_EQ(openblas(report()).outcome, Outcome::measured) << openblas(report()).reason;
}

// The alarm is the one that the first signal sets; here it need not be waited for.
TEST_F(StandInLibrary, ThatNeverComesBackFromACaseDoesNotKeepASignalFromEndingIt) {
  Forked child = start(matmul(), {{"GPUPEAK_STAND_IN", "stuck in the second product"}});
  const auto said = [&](std::string_view text) {
    return wait_until([&] { return place.read("err").find(text) != std::string::npos; });
  };
  ASSERT_TRUE(said("stand-in: stuck"));  // a signal before the case begins ends the run without it
  child.kill(SIGTERM);
  ASSERT_TRUE(said("finishing this case"));
  EXPECT_TRUE(child.running());
  child.kill(SIGALRM);
  EXPECT_TRUE(wait_until([&] { return !child.running(); }));
  EXPECT_EQ(child.wait(), 130);
  EXPECT_THAT(place.read("err"), HasSubstr("given up"));
}

TEST_F(StandInLibrary, IsLoadedByNothingThatOnlyTells) {
  for (const std::vector<std::string>& args : {std::vector<std::string>{"info"}, {"list", "rungs"}, {"--help"}}) {
    EXPECT_EQ(run(args, {{"LD_DEBUG", "files"}}), 0) << args[0];
    EXPECT_THAT(place.read("err"), AllOf(HasSubstr("calling init"), Not(HasSubstr("libopenblas")))) << args[0];
  }
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool address_space_is_the_sanitizers = true;  // which need terabytes of it
#else
constexpr bool address_space_is_the_sanitizers = false;
#endif

// The machine's own libraries: OpenBLAS 0.3.21 joins a thread that it could not start, where it is opened and closed.
TEST_F(StandInLibrary, WithLittleAddressSpaceInfoEnds) {
  if (address_space_is_the_sanitizers) GTEST_SKIP();
  for (const rlim_t megabytes : {100, 150, 250, 400}) {
    EXPECT_TRUE(run({"info"}, {{"GPUPEAK_OPENBLAS", ""}}, megabytes * 1000 * 1000)) << megabytes << " MB";
    EXPECT_EQ(place.read("err"), "") << megabytes << " MB";
  }
}

}  // namespace
}  // namespace gpupeak::testing
