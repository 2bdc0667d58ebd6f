// How many instructions of a kind one core issues per cycle. CPUID does not tell: processors of one family differ in
// ports.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/units.h"
#include "device/host/issue_loops.h"

namespace gpupeak::host {

struct IssueRate {
  double measured = 0;          // instructions per cycle, the best of several tries that another agrees with; 0: none
  std::optional<double> taken;  // the whole number of ports behind it
  std::string unknown;          // why there is none
};

// The figure ports can have that is within 12 % of what was measured; nothing when none is.
std::optional<double> nearest_port_count(double measured);

// What tries say together, in any order. Whatever runs beside a try makes it read too little, a hyper-thread on the
// same core half or less for as long as it lasts; a clock that is misread makes a single one read too much. So the
// largest reading counts that a second one comes near to, within 3 %.
IssueRate issue_rate_of(std::vector<double> readings);

// Tries one loop. Pauses between rounds, and cores that take turns, let it look past a neighbour that comes and goes.
class IssueProbe {
 public:
  // `calibrate` reads the clock such instructions run at.
  IssueProbe(const IssueLoop& loop, std::optional<Hertz> (*calibrate)()) : loop_(loop), calibrate_(calibrate) {}

  // Some tries: about 2 ms on the calling thread, which should stay on one core meanwhile.
  void round();

  IssueRate rate() const;
  int lanes() const { return loop_.lanes; }

 private:
  IssueLoop loop_;
  std::optional<Hertz> (*calibrate_)();
  std::vector<double> readings_;
  bool no_clock_ = false;  // this processor has none that can be calibrated
};

}  // namespace gpupeak::host
