#include "tests/support/forked.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace gpupeak::testing {

Forked::Forked(const std::function<int()>& work, const std::string& out, const std::string& err) {
  std::fflush(nullptr);
  child_ = fork();
  if (child_ != 0) return;
  const bool ready = (out.empty() || std::freopen(out.c_str(), "w", stdout)) &&
                     (err.empty() || std::freopen(err.c_str(), "w", stderr));
  _exit(ready ? work() : 126);
}

Forked::~Forked() {
  if (!running()) return;
  kill(SIGKILL);
  wait();
}

void Forked::kill(int signal) const {
  if (!ended_ && child_ > 0) ::kill(child_, signal);
}

bool Forked::running() {
  if (!ended_) ended_ = waitpid(child_, &status_, WNOHANG) == child_;
  return !ended_;
}

int Forked::wait() {
  if (!ended_) waitpid(child_, &status_, 0);
  ended_ = true;
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

void become(const std::string& binary, const std::vector<std::string>& args) {
  std::vector<char*> words{const_cast<char*>(binary.c_str())};
  for (const std::string& arg : args) words.push_back(const_cast<char*>(arg.c_str()));
  words.push_back(nullptr);
  execv(binary.c_str(), words.data());
  _exit(127);
}

std::string binary_under_test() {
  const char* path = std::getenv("GPUPEAK_BINARY");
  return path ? path : "";
}

}  // namespace gpupeak::testing
