// Gathers what another tool measured into a report: a case that appears again is a further run of it, and figures are
// made of the samples by our rules. What the tool does not say stays unknown.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak {

class ImportCases {
 public:
  // `tool` is where the ids begin; `version` as the tool calls itself, empty when it does not.
  ImportCases(std::string tool, const std::string& version);

  Case id(const std::string& name) const;  // "<tool>/name=<name>"

  // The case with this id on this device, new or as it was; to be given its work, clock and notes.
  Measurement& add_samples(const Case&, const std::vector<Sample>&, int device = 0);
  void add_without_time(const Case&, Outcome, std::string reason, int device = 0);

  Report report;  // for its tool, run and devices

  // With statistics.
  Report finish();

 private:
  Measurement& place(const Case&, int device);

  std::string tool_;
  std::map<std::pair<int, std::string>, size_t> known_;
};

// Times in seconds as samples of one launch each.
std::vector<Sample> samples_of(const std::vector<double>& times);

}  // namespace gpupeak
