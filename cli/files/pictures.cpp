#include "cli/files/pictures.h"

#include <fmt/format.h>

#include "cli/files/output_directory.h"
#include "cli/process/errors.h"
#include "cli/process/say.h"
#include "reporters/charts/charts.h"

namespace gpupeak::cli {

void write_pictures(const Report& report, const std::filesystem::path& folder, Environment& environment) {
  const std::vector<Picture> all = pictures(report);
  if (all.empty()) say(environment.err, "no picture applies to this report: nothing was measured");
  if (all.empty()) return;
  const OutputDirectory directory(folder);
  for (const Picture& picture : all) {
    const std::string name = picture.name + ".svg";
    if (const auto cause = directory.write(name, svg_file(picture))) throw UsageError(*cause);
    say(environment.err, fmt::format("wrote {}: {}", (folder / name).string(), picture.title));
  }
}

}  // namespace gpupeak::cli
