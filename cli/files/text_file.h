// A file's whole text, or a UsageError that says why not.
#pragma once

#include <filesystem>
#include <string>

namespace gpupeak::cli {

std::string read_text_file(const std::filesystem::path& path);

}  // namespace gpupeak::cli
