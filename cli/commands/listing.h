// Tables of plain words, as list, info and specs print them.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "reporters/reporters.h"

namespace gpupeak::cli {

// Left-aligned columns; what others wrote (names of devices, files) is made harmless.
void print_listing(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows,
                   std::ostream& out, const Style& style);

// "name   text", wrapped; nothing when the text is empty.
void print_field(const std::string& name, const std::string& text, std::ostream& out, const Style& style);

std::string joined(const std::vector<std::string>& words, const std::string& between = ", ");

}  // namespace gpupeak::cli
