// The one way from a row of another tool's file to a case of a report: what it is, how long it took, how much that
// varied, or why there is no time. A tool's reader is a table of its keys (ImportTable) and the few lines that find its
// rows; what it does not say stays unknown.
//
// An id is "<tool>/name=…", then what the table lists as axes, what a user named, and what the table does not know:
// every field that distinguishes two rows. A user's axis that is called like one of these is "parameter:<axis>", an
// unknown field that is called like a user's axis "field:<key>"; no other name begins so. Rows that nothing
// distinguishes although the tool means different things by them get the axis "nth" (1, 2, … in the order of the file)
// and a note.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/import_node.h"
#include "method/report.h"

namespace gpupeak {

struct ImportAxis {
  enum Shown {
    always,
    if_unusual,  // where the value is another than `usual`, so that files of versions without the key still match
    if_several,  // where rows with one name have several values; what follows their last "/", if that tells them apart
  };
  std::string_view key;
  Shown shown = always;
  std::string_view usual = "";
};

// A place where a row may have its time: the first is taken that has one.
struct ImportTime {
  std::string_view key;             // of a time, or of a list of them
  std::string_view what = {};       // "median of cold launches"; empty: single times
  std::string_view deviation = {};  // key of their standard deviation, in the unit of the time
  std::string_view relative = {};   // key of the same as a share of the mean
  std::string_view mean = {};       // key of that mean
  std::string_view count = {};      // key of their number, or of a list that is as long
  bool is_mean = false;             // of what is no single time: their mean, else their median
};

// What rows with one id are.
enum class Alike {
  further_runs,  // of a fresh process each
  by_source,     // repetitions within a process where their ImportRow::source is one, different things otherwise
};

struct ImportTable {
  std::string_view tool;                    // where ids begin
  std::span<const std::string_view> names;  // keys of what names a case: the first that a row has
  std::span<const ImportAxis> axes;         // in the order of an id
  std::span<const ImportTime> times;
  std::span<const std::string_view> about;  // keys that tell of the result, the machine or the tool
  bool numbers_are_results = false;         // those of keys that nothing here lists
  Alike alike = Alike::by_source;
};

using ImportFields = std::vector<std::pair<std::string, ImportNode>>;

struct ImportRow {
  explicit ImportRow(ImportNode of) : node(std::move(of)) {}

  ImportNode node;              // whose members the table tells of
  ImportFields figures;         // that stand elsewhere, by the keys of the table
  ImportFields parameters;      // what the user named
  std::string called;           // where the name of the case is none of the table's keys
  double unit = 1;              // of its times, in seconds
  int64_t launches = 1;         // that the time is the mean of
  std::optional<Outcome> told;  // the tool's own word that there is no time, and why
  std::string reason;
  std::string fault;  // why it cannot be read
  Work work;
  std::optional<Hertz> clock;
  int device = 0;  // index into Report::devices
  std::string source;
  std::string note;

  std::optional<ImportNode> find(std::string_view key) const;  // among the figures first
};

class ImportCases {
 public:
  // `version` as the tool calls itself, empty when it does not.
  ImportCases(const ImportTable& table, const std::string& version);

  Report report;  // for its tool, run and devices

  void add(ImportRow row) { rows_.push_back(std::move(row)); }
  // The report with a case for every row, or for its repetitions. Throws FormatError, at the first row that is at fault
  // or at `root`, where no row says anything.
  Report finish(const ImportNode& root);

 private:
  const ImportTable& table_;
  std::vector<ImportRow> rows_;
};

// A tool whose JSON is read: a row of the table in imports.cpp.
struct Importer {
  std::string_view tool;
  bool (*recognises)(const Json& root);
  bool (*is_row)(const Json& document);  // of a file that holds rows one after the other; null: the tool writes none
  Report (*read)(const ImportNode& root);
};

// What a rate per second comes to in so many seconds, as a whole number; nothing where either is not positive.
std::optional<double> whole_amount(std::optional<double> rate, std::optional<double> seconds);

}  // namespace gpupeak
