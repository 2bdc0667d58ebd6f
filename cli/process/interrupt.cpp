#include "cli/process/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string_view>

#include "cli/process/exit_code.h"

namespace gpupeak::cli {
namespace {

// A signal handler can reach nothing but a variable of static storage.
std::atomic<bool> arrived{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void on_signal(int) {
  if (arrived.exchange(true)) _exit(static_cast<int>(ExitCode::interrupted));
  static constexpr std::string_view text =
      "\ngpupeak: finishing this case, then writing the report; again: end at once\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup keeps its promise
  }
}

bool interrupted() { return arrived.load(); }

}  // namespace gpupeak::cli
