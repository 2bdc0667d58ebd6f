// What to do after a run: where its files are, and the commands that a reader wants next.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "method/report.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {

// `files` are names in `folder`. At most four lines at 80 columns, where names are
// short, and a blank one before them where the page is no small one (headlines.h).
void write_next_steps(const Report&, const std::filesystem::path& folder, const std::vector<std::string>& files,
                      std::ostream&, const Style&);

}  // namespace gpupeak::cli
