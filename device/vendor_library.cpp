// Finds and opens a vendor's shared library where a distribution, conda, pip or a hand-made installation puts it.
#include "device/vendor_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <glob.h>
#include <link.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>

namespace gpupeak {
namespace {

namespace fs = std::filesystem;

// What the user had fetched for gpupeak (scripts/setup.sh --vendors) goes before all that the system has.
constexpr const char* fetched = "$PROGRAM/../vendors/lib";

// Folders searched after the loader's own path, in order. A leading $NAME is the value of that environment variable,
// $PROGRAM the folder of this program (what scripts/cuda_wheels.sh fetched lies beside the build); % is the major
// version that is wanted.
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
    "$PROGRAM/../cuda/lib64",
    "/usr/local/cuda/lib64",
    "/usr/local/cuda-%*/lib64",
    "/opt/cuda/lib64",
    "$CONDA_PREFIX/targets/*/lib",
    "$CONDA_PREFIX/lib/python3*/site-packages/nvidia/*/lib",
    "$VIRTUAL_ENV/lib/python3*/site-packages/nvidia/*/lib",
    "$HOME/.local/lib/python3*/site-packages/nvidia/*/lib",
    "/usr/local/lib/python3*/*-packages/nvidia/*/lib",
    "/opt/*/lib/python3*/site-packages/nvidia/*/lib",
    "/opt/*/venv/lib/python3*/site-packages/nvidia/*/lib",
};

// Below each folder in which python3 looks for packages.
constexpr const char* folders_of_packages[] = {"/nvidia/*/lib", "/*/lib"};

std::string variable(const std::string& name) {
  const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
  return value ? value : "";
}

std::string folder_of_program() {
  std::error_code failed;
  return fs::read_symlink("/proc/self/exe", failed).parent_path().string();
}

// The pattern with its words replaced; nothing where one has no value.
std::optional<std::string> expanded(std::string_view pattern, int major) {
  std::string path(pattern);
  if (const size_t version = path.find('%'); version != std::string::npos) {
    if (major == 0) return std::nullopt;
    path.replace(version, 1, std::to_string(major));
  }
  if (!path.starts_with('$')) return path;
  const size_t slash = path.find('/');
  const std::string name = path.substr(1, slash - 1);
  const std::string value = name == "PROGRAM" ? folder_of_program() : variable(name);
  if (value.empty()) return std::nullopt;
  return value + path.substr(slash);
}

void add_matches(const std::string& pattern, std::vector<std::string>& files) {
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
  globfree(&found);
}

// Where the python3 on the path looks for packages: virtual environments that are not activated, installations of a
// user's own. Asked once, and not for long; none where there is no python3.
const std::vector<std::string>& python_folders() {
  static const std::vector<std::string> asked = [] {
    std::vector<std::string> found;
    FILE* out = popen("timeout 5 python3 -c 'import sys; print(\"\\n\".join(sys.path))' 2> /dev/null < /dev/null", "r");
    if (!out) return found;
    std::string line;
    for (int c = fgetc(out); c != EOF; c = fgetc(out)) {
      if (c != '\n') {
        line += static_cast<char>(c);
        continue;
      }
      if (line.starts_with('/')) found.push_back(line);  // an empty one is the folder that the user stands in
      line.clear();
    }
    pclose(out);
    return found;
  }();
  return asked;
}

std::vector<std::string> in_wheels(const VendorLibrary& wanted) {
  std::vector<std::string> files;
  for (const std::string& packages : python_folders())
    for (const char* folder : folders_of_packages)
      for (const std::string& soname : wanted.sonames)
        add_matches(fmt::format("{}{}/{}", packages, folder, soname), files);
  return files;
}

void add_files_in(const char* folder, const VendorLibrary& wanted, std::vector<std::string>& files) {
  if (const auto pattern = expanded(folder, wanted.major))
    for (const std::string& soname : wanted.sonames) add_matches(*pattern + "/" + soname, files);
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
  add_files_in(fetched, wanted, files);
  files.insert(files.end(), wanted.sonames.begin(), wanted.sonames.end());
  for (const char* folder : folders) add_files_in(folder, wanted, files);
  return files;
}

// The folders that lines of ld.so.conf name: one each, or those of the files that they include.
void add_configured(const std::string& file, std::set<std::string>& read, std::vector<std::string>& found) {
  if (!read.insert(file).second) return;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view include = "include ";
    std::vector<std::string> files;
    if (line.starts_with('/'))
      found.push_back(line);
    else if (line.starts_with(include))
      add_matches(line.substr(include.size()), files);
    for (const std::string& included : files) add_configured(included, read, found);
  }
}

// Where the loader looks for a name without a folder: LD_LIBRARY_PATH, what ldconfig was told, its own folders.
std::vector<std::string> loader_folders() {
  std::vector<std::string> found;
  void* program = dlopen(nullptr, RTLD_NOW);
  Dl_serinfo size{};
  if (!program || dlinfo(program, RTLD_DI_SERINFOSIZE, &size) != 0) return found;
  std::vector<std::byte> room(size.dls_size);
  auto* const paths = reinterpret_cast<Dl_serinfo*>(room.data());
  *paths = size;
  if (dlinfo(program, RTLD_DI_SERINFO, paths) == 0)
    for (unsigned i = 0; i < paths->dls_cnt; ++i) found.emplace_back(paths->dls_serpath[i].dls_name);
  std::set<std::string> read;
  add_configured("/etc/ld.so.conf", read, found);
  return found;
}

