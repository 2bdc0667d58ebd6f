// What a gate asks of a report: data, read from a file (configs/schema/rules.schema.json) or the embedded default.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gpupeak {

// Which changes count: for the worse, or any (of a figure that must not move at all).
enum class Direction { worse, any };

// Cases take the first rule of a metric that matches them.
struct Rule {
  std::string match;                // glob on case ids
  std::string metric = "median_s";  // one of analysis/gate/gated_metrics.h
  Direction direction = Direction::worse;
  double warn = 0.02, fail = 0.03;   // 0.03: worse by 3 %
  std::optional<double> floor = {};  // the least share of the theoretical peak, surely
  int min_samples = 0;               // fewer are inconclusive
  int line = 0;                      // in its file; 0 in none
};

// Rows that may fail for a while: they are noted, not failed.
struct Exception {
  std::string match;
  std::string until;  // ISO 8601 date, the last day that it holds
  std::string reason;
  int line = 0;
};

struct Rules {
  std::string name;  // file, for messages
  std::vector<Rule> rules;
  std::vector<Exception> exceptions;
};

}  // namespace gpupeak
