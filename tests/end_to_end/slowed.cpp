// The program with cases made slower on purpose, for tests of what must notice: GPUPEAK_SLOWED="memory/*=5" keeps the
// processor busy for 5 % longer after each launch of the cases that match.
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "core/text.h"
#include "suites/suites.h"

namespace gpupeak {
namespace {

Launch slowed(Launch launch, double share) {
  return [launch = std::move(launch), share](Queue& queue) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    launch(queue);
    queue.wait();
    const auto end = start + std::chrono::duration_cast<Clock::duration>((Clock::now() - start) * (1 + share));
    while (Clock::now() < end) {
    }
  };
}

Prepared prepare(const Target& target, const Case& id) {
  for (const Suite* suite : suites()) {
    if (suite->name != id.suite()) continue;
    Prepared prepared = suite->prepare(target, id);
    const char* const written = std::getenv("GPUPEAK_SLOWED");
    const std::string asked = written ? written : "";
    const size_t equals = asked.rfind('=');
    auto* const trial = std::get_if<Trial>(&prepared);
    if (!trial || equals == std::string::npos || !glob_matches(asked.substr(0, equals), id.id())) return prepared;
    for (Launch& launch : trial->launches)
      launch = slowed(std::move(launch), std::stod(asked.substr(equals + 1)) / 100);
    return prepared;
  }
  return Skip{ReasonKind::not_on_this_device, "no such suite"};
}

}  // namespace
}  // namespace gpupeak

int main(int argc, char** argv) {
  std::vector<gpupeak::Suite> rows;
  for (const gpupeak::Suite* suite : gpupeak::suites()) {
    rows.push_back(*suite);
    rows.back().prepare = gpupeak::prepare;
  }
  std::vector<const gpupeak::Suite*> suites;
  for (const gpupeak::Suite& row : rows) suites.push_back(&row);
  return gpupeak::cli::run_process(argc, argv, suites);
}
