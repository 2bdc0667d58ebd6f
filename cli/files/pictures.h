// The pictures of a report as files, for a README or a slide.
#pragma once

#include <filesystem>

#include "cli/process/environment.h"
#include "method/report.h"

namespace gpupeak::cli {

// One .svg per chart that applies, into `folder`; each is named on stderr, as is that there is none. Throws UsageError
// where the folder cannot be written.
void write_pictures(const Report&, const std::filesystem::path& folder, Environment&);

}  // namespace gpupeak::cli
