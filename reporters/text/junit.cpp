#include "reporters/text/junit.h"

#include <fmt/format.h>

#include "reporters/text/escape.h"

namespace gpupeak::junit {
namespace {

// GitLab and Jenkins make a link of [[ATTACHMENT|path]] in what a test printed; what others wrote makes none.
std::string without_links(std::string text) {
  for (size_t at = text.find("[["); at != std::string::npos; at = text.find("[[", at + 1)) text.insert(at + 1, 1, ' ');
  return text;
}

std::string attribute(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, xml_text(value));
}

using Facts = std::vector<std::pair<std::string, std::string>>;

void write_properties(std::ostream& out, std::string_view indent, const Facts& facts) {
  if (facts.empty()) return;
  out << indent << "<properties>\n";
  for (const auto& [key, value] : facts)
    out << indent << "  <property name=\"" << xml_text(key) << "\" value=\"" << xml_text(value) << "\"/>\n";
  out << indent << "</properties>\n";
}

void write_result(std::ostream& out, const Result& result) {
  if (result.element.empty()) return;
  const std::string message = xml_text(result.message);
  out << "      <" << result.element << " type=\"" << result.type << "\" message=\"" << message << "\">" << message
      << "</" << result.element << ">\n";
}

}  // namespace

void count(TestSuite& suite, const TestCase& one) {
  ++suite.tests;
  suite.failures += one.result.element == "failure";
  suite.errors += one.result.element == "error";
  suite.skipped += one.result.element == "skipped";
  suite.seconds += one.seconds;
}

namespace {

// As the schemas want it, without an exponent: what took some time never reads as none.
std::string decimal_seconds(double seconds) {
  return fmt::format("{:.{}f}", seconds, seconds > 0 && seconds < 0.001 ? 9 : 3);
}

}  // namespace

void begin_document(std::ostream& out, std::string_view name) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" << xml_text(name) << "\">\n";
}

void begin_suite(std::ostream& out, const TestSuite& suite) {
  out << fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
                     xml_text(suite.name), suite.tests, suite.failures, suite.errors, suite.skipped,
                     decimal_seconds(suite.seconds))
      << attribute("timestamp", suite.timestamp) << attribute("hostname", suite.hostname) << ">\n";
  write_properties(out, "    ", suite.properties);
}

void write_case(std::ostream& out, const TestCase& one, Flavor flavor) {
  const bool rich = flavor == Flavor::rich;
  out << fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"", xml_text(one.class_name),
                     xml_text(one.name), decimal_seconds(one.seconds));
  if (rich) out << attribute("file", one.file);
  if (rich && one.line > 0) out << " line=\"" << one.line << '"';
  out << ">\n";
  if (rich) write_properties(out, "      ", one.facts);
  write_result(out, one.result);
  if (!rich && !one.facts.empty()) {
    out << "      <system-out>";
    for (const auto& [key, value] : one.facts)
      out << without_links(xml_text(key)) << '=' << without_links(xml_text(value)) << '\n';
    out << "</system-out>\n";
  }
  out << "    </testcase>\n";
}

void end_suite(std::ostream& out) { out << "  </testsuite>\n"; }
void end_document(std::ostream& out) { out << "</testsuites>\n"; }

}  // namespace gpupeak::junit
