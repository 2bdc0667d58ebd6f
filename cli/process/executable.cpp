#include "cli/process/executable.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>

namespace gpupeak::cli {

std::string why_not_executable(const std::string& program, const std::string& path) {
  if (program.find('/') != std::string::npos) {
    std::error_code ignored;
    if (std::filesystem::is_directory(program, ignored)) return "it is a folder";
    return ::access(program.c_str(), X_OK) == 0 ? "" : std::strerror(errno);
  }
  std::istringstream folders(path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (why_not_executable((folder.empty() ? "." : folder) + "/" + program, "").empty()) return "";
  return "no folder of PATH has it; write ./" + program + " for one that lies here";
}

}  // namespace gpupeak::cli
