// The pieces of a JUnit file: elements and attributes that the schema of the Jenkins xunit plugin (junit-10.xsd) knows,
// so that the strictest reader takes them.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gpupeak::junit {

// strict: valid against the schema. rich: properties of a case and file and line too, which Jenkins's own plugin,
// GitLab and action-junit-report show, but the schema forbids.
enum class Flavor { strict, rich };

// One child of a test case that says what became of it.
struct Result {
  std::string_view element;  // "failure", "error", "skipped", "flakyFailure"; empty: it passed
  std::string_view type;     // trusted
  std::string message;
};

struct TestCase {
  std::string class_name, name;
  double seconds = 0;
  Result result;
  std::vector<std::pair<std::string, std::string>> facts;  // properties, or lines of system-out
  std::string file;                                        // rich alone; empty: none
  int line = 0;
};

// Attributes of <testsuite>; counts are known before its cases are written.
struct TestSuite {
  std::string name, hostname, timestamp;  // timestamp: ISO 8601; empty: unknown
  size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;
  std::vector<std::pair<std::string, std::string>> properties;
};

void count(TestSuite&, const TestCase&);

void begin_document(std::ostream&, std::string_view name);
void begin_suite(std::ostream&, const TestSuite&);
void write_case(std::ostream&, const TestCase&, Flavor);
void end_suite(std::ostream&);
void end_document(std::ostream&);

}  // namespace gpupeak::junit
