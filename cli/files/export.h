// Where the formats of a report go: files of a folder, stdout, or files that a CI's environment names.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/files/output_directory.h"
#include "cli/process/environment.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

// Whether it is meant for one stream and can go to stdout: it leaves no file, or one.
template <class Data>
bool fits_stdout(const Output<Data>& output) {
  return output.parts.empty() || extensions_of(output).empty();
}

// Names in the folder, "report.csv" for the stem "report"; none for what goes elsewhere.
template <class Data>
std::vector<std::string> files_of(const Output<Data>& output, std::string_view stem = "report") {
  std::vector<std::string> files;
  for (const std::string_view extension : extensions_of(output))
    files.push_back(std::string(stem) + "." + std::string(extension));
  return files;
}

// Data is a Report or a GateResult. To stdout, or to the files that the environment names for its parts. Nothing when
// all went well, else the cause.
template <class Data>
std::optional<std::string> write_to_stdout(const Data&, const Output<Data>&, const Style&, Environment&);

// Its files into the folder; what has none, as write_to_stdout.
template <class Data>
std::optional<std::string> write_format(const Data&, const Output<Data>&, const OutputDirectory&, const Style&,
                                        Environment&, std::string_view stem = "report");

}  // namespace gpupeak::cli
