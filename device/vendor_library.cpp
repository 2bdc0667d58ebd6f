// Finds and opens a vendor's shared library where a distribution, conda, pip or a hand-made installation puts it.
#include "device/vendor_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <glob.h>
#include <link.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace gpupeak {
namespace {

namespace fs = std::filesystem;

// Folders searched after the loader's own path, in order. A leading $NAME is the value of that environment variable.
constexpr const char* folders[] = {
    "$CONDA_PREFIX/lib",
    "/usr/local/lib",
    "/opt/*/lib",
    "/opt/intel/oneapi/*/latest/lib",
    "$VIRTUAL_ENV/lib",
    "$VIRTUAL_ENV/lib/python3*/site-packages/*/lib",
    "$HOME/.local/lib",
    "$HOME/.local/lib/python3*/site-packages/*/lib",
    "/usr/local/lib/python3*/*-packages/*/lib",
    "$CUDA_HOME/lib64",
    "$CUDA_PATH/lib64",
    "/usr/local/cuda/lib64",
    "$VIRTUAL_ENV/lib/python3*/site-packages/nvidia/*/lib",
    "$HOME/.local/lib/python3*/site-packages/nvidia/*/lib",
    "/usr/local/lib/python3*/*-packages/nvidia/*/lib",
};

std::string variable(const std::string& name) {
  const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
  return value ? value : "";
}

// The pattern with its environment variable replaced; nothing when that is not set.
std::optional<std::string> expanded(std::string_view pattern) {
  if (!pattern.starts_with('$')) return std::string(pattern);
  const size_t slash = pattern.find('/');
  const std::string value = variable(std::string(pattern.substr(1, slash - 1)));
  if (value.empty()) return std::nullopt;
  return value + std::string(pattern.substr(slash));
}

void add_matches(const std::string& pattern, std::vector<std::string>& files) {
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
  globfree(&found);
}

// What to hand to dlopen, in order. A path given by the user is the only candidate: falling back would hide its
// mistake.
std::vector<std::string> candidates(const VendorLibrary& wanted) {
  const std::string given = variable(wanted.environment);
  std::error_code ignored;
  if (!given.empty() && !fs::is_directory(given, ignored)) return {given};
  std::vector<std::string> files;
  if (!given.empty()) {
    for (const std::string& soname : wanted.sonames) files.push_back(fs::path(given) / soname);
    return files;
  }
  files = wanted.sonames;
  for (const char* folder : folders)
    if (const auto pattern = expanded(folder))
      for (const std::string& soname : wanted.sonames) add_matches(*pattern + "/" + soname, files);
  return files;
}

// The file behind a handle with symbolic links followed: Debian's alternatives hide there which build it is.
std::string file_of(void* handle) {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || !map || !map->l_name) return "";
  std::error_code failed;
  const fs::path real = fs::canonical(map->l_name, failed);
  return failed ? std::string(map->l_name) : real.string();
}

// Why this handle cannot serve; nothing when it can.
std::optional<std::string> refused(const VendorLibrary& wanted, void* handle, const Library& found) {
  for (const std::string& symbol : wanted.symbols)
    if (!dlsym(handle, symbol.c_str()))
      return fmt::format("{}{} has no {}, so it cannot serve as {}", found.path,
                         found.version.empty() ? "" : " (version " + found.version + ")", symbol, wanted.name);
  if (!wanted.version) return std::nullopt;
  if (found.version.empty())
    return fmt::format("{} is not {}: its version function is missing", found.path, wanted.name);
  if (wanted.major != 0 && std::atoi(found.version.c_str()) != wanted.major)
    return fmt::format("{} is version {}, this program was compiled for {}.x", found.path, found.version, wanted.major);
  return std::nullopt;
}

bool says_no_such_file(std::string_view error) { return error.find("No such file") != std::string_view::npos; }

}  // namespace

Opened open(const VendorLibrary& wanted) {
  std::string why_not;
  for (const std::string& candidate : candidates(wanted)) {
    void* handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
      const char* error = dlerror();  // of a file that exists: the reason is worth more than "not found"
      if (error && (why_not.empty() && !says_no_such_file(error))) why_not = error;
      continue;
    }
    Opened opened{handle, {wanted.name, "", file_of(handle), ""}};
    if (wanted.version) opened.info.version = wanted.version(handle);
    const auto reason = refused(wanted, handle, opened.info);
    if (!reason) return opened;
    why_not = *reason;
    dlclose(handle);
  }
  const std::string given = variable(wanted.environment);
  if (why_not.empty())
    why_not = given.empty() ? "not found" : fmt::format("{}={}: no such library", wanted.environment, given);
  return {
      nullptr,
      {wanted.name, "", "", fmt::format("{}; {}, or set {} to its path", why_not, wanted.package, wanted.environment)}};
}

void* vendor_symbol(const Opened& library, const char* name) {
  if (!library.handle) throw std::runtime_error(fmt::format("{}: {}: {}", name, library.info.name, library.info.note));
  void* symbol = dlsym(library.handle, name);
  if (!symbol)
    throw std::runtime_error(fmt::format("{} {} in {} has no {}; install a current {}", library.info.name,
                                         library.info.version, library.info.path, name, library.info.name));
  return symbol;
}

}  // namespace gpupeak
