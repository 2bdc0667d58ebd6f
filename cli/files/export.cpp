#include "cli/files/export.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "cli/process/terminal.h"
#include "reporters/gate/gate.h"

namespace gpupeak::cli {
namespace {

using Failure = std::optional<std::string>;

Failure append(const std::string& path, const std::function<void(std::ostream&)>& write) {
  std::ofstream file(path, std::ios::binary | std::ios::app);
  if (file) write(file);
  if (file.flush()) return std::nullopt;
  return fmt::format("{}: cannot be written to: {}", path, std::strerror(errno));
}

}  // namespace

template <class Data>
Failure write_to_stdout(const Data& data, const Output<Data>& output, const Style& style, Environment& environment) {
  if (output.parts.empty()) {
    output.write(data, environment.out, style);
    return std::nullopt;
  }
  Failure failure;
  for (const OutputPart<Data>& part : output.parts) {
    const std::string path =
        part.variable.empty() ? std::string() : variable(environment, std::string(part.variable).c_str());
    if (path.empty())
      part.write(data, environment.out, style);
    else if (Failure cause = append(path, [&](std::ostream& out) { part.write(data, out, style); }))
      failure = std::move(cause);
  }
  return failure;
}

template <class Data>
Failure write_format(const Data& data, const Output<Data>& output, const OutputDirectory& directory, const Style& style,
                     Environment& environment, std::string_view stem) {
  if (extensions_of(output).empty()) return write_to_stdout(data, output, style, environment);
  Style plain = style;
  plain.color = false;
  const auto to_file = [&](std::string_view extension, auto write) {
    return directory.write(fmt::format("{}.{}", stem, extension), [&](std::ostream& out) { write(data, out, plain); });
  };
  if (output.parts.empty()) return to_file(output.extension, output.write);
  for (const OutputPart<Data>& part : output.parts)
    if (Failure failure = to_file(part.extension, part.write)) return failure;
  return std::nullopt;
}

template Failure write_to_stdout(const Report&, const Output<Report>&, const Style&, Environment&);
template Failure write_to_stdout(const GateResult&, const Output<GateResult>&, const Style&, Environment&);
template Failure write_format(const Report&, const Output<Report>&, const OutputDirectory&, const Style&, Environment&,
                              std::string_view);
template Failure write_format(const GateResult&, const Output<GateResult>&, const OutputDirectory&, const Style&,
                              Environment&, std::string_view);

}  // namespace gpupeak::cli
