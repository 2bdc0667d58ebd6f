// Macros of man(7). Text is ASCII: hyphens that a reader may copy are written \-, other signs as \[uXXXX].

#include <fmt/format.h>

#include <array>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "cli/process/exit_code.h"
#include "core/utf8.h"
#include "method/metrics.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {
namespace {

std::string roff(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    const std::optional<char32_t> sign = take_code_point(text);
    if (!sign) continue;
    if (escaped.empty() && (*sign == '.' || *sign == '\'')) escaped += "\\&";
    if (*sign == '-')
      escaped += "\\-";
    else if (*sign == '\\')
      escaped += "\\e";
    else if (*sign >= 0x80)
      escaped += fmt::format("\\[u{:04X}]", static_cast<uint32_t>(*sign));
    else
      escaped += static_cast<char>(*sign);
  }
  return escaped;
}

std::string bold(std::string_view text) { return fmt::format("\\fB{}\\fR", roff(text)); }
std::string italic(std::string_view text) { return fmt::format("\\fI{}\\fR", roff(text)); }

void section(std::ostream& out, std::string_view title) { out << ".SH " << title << '\n'; }

void entry(std::ostream& out, const std::string& term, std::string_view text) {
  out << ".TP\n" << term << '\n' << roff(text) << '\n';
}

// As they are written, line by line.
void verbatim(std::ostream& out, std::string_view text) {
  out << ".PP\n.nf\n";
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1);
    out << roff(text.substr(0, end)) << '\n';
    text.remove_prefix(end + 1);
  }
  out << ".fi\n";
}

std::string term_of(const Accepted& option) {
  std::string term;
  for (const std::string& name : option.names)
    term += (term.empty() ? "" : ", ") + (option.positional ? italic(name) : bold(name));
  return option.value.empty() ? term : term + " " + italic(option.value);
}

void write_command(std::ostream& out, const Command& command) {
  const std::vector<Accepted> all = accepted(command);
  std::string usage = bold(fmt::format("gpupeak {}", command.name));
  for (const Accepted& one : all)
    if (one.positional) usage += " " + roff(usage_of(one));
  out << ".SS " << roff(command.name) << '\n' << usage << " [options]\n.PP\n" << roff(command.summary) << ".\n";
  for (const Accepted& one : all)
    if (!one.description.empty()) entry(out, term_of(one), one.description);
  verbatim(out, command.examples);
}

struct ManPageWords {
  std::string_view name, text;
};

constexpr std::array variables{
    ManPageWords{"NO_COLOR", "any text: no colour, unless --color says otherwise"},
    ManPageWords{"CLICOLOR_FORCE", "anything but 0: colour where stdout is no terminal"},
    ManPageWords{"COLUMNS", "width of what is not written to a terminal, 20 to 10000 (default: 100)"},
    ManPageWords{"TMPDIR", "where the report is put when its folder cannot be written to (default: /tmp)"},
    ManPageWords{"GPUPEAK_OPENBLAS", "OpenBLAS to open: a file, or the folder it is in"},
    ManPageWords{"GPUPEAK_ONEDNN", "oneDNN to open: a file, or the folder it is in"},
};

constexpr std::array files{
    ManPageWords{"gpupeak-report/report.json",
                 "the report of a run with every sample; report, compare and run --resume read it"},
    ManPageWords{"gpupeak-report/journal.jsonl", "cases of a run that goes on or was killed, read with the report"},
    ManPageWords{"gpupeak-report/report.previous.json", "the complete run that was there before"},
    ManPageWords{"gpupeak-report/report.unfinished.json", "one that was ended before, the longest of such"},
    ManPageWords{"gpupeak-report/process-N/report.json", "the runs that --repeat pools"},
};

}  // namespace

void write_man_page(const Environment& environment, std::ostream& out) {
  out << ".TH GPUPEAK 1 \"\" \"" << roff("gpupeak " + environment.tool.version) << "\" \"User Commands\"\n";
  section(out, "NAME");
  out << "gpupeak \\- how fast this device is, how fast it could be, and why there is a gap\n";
  section(out, "SYNOPSIS");
  out << bold("gpupeak") << ' ' << italic("COMMAND") << " [" << italic("options") << "]\n.br\n"
      << bold("gpupeak") << ' ' << italic("COMMAND") << ' ' << bold("--help") << "\n.br\n"
      << bold("gpupeak help") << ' ' << italic("COMMAND") << "\n.br\n"
      << bold("gpupeak --version") << '\n';

  section(out, "DESCRIPTION");
  out << "Measures a device with kernels from the plainest loop to the vendor's library. Every figure is verified "
         "before\n"
         "and after it is timed, and is held against the shortest time that physics allows. Data goes to standard "
         "output,\n"
         "all else to standard error.\n.PP\nSuites:\n";
  for (const Suite* suite : environment.suites) entry(out, bold(suite->name), suite->summary);

  section(out, "COMMANDS");
  for (const Command* command : commands()) write_command(out, *command);

  section(out, "FORMATS");
  for (const Reporter* reporter : reporters()) entry(out, bold(reporter->name), reporter->summary);
  section(out, "METRICS");
  for (const Metric* metric : metrics())
    entry(out, bold(metric->name),
          fmt::format("{} ({}; {} is better)", metric->summary, name(metric->unit),
                      metric->better == Better::higher ? "higher" : "lower"));
  section(out, "\"EXIT STATUS\"");
  for (const ExitCodeRow& row : exit_codes) entry(out, bold(fmt::format("{}", static_cast<int>(row.id))), row.text);
  section(out, "ENVIRONMENT");
  for (const ManPageWords& variable : variables) entry(out, bold(variable.name), variable.text);
  section(out, "FILES");
  for (const ManPageWords& file : files) entry(out, italic(file.name), file.text);
}

}  // namespace gpupeak::cli
