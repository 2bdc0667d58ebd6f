// A piece of a test in a process of its own, which may be killed, limited or robbed of its rights.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace gpupeak::testing {

class Forked {
 public:
  // Runs `work` in a child; what it returns is the exit code. Its stdout and stderr go to the files of these names when
  // given.
  explicit Forked(const std::function<int()>& work, const std::string& out = "", const std::string& err = "");
  ~Forked();  // kills a child that still runs
  Forked(const Forked&) = delete;
  Forked& operator=(const Forked&) = delete;

  pid_t id() const { return child_; }
  void kill(int signal) const;
  bool running();
  int wait();  // exit code, or 128 + the signal that ended it

 private:
  pid_t child_;
  int status_ = 0;
  bool ended_ = false;
};

// Becomes `binary` with these arguments; for the work of a Forked.
[[noreturn]] void become(const std::string& binary, const std::vector<std::string>& args);

// GPUPEAK_BINARY, which ctest sets; empty when it is not.
std::string binary_under_test();

}  // namespace gpupeak::testing
