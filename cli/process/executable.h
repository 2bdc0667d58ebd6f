// Whether a program that a user names can be started at all: asked before hours of measuring that need it.
#pragma once

#include <string>

namespace gpupeak::cli {

// Nothing when it can, else why not. A name without a slash is looked for in the folders of `path`, as execvp does.
std::string why_not_executable(const std::string& program, const std::string& path);

}  // namespace gpupeak::cli
