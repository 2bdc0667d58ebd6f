#include "formats/report_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

#include "formats/json_output.h"
#include "formats/json_position.h"
#include "formats/report_parts.h"
#include "formats/schema.h"
#include "method/judge.h"

namespace gpupeak {
namespace {

constexpr InputKind journal_kind{.what = "the journal of a run of gpupeak",
                                 .remedy = "move it elsewhere to read the report beside it alone"};

std::string one_line(const Json& value) {
  std::string line;
  append_on_one_line(value, line);
  line += '\n';
  return line;
}

// What tells one run from another that began in the same folder.
Json journal_run(const Run& run) {
  return {
      {"started_at", text_value(run.started_at)}, {"seed", run.schedule.seed}, {"cases", run.schedule.cases.size()}};
}

class JournalReader {
 public:
  JournalReader(std::string_view name, const Report& report) : name_(name), report_(report) {
    for (const ScheduledCase& scheduled : report.run.schedule.cases) planned_.insert(scheduled.id.id());
    for (const Measurement& m : report.measurements) known_.emplace(m.device, m.id.id());
  }

  // A line of the journal, or with as many line breaks before it as in the file, so that messages name its place.
  void read_line(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
      throw FormatError(fmt::format("{}: is an empty line; {}", place(text, name_, text.size()), journal_kind.remedy));
    const Json line = read_checked(text, name_, journal_kind, schema("journal"));
    const SourceText source{text, name_, journal_kind};
    const bool is_head = line.contains("run");
    if (is_head != !begun_) source.fail("", begun_ ? "begins a journal anew" : "is no beginning of a journal");
    if (is_head)
      take_head(line, source);
    else
      take_case(line, source);
  }

  std::vector<Measurement> measured;
  std::optional<std::pair<size_t, Throttling>> counted;  // by the device of this place, the last that was told

 private:
  static const Schema& schema(std::string_view name) {
    static const Schema journal = embedded_schema("journal"), report = embedded_schema("report");
    return name == "journal" ? journal : report;
  }

  void take_head(const Json& line, const SourceText& source) {
    const Json expected = journal_run(report_.run);
    if (line.at("run") != expected)
      source.fail("/run", fmt::format("is of another run than the report beside it, which began at {}",
                                      in_quotes(report_.run.started_at)));
    begun_ = true;
  }

  void take_case(const Json& line, const SourceText& source) {
    const Json& json = line.at("measurement");
    if (const auto found = schema("report").first_violation(json, "measurements", 0))
      source.fail("/measurement" + found->pointer.substr(std::string_view("/measurements/0").size()), found->text);
    Measurement m = measurement_from(json, "/measurement", source);
    const auto device = static_cast<size_t>(m.device);
    if (device >= report_.devices.size())
      source.fail("/measurement/device", fmt::format("there is no device {}: the report beside it lists {}", m.device,
                                                     report_.devices.size()));
    const std::string id = m.id.id();
    if (!planned_.contains(id)) source.fail("/measurement/id", "is no case of the plan of the report beside it");
    if (!seen_.emplace(m.device, id).second)
      source.fail("/measurement/id", "stands in the journal twice: which of the two is meant?");
    if (const auto throttling = line.find("throttling"); throttling != line.end())
      counted = {device, throttling_from(*throttling)};
    if (known_.contains({m.device, id})) return;
    recognise_notes(m, report_.devices[device]);
    measured.push_back(std::move(m));
  }

  std::string_view name_;
  const Report& report_;
  std::unordered_set<std::string> planned_;
  std::set<std::pair<int, std::string>> known_, seen_;
  bool begun_ = false;
};

}  // namespace

std::string journal_head(const Report& report) {
  return one_line({{"schema", journal_schema},
                   {"kind", "journal"},
                   {"tool", tool_json(report.tool)},
                   {"run", journal_run(report.run)}});
}

std::string journal_line(const Report& report, size_t place) {
  const Measurement& m = report.measurements.at(place);
  const auto index = static_cast<size_t>(m.device);
  const DeviceInfo* device = index < report.devices.size() ? &report.devices[index] : nullptr;
  Json line;
  line["measurement"] = measurement_json(m, device);
  if (device && device->throttling) line["throttling"] = throttling_json(*device->throttling);
  return one_line(line);
}

bool is_journal(std::string_view text) { return text.starts_with("{\"schema\": 1, \"kind\": \"journal\""); }

void read_journal(std::string_view text, std::string_view name, Report& report) {
  if (report.run.state != "running") return;
  JournalReader reader(name, report);
  for (size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string_view::npos; begin = end + 1) {
    const std::string_view line = text.substr(begin, end - begin);
    try {
      reader.read_line(line);
    } catch (const FormatError&) {
      const auto before = std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(begin), '\n');
      if (before > 0) reader.read_line(std::string(static_cast<size_t>(before), '\n').append(line));
      throw;
    }
  }
  if (reader.counted) report.devices[reader.counted->first].throttling = reader.counted->second;
  std::ranges::move(reader.measured, std::back_inserter(report.measurements));
}

}  // namespace gpupeak
