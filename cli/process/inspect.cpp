#include "cli/process/inspect.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <string_view>

#include "device/host/host_libraries.h"

extern char** environ;

namespace gpupeak::cli {
namespace {

using InspectClock = std::chrono::steady_clock;

constexpr int seconds_to_answer = 5;
constexpr size_t operands_to_come = 128 << 20;  // and what else a run takes between this look at a library and its use
constexpr std::string_view question = "inspect-library";  // a word for this program alone: no command

// A pipe whose reading end is ours; both are closed with it.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_end(size_t which) {
    if (ends_[which] >= 0) close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_;
};

// A process group of its own: a Ctrl-C that is meant for us does not spoil the answer.
int start(const std::string& program, const std::vector<std::string>& args, const Pipe& out, const Pipe& err,
          pid_t& child) {
  std::vector<char*> words{const_cast<char*>("gpupeak")};
  for (const std::string& arg : args) words.push_back(const_cast<char*>(arg.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.writing(), STDERR_FILENO);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int failed = posix_spawn(&child, program.c_str(), &actions, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

// Reads until both streams are at their end; false when the time is over before.
bool listen(const Pipe& out, const Pipe& err, InspectClock::time_point end, host::Answer& answer) {
  constexpr size_t longest = 1 << 16;
  std::array<pollfd, 2> streams{pollfd{out.reading(), POLLIN, 0}, pollfd{err.reading(), POLLIN, 0}};
  const std::array<std::string*, 2> texts{&answer.out, &answer.err};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - InspectClock::now()).count();
    if (left <= 0) return false;
    if (poll(streams.data(), streams.size(), static_cast<int>(left)) < 0 && errno != EINTR) return false;
    for (size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].fd < 0 || streams[i].revents == 0) continue;
      std::array<char, 4096> part;
      const ssize_t length = read(streams[i].fd, part.data(), part.size());
      if (length > 0 && texts[i]->size() < longest)
        texts[i]->append(part.data(), static_cast<size_t>(length));
      else if (length == 0 || (length < 0 && errno != EINTR))
        streams[i].fd = -1;
    }
  }
  return true;
}

std::string how_ended(int status) {
  if (WIFSIGNALED(status)) return fmt::format("its process was ended by {}", strsignal(WTERMSIG(status)));
  return WEXITSTATUS(status) == 0 ? "" : fmt::format("its process ended with code {}", WEXITSTATUS(status));
}

// Of this process, as the kernel counts them against a limit; 0 where it does not tell.
size_t address_space() {
  size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

bool address_space_is_limited() {
  rlimit space = {};
  return getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY;
}

}  // namespace

host::Answer ask(const std::string& program, const std::vector<std::string>& args, int limit_s) {
  host::Answer answer;
  Pipe out, err;
  pid_t child = 0;
  if (const int failed = start(program, args, out, err, child)) {
    answer.ended = fmt::format("no process could be started for it: {}", std::strerror(failed));
    return answer;
  }
  out.close_end(1);
  err.close_end(1);
  const bool in_time = listen(out, err, InspectClock::now() + std::chrono::seconds(limit_s), answer);
  if (!in_time) kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  answer.ended = in_time ? how_ended(status) : fmt::format("no answer within {} s", limit_s);
  return answer;
}

Library inspect_library(const Library& found) {
  return host::told_of(
      found,
      ask("/proc/self/exe", {std::string(question), found.name, std::to_string(address_space())}, seconds_to_answer));
}

void answer_if_asked(int argc, char** argv) {
  if (argc != 4 || std::string_view(argv[1]) != question) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const size_t taken = std::strtoull(argv[3], nullptr, 10) + operands_to_come, own = address_space();
  if (address_space_is_limited() && taken > own)  // what is not to be had here was not to be had there
    (void)mmap(nullptr, taken - own, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  std::string text;
  try {
    text = host::text_of(host::inspected(argv[2]));
  } catch (const std::exception& error) {
    text = fmt::format("{}\n", error.what());
  }
  const bool written = write(STDOUT_FILENO, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  _exit(written ? 0 : 1);
}

}  // namespace gpupeak::cli
