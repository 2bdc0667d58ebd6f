// Ids as schema 1 wrote them, before a part of an id was encoded and when every case had a cache: docs/ids.md. What
// people keep (reports, baselines, rules, filters) may still name cases so.
#pragma once

#include <string>
#include <string_view>

#include "core/case.h"

namespace gpupeak {

// A case of schema 1 by today's axes: without the cache where none is meant.
Case renewed(const Case&);

// The case that had this id. Where a name of another tool holds what looks like an axis ("/n=1"), it is read as one.
Case of_former_id(std::string_view id);

// The id that schema 1 gave to this case: without what it did not know of other tools' cases.
std::string former_id(const Case&);

// Whether schema 1 told of cases of this suite amounts that were none: of nvbench the rate x the median, though nvbench
// divides by its mean. They count as unknown.
bool had_wrong_amounts(std::string_view suite);

// As schema 1 joined the parts of an id.
std::string joined_plainly(const Case&);

// What patterns (glob_matches) may call a case: the id that it has, or the one that it had.
class CaseNames {
 public:
  explicit CaseNames(std::string id);
  bool match(std::string_view pattern) const;

 private:
  std::string id_, former_;
};

}  // namespace gpupeak
