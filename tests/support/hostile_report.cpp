#include "tests/support/hostile_report.h"

#include "tests/support/example_report.h"

namespace gpupeak::testing {

const std::vector<std::string>& attacks() {
  static const std::vector<std::string> all{
      "<script>alert(1)</script>",
      "</code></details><img src=x onerror=alert(1)>",
      "\"><!-- --> ]]> &amp; '",
      "=cmd|' /C calc'!A0",
      "a\n::error file=x::owned\r\n##[error]owned",
      "x%0A::set-output name=verdict::ok",
      "verdict=ok\nGITHUB<<EOF\nEOF",
      "'); DROP TABLE gpupeak_cases; --",
      "\n.shell touch owned\n",
      "| a | b |\n|---|---|\n[x](javascript:alert(1)) @everyone #1 ``` https://evil.example www.evil.example",
      "{\"a\": 1}\\\"\\u0000",
      "label=\"x\"} 1\n# EOF\nowned 1 # comment",
      "[[ATTACHMENT|/etc/passwd]]",
      "\x1b]0;owned\x07\x1b[2J",
      "right\xE2\x80\xAEtfel\xE2\x80\xAC \xE2\x81\xA6isolate",
      std::string("nul\0behind", 10),
      "not utf-8: \xff\xfe \xc0\xaf \xed\xa0\x80",
      "no characters of XML: \xEF\xBF\xBE \xEF\xBF\xBF",
      std::string(20'000, 'x'),
      "::error::owned ###vso[task.complete] "
      "std::vector<std::pair<std::string,std::map<std::string,std::string>>>::owned",
      "",
  };
  return all;
}

Report hostile_report() {
  Report report = example_report();
  auto attack = [next = size_t{0}]() mutable { return attacks()[next++ % attacks().size()]; };
  report.tool = {attack(), attack(), attack(), attack(), {{attack(), attack()}}};
  report.run.argv = {attack(), attack()};
  report.run.started_at = attack();
  report.run.host = {attack(), attack(), attack(), attack(), 2};
  report.run.schedule.preset = attack();
  for (DeviceInfo& device : report.devices) {
    device.backend = attack();
    device.uuid = attack();
    device.name = attack();
    device.unit_name = attack();
    device.clock_source = attack();
    device.clock_policy = attack();
    device.driver = attack();
    device.notes = {said(attack()), said(attack())};
  }
  std::vector<Measurement> all;
  for (const Measurement& m : report.measurements) all.push_back(m);
  report.measurements.clear();
  for (size_t i = 0; i < attacks().size(); ++i) {
    const std::string& text = attacks()[i];
    for (const Outcome outcome : outcomes) {
      Measurement m = all[has_time(outcome) ? i % 4 : all.size() - 2];
      if (!has_time(outcome)) m.samples.clear(), m.stats.reset();
      m.outcome = outcome;
      m.id = Case("suite" + text, {{"axis" + text, text}, {"n", std::to_string(i)}, {"o", std::string(name(outcome))}});
      m.group = m.id.id();
      m.reason = text;
      m.notes = {said(text), said(attack())};
      report.measurements.push_back(m);
    }
  }
  return report;
}

}  // namespace gpupeak::testing
