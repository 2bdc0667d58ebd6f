// The words an option accepts, in one TABLE: parsing refuses all others, completions offer them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::cli {

// Of "--color": auto, always, never. Throws std::logic_error for an option without a fixed list.
std::vector<std::string> choices(std::string_view option);
bool has_choices(std::string_view option);

// Words of commands, which know them.
std::vector<std::string> list_topics();
std::vector<std::string> completion_kinds();

}  // namespace gpupeak::cli