// The file that dlopen would open for a candidate; empty where there is none.
std::string file_behind(const std::string& candidate) {
  const bool path = candidate.find('/') != std::string::npos;
  for (const std::string& folder : path ? std::vector<std::string>{""} : loader_folders()) {
    std::error_code failed;
    const fs::path real = fs::canonical(path ? fs::path(candidate) : fs::path(folder) / candidate, failed);
    if (!failed) return real.string();
  }
  return "";
}

// The file behind a handle with symbolic links followed: Debian's alternatives hide there which build it is.
std::string file_of(void* handle) {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || !map || !map->l_name) return "";
  std::error_code failed;
  const fs::path real = fs::canonical(map->l_name, failed);
  return failed ? std::string(map->l_name) : real.string();
}

// The first of the wanted symbols that the library lacks under this prefix; nothing when it has all.
std::optional<std::string> lacks(const VendorLibrary& wanted, void* handle, const std::string& prefix) {
  for (const std::string& symbol : wanted.symbols)
    if (!dlsym(handle, (prefix + symbol).c_str())) return symbol;
  return std::nullopt;
}

std::string prefix_of(const VendorLibrary& wanted, void* handle) {
  for (const std::string& prefix : wanted.prefixes)
    if (!lacks(wanted, handle, prefix)) return prefix;
  return "";
}

// Why this handle cannot serve; nothing when it can.
std::optional<std::string> refused(const VendorLibrary& wanted, const Opened& opened) {
  const Library& found = opened.info;
  if (const auto symbol = lacks(wanted, opened.handle, opened.prefix))
    return fmt::format("{}{} has no {}, so it cannot serve as {}", found.path,
                       found.version.empty() ? "" : " (version " + found.version + ")", *symbol, wanted.name);
  if (!wanted.version) return std::nullopt;
  if (found.version.empty())
    return fmt::format("{} is not {}: its version function is missing", found.path, wanted.name);
  if (wanted.major != 0 && std::atoi(found.version.c_str()) != wanted.major)
    return fmt::format("{} is version {}, this program was compiled for {}.x", found.path, found.version, wanted.major);
  return std::nullopt;
}

// Why the loader could not open a candidate; nothing where there is simply no such file. What the loader says begins
// with the file it speaks of: the candidate, or a library that the candidate needs.
std::optional<std::string> unloadable(const std::string& candidate, std::string_view error) {
  if (error.find("No such file") == std::string_view::npos) return std::string(error);
  const std::string_view missing = error.substr(0, error.find(": "));
  if (missing == candidate) return std::nullopt;
  return fmt::format("{} is there, but needs {}, which is not found", candidate, missing);
}

// The first candidate that serves; else a note of what kept one that is there.
std::optional<Opened> first_of(const std::vector<std::string>& files, const VendorLibrary& wanted,
                               std::string& why_not) {
  for (const std::string& candidate : files) {
    void* handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
      const char* error = dlerror();
      if (error && why_not.empty()) why_not = unloadable(candidate, error).value_or("");
      continue;
    }
    Opened opened{handle, {wanted.name, "", file_of(handle), ""}, prefix_of(wanted, handle)};
    if (wanted.version) opened.info.version = wanted.version(handle);
    const auto reason = refused(wanted, opened);
    if (!reason) return opened;
    why_not = *reason;
    dlclose(handle);
  }
  return std::nullopt;
}

bool may_be_in_wheels(const VendorLibrary& wanted) { return wanted.in_wheels && variable(wanted.environment).empty(); }

// Why there is none, with what helps.
Library absent(const VendorLibrary& wanted, std::string why_not) {
  const std::string given = variable(wanted.environment);
  if (why_not.empty())
    why_not = given.empty() ? "not found" : fmt::format("{}={}: no such library", wanted.environment, given);
  return {.name = wanted.name,
          .note = std::move(why_not),
          .remedy = fmt::format("{}, or set {} to its path", wanted.package, wanted.environment)};
}

}  // namespace

Opened open(const VendorLibrary& wanted) {
  std::string why_not;
  if (const auto opened = first_of(candidates(wanted), wanted, why_not)) return *opened;
  if (may_be_in_wheels(wanted))
    if (const auto opened = first_of(in_wheels(wanted), wanted, why_not)) return *opened;
  return {nullptr, absent(wanted, why_not)};
}

Library find(const VendorLibrary& wanted) {
  for (const std::string& candidate : candidates(wanted))
    if (const std::string file = file_behind(candidate); !file.empty()) return {wanted.name, "", file, ""};
  if (may_be_in_wheels(wanted))
    for (const std::string& file : in_wheels(wanted)) return {wanted.name, "", file_behind(file), ""};
  return absent(wanted, "");
}

std::optional<std::string> why_not(const DeviceInfo& device, std::string_view name, const Opened& (*library)()) {
  if (auto reason = why_unusable(device, name)) return reason;
  const Library* const listed = library_of(device, name);
  if (listed && listed->version.empty()) return std::nullopt;
  const Opened& opened = library();
  return opened.handle ? std::nullopt : std::optional(gpupeak::why_not(opened.info));
}

void* vendor_symbol(const Opened& library, const char* name) {
  if (!library.handle)
    throw std::runtime_error(fmt::format("{}: {}: {}", name, library.info.name, gpupeak::why_not(library.info)));
  void* symbol = dlsym(library.handle, (library.prefix + name).c_str());
  if (!symbol)
    throw std::runtime_error(fmt::format("{} {} in {} has no {}; install a current {}", library.info.name,
                                         library.info.version, library.info.path, name, library.info.name));
  return symbol;
}

}  // namespace gpupeak
