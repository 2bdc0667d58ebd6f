#include "cli/cli.h"

#include <fmt/format.h>

#include <new>

#include "cli/options/parse.h"
#include "cli/process/errors.h"
#include "cli/process/terminal.h"
#include "formats/error.h"

namespace gpupeak::cli {
namespace {

std::string version_text(const Tool& tool) {
  std::string text =
      fmt::format("gpupeak {} (commit {})\n", tool.version, tool.commit.empty() ? "unknown" : tool.commit);
  text += fmt::format("compiler  {}, {}\nlibraries", tool.compiler, tool.build);
  for (const auto& [name, version] : tool.libraries) text += fmt::format("  {} {}", name, version);
  return text + "\n";
}

ExitCode execute_command(const std::vector<std::string>& args, Environment& environment) {
  const Parsed parsed = parse(args, version_text(environment.tool));
  ExitCode code = ExitCode::ok;
  if (parsed.text)
    environment.out << *parsed.text;
  else
    code = parsed.execute(parsed.call, environment);
  environment.out.flush();
  if (!environment.out) {
    say(environment.err, "gpupeak: standard output could not be written in full; is its disk full?");
    return combine(code, ExitCode::usage);
  }
  return code;
}

}  // namespace

int run(const std::vector<std::string>& args, Environment& environment) {
  const auto fail = [&](std::string_view text, ExitCode code) {
    say(environment.err, fmt::format("gpupeak: {}", text));
    return static_cast<int>(code);
  };
  if (environment.seconds) environment.began = environment.seconds();
  try {
    return static_cast<int>(execute_command(args, environment));
  } catch (const NothingToMeasure& error) {
    return fail(error.what(), ExitCode::nothing_measured);
  } catch (const UsageError& error) {
    return fail(error.what(), ExitCode::usage);
  } catch (const FormatError& error) {
    return fail(error.what(), ExitCode::usage);
  } catch (const std::invalid_argument& error) {
    return fail(error.what(), ExitCode::usage);
  } catch (const std::bad_alloc&) {
    return fail("out of host memory; free some, or measure fewer cases with --filter", ExitCode::wrong);
  } catch (const std::exception& error) {
    return fail(fmt::format("cannot go on: {}", error.what()), ExitCode::wrong);
  }
}

}  // namespace gpupeak::cli
