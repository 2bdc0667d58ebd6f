// The real process as an Environment.
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <optional>
#include <string_view>
#include <thread>

#include "cli/cli.h"
#include "cli/process/exit_code.h"
#include "cli/process/facts.h"
#include "cli/process/inspect.h"
#include "cli/process/terminal.h"
#include "device/host/host_libraries.h"

namespace gpupeak::cli {
namespace {

// A signal handler can reach nothing but a variable of static storage.
std::atomic<bool> arrived{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

// What is at hand may never end (a library that waits for a thread it could not start): after so many seconds it is
// given up. Every case that was measured is on disk by then.
constexpr unsigned grace_s = 90;

void on_alarm(int) {
  if (!arrived.load()) return;
  static constexpr std::string_view text = "\ngpupeak: this case does not end: it is given up\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
  _exit(static_cast<int>(ExitCode::interrupted));
}

void on_signal(int) {
  if (arrived.exchange(true)) _exit(static_cast<int>(ExitCode::interrupted));
  alarm(grace_s);
  static constexpr std::string_view text =
      "\ngpupeak: finishing this case, then writing the report; again: end at once\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

// Ctrl-C and kill ask a run to end after the opponents that take turns at hand; a second time ends the process at once,
// and so does the alarm that the first sets.
// Only what measures catches them: everything else may end where it stands, because files are replaced in one step.
void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup keeps its promise
  }
  action.sa_handler = on_alarm;
  sigaction(SIGALRM, &action, nullptr);
}

bool interrupted() { return arrived.load(); }

// All is said and done: a signal ends what is left at once.
void let_interrupts_end() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now = {};
    sigaction(signal, nullptr, &now);
    if (now.sa_handler == on_signal) ::signal(signal, SIG_DFL);
  }
}

// The way out of a process in which a library of the host is open: without its destructors.
int ended_with(int code) {
  if (!host::any_library_open()) return code;
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  _exit(code);
}

constexpr int command_not_started = 127;

std::optional<int> terminal_width(int stream) {
  winsize size = {};
  return ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? std::optional<int>(size.ws_col) : std::nullopt;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The child has a process group of its own, so that a Ctrl-C reaches it once, through us; it does not outlive us.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& args) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<char*> words{const_cast<char*>("gpupeak")};
  for (const std::string& arg : args) words.push_back(const_cast<char*>(arg.c_str()));
  words.push_back(nullptr);
  execvp(program.c_str(), words.data());
  _exit(command_not_started);
}

int run_program(const std::string& program, const std::vector<std::string>& args) {
  std::cout.flush();
  const pid_t child = fork();
  if (child < 0) return command_not_started;
  if (child == 0) become(program, args);
  bool told = false;
  for (int status = 0;;) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0) return command_not_started;
    if (interrupted() && !told) {
      told = kill(child, SIGTERM) == 0;
      alarm(grace_s + 10);  // it gives up its case itself
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

int run_process(int argc, char** argv, std::span<const Suite* const> suites) {
  answer_if_asked(argc, argv);
  signal(SIGXFSZ, SIG_IGN);  // a file-size limit is a full disk: an error of write, not the end of the process
  Environment environment{
      .backends = backends(),
      .suites = suites,
      .out = std::cout,
      .err = std::cerr,
      .out_is_terminal = isatty(STDOUT_FILENO) == 1,
      .err_is_terminal = isatty(STDERR_FILENO) == 1,
      .width = page_width(terminal_width(STDOUT_FILENO), std::getenv("COLUMNS")),
      .err_width = page_width(terminal_width(STDERR_FILENO), std::getenv("COLUMNS")),
      .err_columns = [] { return terminal_width(STDERR_FILENO); },
      .getenv = [](const char* name) -> const char* { return std::getenv(name); },
      .utc_now = utc_now,
      .seconds = monotonic_seconds,
      .catch_interrupts = catch_interrupts,
      .interrupted = interrupted,
      .run_self = [](const std::vector<std::string>& args) { return run_program("/proc/self/exe", args); },
      .run_program = run_program,
      .inspect = inspect_library,
      .others = host::watch_other_programs,
      .host = host_facts,
      .tool = this_tool(),
  };
  const int code = run({argv + std::min(argc, 1), argv + argc}, environment);
  let_interrupts_end();
  return ended_with(code);
}

}  // namespace gpupeak::cli
