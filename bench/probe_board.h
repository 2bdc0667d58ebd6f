// What a probe of hardware found, in memory that outlives the process that probes. A child asks the GPU and writes each
// figure down as it comes; kernels write to `words`, which the GPU sees as well. Its parent, which never touches the
// GPU, keeps a file of it all, and ends a child that hangs: then the file also has what the hung kernel had written.
#pragma once

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

namespace probe {

class Board {
 public:
  static constexpr int most_figures = 64, most_words = 1 << 15;

  uint64_t words[most_words];  // at the beginning of a page, which is what can be shared with a GPU

  // A figure of the JSON object: its name, and its value as JSON writes it. For the child.
  void number(const char* name, const char* format, ...) __attribute__((format(printf, 3, 4))) {
    const int at = count_.load();
    if (at == most_figures) return;
    std::snprintf(figures_[at].name, sizeof figures_[at].name, "%s", name);
    va_list values;
    va_start(values, format);
    std::vsnprintf(figures_[at].value, sizeof figures_[at].value, format, values);
    va_end(values);
    count_.store(at + 1);
  }
  void text(const char* name, std::string_view value) { number(name, "\"%s\"", plain(value).c_str()); }

  // What is looked at next, and how many of `words` it will write; these are 0 from then on.
  void begin(const char* step, int expected) {
    std::fill_n(words, most_words, 0);
    std::snprintf(step_, sizeof step_, "%s", step);
    expected_.store(expected);
    ++steps_;
  }
  void finish() { begin("", 0); }
  void fail(std::string_view why) { std::snprintf(error_, sizeof error_, "%s", plain(why).c_str()); }

  // Changes whenever the file has to be written anew.
  int version() const { return count_.load() + steps_.load(); }

  // All of it as a JSON object, with how the child ended ("" while it goes on).
  std::string json(const std::string& ended) const {
    std::string text = "{\n";
    for (int i = 0; i < count_.load(); ++i)
      text += std::string("  \"") + figures_[i].name + "\": " + figures_[i].value + ",\n";
    if (error_[0]) text += std::string("  \"error\": \"") + error_ + "\",\n";
    if (step_[0]) text += std::string("  \"unfinished\": ") + unfinished() + ",\n";
    return text + "  \"ended\": \"" + (ended.empty() ? "not yet" : ended) + "\"\n}\n";
  }

 private:
  struct Figure {
    char name[64], value[128];
  };

  static std::string plain(std::string_view value) {
    std::string text(value);
    for (char& c : text)
      if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' ') c = '\'';
    return text;
  }

  // The step at hand, how many of its words were written, and the first of them.
  std::string unfinished() const {
    const volatile uint64_t* seen = words;
    int written = 0;
    std::string values;
    for (int i = 0; i < expected_.load(); ++i) {
      const uint64_t value = seen[i];
      if (value == 0) continue;
      if (++written <= 8) values += (values.empty() ? "" : ", ") + std::to_string(value);
    }
    return std::string("{\"step\": \"") + step_ + "\", \"words\": " + std::to_string(expected_.load()) +
           ", \"written\": " + std::to_string(written) + ", \"first\": [" + values + "]}";
  }

  std::atomic<int> count_{0}, expected_{0}, steps_{0};
  char step_[64] = "", error_[256] = "";
  Figure figures_[most_figures];
};

// The file in one step, by way of `.new` beside it; stdout where no file is named.
inline void keep(const std::string& path, const std::string& text) {
  if (path.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return;
  }
  const size_t slash = path.rfind('/');
  const std::string fresh = (slash == std::string::npos ? "" : path.substr(0, slash + 1)) + ".new";
  std::FILE* file = std::fopen(fresh.c_str(), "w");
  const bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (!file || std::fclose(file) != 0 || !written || std::rename(fresh.c_str(), path.c_str()) != 0)
    std::fprintf(stderr, "%s: cannot be written: %s\n", path.c_str(), std::strerror(errno));
}

inline std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "finished" : "exit code " + std::to_string(WEXITSTATUS(status));
}

// Runs probe(board) in a child for `seconds` at most. True when it finished; else the file says what became of it. A
// child that even SIGKILL does not end, as one stuck in a driver, is left behind.
template <class Probe>
bool watch(Probe probe, double seconds, const std::string& path) {
  using Clock = std::chrono::steady_clock;
  constexpr useconds_t pause_us = 20'000;
  constexpr auto to_be_killed = std::chrono::seconds(2);
  void* shared = mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return false;
  Board& board = *new (shared) Board;
  const auto deadline = Clock::now() + std::chrono::duration<double>(seconds);
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // it does not outlive us
    probe(board);
    board.finish();
    _exit(0);
  }
  std::string ended = child < 0 ? std::string("no process: ") + std::strerror(errno) : "";
  bool killed = false;
  for (int version = 0; ended.empty();) {
    int status = 0;
    if (waitpid(child, &status, WNOHANG) == child) {
      ended = killed ? "hung" : how_it_ended(status);
    } else if (!killed && Clock::now() >= deadline) {
      kill(child, SIGKILL);
      killed = true;
    } else if (Clock::now() >= deadline + to_be_killed) {
      ended = "hung, and could not be killed";
    } else {
      if (!path.empty() && board.version() != version) keep(path, board.json(""));
      version = board.version();
      usleep(pause_us);
    }
  }
  keep(path, board.json(ended));
  munmap(shared, sizeof(Board));
  return ended == "finished";
}

}  // namespace probe
