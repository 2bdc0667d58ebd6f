// What a suite is: a table row that lists its cases and turns one case into a Trial. It holds no clock and no loop of
// samples.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/case.h"
#include "core/device.h"
#include "core/generated.h"
#include "core/note.h"
#include "core/upkeep.h"
#include "core/verify.h"
#include "core/work.h"
#include "method/reason.h"
#include "method/views.h"

namespace gpupeak {

namespace kernels {
class Ladders;
}

// One process's device and what it can run; a team will be several.
struct Rank {
  Device& device;
  const kernels::Ladders& kernels;
};

// Where and how one case is to be prepared.
struct Target : Rank {
  Cache cache = Cache::hot;  // hot where the case has none
  DataKind data = DataKind::random;
  uint64_t seed = 0;  // of this case
  Bytes cold_cap;     // most that the rotating operand sets of a cold case may total
};

// A smaller launch of the same code, to learn how long a real one will take before it is started.
struct Rehearsal {
  Launch launch;
  double ratio = 1;  // work of a real launch / work of this one
};

// A named part of a launch, for those that have several.
struct Phase {
  std::string name;
  Work work;
  Launch launch;
};

// A description, not a procedure: method/run.cpp verifies, measures and verifies again.
struct Trial {
  Work work;                     // per launch
  std::vector<Launch> launches;  // one per operand set; cold cases rotate through them
  std::function<void(uint64_t round)>
      reset;                     // fresh inputs for this round, outputs poisoned with NaN, red zones redrawn
  std::function<Check()> check;  // compares every operand set's outputs with the oracle of the round last reset
  std::string vendor = {};       // whose library it runs on, by its name in DeviceInfo::libraries; empty: ours
  Threads threads = Threads::ours;
  Timer timer = Timer::device;
  std::optional<Resource> busy = {};  // arithmetic that is done beside what `work` counts, for the clock it costs
  int unit = 0;  // the compute unit that a launch on one of them uses, where a device lets one choose
  std::optional<Rehearsal> rehearsal;
  // Called before every window, untimed, with the number of its launches: for work that can be done once only, such as
  // freeing memory. Null: launches can be repeated as they are.
  std::function<void(int64_t launches)> arm = {};
  int64_t most_launches = 0;  // in one window; 0: any number
  std::vector<Note> notes;    // e.g. llc_not_exceeded
  // What the first of `launches` does, in order. The launch as a whole is what is measured; its phases are timed apart
  // afterwards.
  std::vector<Phase> phases = {};
  // Its launches answer requests: single ones are timed one by one as well, the host waiting for each. Not with `arm`.
  bool latencies = false;
  std::string_view headline = {};  // where it is another metric than the suite's
};

struct Skip {
  ReasonKind kind;
  std::string reason;
};
using Prepared = std::variant<Trial, Skip>;

enum class AxisKind { word, count, size };  // size: bytes (64KiB, 1GiB) or a level's name

// One dimension of a suite's cases, with the values it takes when nobody says otherwise.
struct Axis {
  std::string name;
  AxisKind kind = AxisKind::word;
  std::vector<std::string> values;  // default
  std::vector<std::string>
      words;  // all words that are accepted (word, or names a size axis knows); sorted as to be shown
  std::string summary;
  std::vector<std::string> each = {};           // what the word `each` stands for; these are accepted too
  bool (*accepts)(std::string_view) = nullptr;  // words beyond those listed, of a form that `summary` tells
  std::vector<std::string> vendors = {};        // of a ladder: the rungs of vendors' libraries …
  std::vector<std::string> refused = {};        // … and those that do not run on this device
};

// What is known of a case before anything of it is allocated: how long a plan says that it takes.
struct Outlook {
  Work launch;
  int sets = 1;        // of operands, each of which is launched when results are verified
  Upkeep round;        // of all sets
  Seconds latency{0};  // of a launch that waits for each of its loads: no rate tells how long it takes
  double parts = 0;    // of a case's budget: phases and single launches, which are timed apart
};

// Of suites whose every case has.
inline bool always_has_cache(const Case&) { return true; }

// Which of a suite's cases a reader wants first: those with these values of an axis, best first; where none are named,
// those with the largest number.
struct Preference {
  std::string_view axis;
  std::string_view values = {};  // separated by commas
};

struct Suite {
  std::string_view name;
  std::string_view summary;
  std::string_view
      headline;      // name of the metric a reader wants first (method/metrics.h), but of trials that name another
  Views views = {};  // what is derived from its measurements beyond their figures
  std::string_view ladder;  // axis whose values are opponents ("rung"); empty when none
  std::vector<Axis> (*axes)(const DeviceInfo&, const kernels::Ladders&);
  bool (*applies)(const Case&, const kernels::Ladders&);  // false: the combination means nothing and is not listed
  Case (*canonical)(const Case&);  // resolves words that stand for other values (m=n); null: as it is
  // Whether its operands may be in a cache or not, so that the case is one of either; null: it means nothing here.
  bool (*has_cache)(const Case&);
  Prepared (*prepare)(const Target&, const Case&);
  // Nothing for a case that would be skipped. Null: small operands, launches shorter than a window.
  std::optional<Outlook> (*outlook)(const Target&, const Case&) = nullptr;
  // What a budget is spent on first, the weightiest preference first; among equals the schedule decides.
  std::span<const Preference> first = {};
};

}  // namespace gpupeak
