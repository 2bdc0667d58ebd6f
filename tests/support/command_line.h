// The whole program in-process, on a scripted machine with two small suites, in a folder of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.h"
#include "tests/support/fake_device.h"

namespace gpupeak::testing {

struct Ran {
  int code = -1;
  std::string out, err;
};

// Suites of the scripted machine:
//   alpha   n = 64,128   rung = slow, fast           1 ms a launch
//   faulty  kind = right, wrong, throws, skips
class CommandLine {
 public:
  CommandLine();
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Ran run(std::vector<std::string> args);
  // `run`, with the preset of the scripted machine and a report folder below `folder`.
  Ran measure(std::vector<std::string> more = {});

  std::string path(std::string_view name) const { return (folder / name).string(); }
  std::string write(std::string_view name, std::string_view text) const;  // its path
  std::string read(std::string_view name) const;

  std::filesystem::path folder;
  std::string preset, out;  // paths that `measure` uses

  // The machine and the process, to be scripted.
  DeviceInfo info = fake_device_info();
  std::optional<std::string> absent;  // why no device is found
  bool ghost_in_machine = false;      // the device that comes first is there, though it cannot be used
  std::optional<std::string> broken;  // why it cannot be opened
  int devices = 1;                    // such as `info`
  int broken_device = -1;             // which of them alone cannot be opened
  std::function<void(int64_t window)> before_window = [](int64_t) {};
  // Seconds of a launch, by how many devices have been opened: runs that differ.
  std::function<double(int opened)> launch_s = [](int) { return 1e-3; };
  std::map<std::string, std::string> variables;                                                 // of the environment
  std::vector<std::vector<std::string>> processes;                                              // started by --repeat
  std::function<int(const std::vector<std::string>&)> run_self;                                 // default: run() again
  std::function<int(const std::string& program, const std::vector<std::string>&)> run_program;  // default: run() again
  std::function<std::optional<host::OtherPrograms>()> others;  // what they use of the machine; default: nobody looks
  bool interrupted = false;
  bool terminal = false;
  bool full_stdout = false;
  std::string stream_err;  // file that stderr goes to at once, for a process that may be killed; else it is returned
  Tool tool{"1.2.3", "abc", "gcc", "Release", {{"fmt", "9"}}};
  std::vector<Diagnosis> diagnoses;
  int opened = 0, probed = 0;
};

}  // namespace gpupeak::testing
