// A vendor's shared library, opened at first use so that the binary starts without it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/device_info.h"

namespace gpupeak {

struct VendorLibrary {
  std::string name;                  // "openblas"
  std::string environment;           // variable with an explicit path: "GPUPEAK_OPENBLAS"
  std::vector<std::string> sonames;  // tried in order: {"libopenblas.so.0", "libopenblas.so"}
  std::string package;               // what to install: "apt install libopenblas0-pthread"
  // Reads the version out of the opened library; empty when it is not the library it seems to be.
  std::string (*version)(void* handle) = nullptr;
  int major = 0;                             // the only major version whose interface we speak; 0: any
  std::vector<std::string> symbols = {};     // without these it cannot serve, whatever it is called
  std::vector<std::string> prefixes = {""};  // that some builds put before each of their symbols: "scipy_"
  bool in_wheels = false;  // pip brings it: where it is nowhere else, python3 is asked for its folders
};

// An opened library. Search order: the environment variable, what scripts/setup.sh --vendors brought, the loader's
// path, CONDA_PREFIX/lib, /usr/local/lib, /opt/*/lib, CUDA Toolkits, site-packages folders of pip installations. Never
// throws; `handle` is null with the reason in `info.note` when absent.
struct Opened {
  void* handle = nullptr;
  Library info;
  std::string prefix = {};  // of its symbols
};
Opened open(const VendorLibrary&);

// The file that open() would try first, without loading it: no version. With the note of open() where there is none.
Library find(const VendorLibrary&);

// Why rungs of this library cannot run; nothing where they can. It is opened for the answer where the device has looked
// at it, or does not list it; of one whose file was found and that is all, no more is known.
std::optional<std::string> why_not(const DeviceInfo&, std::string_view name, const Opened& (*library)());

// The function called `name` (after the library's prefix), for the stub that stands for it. Throws std::runtime_error
// with what to install when there is none.
void* vendor_symbol(const Opened& library, const char* name);
template <class Function>
Function* vendor_symbol(const Opened& library, const char* name) {
  return reinterpret_cast<Function*>(vendor_symbol(library, name));
}

}  // namespace gpupeak
