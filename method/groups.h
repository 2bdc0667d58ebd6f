// Opponents of one ladder, which are measured together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "method/schedule.h"
#include "method/suite.h"

namespace gpupeak {

// Opponents of one ladder, which stand together so that they meet.
using Group = std::vector<const ScheduledCase*>;

// Null where there is no such suite: a schedule may come from another version.
const Suite* suite_named(std::span<const Suite* const>, std::string_view name);

// What opponents have in common.
std::string group_of(const Case&, const Suite*);

// Where the first of each is scheduled, or where the seed puts them.
std::vector<Group> groups_of(const Schedule&, std::span<const ScheduledCase* const> cases,
                             std::span<const Suite* const>);

}  // namespace gpupeak
