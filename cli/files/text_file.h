// Files as whole texts: read up to a limit, and replaced in one step, so that a reader, or a machine that stops at any
// moment, finds the old text or the new, never a part.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace gpupeak::cli {

std::string read_text_file(const std::filesystem::path& path);

// Writes to a temporary file beside `path`, which no link can lead elsewhere, syncs it, renames it and syncs the
// folder. Nothing when all went well, else the cause; `path` then holds what it held before.
std::optional<std::string> write_atomically(const std::filesystem::path& path, std::string_view text);

// The same for a text of any size, which `write` writes piece by piece.
std::optional<std::string> write_atomically(const std::filesystem::path& path,
                                            const std::function<void(std::ostream&)>& write);

}  // namespace gpupeak::cli
