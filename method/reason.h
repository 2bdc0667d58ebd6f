// Why a case was not measured, as code asks for it. The sentence that people read stands beside it.
#pragma once

#include <optional>
#include <string_view>

#include "core/names.h"

namespace gpupeak {

enum class ReasonKind {
  other,               // what an older report or another tool gave: nothing is known of it but its text
  meaningless,         // its values name no work, or a combination that shows nothing
  not_on_this_device,  // which has no such rung, cache or units; or this version no such suite
  refused,             // by the rung: a library, an instruction set or a shape
  too_large,           // for the memory that is free
  too_slow,            // one launch takes longer than the case's budget or a watchdog allows
  budget_spent,        // of the run
  device_lost,         // in this case, which failed, or in an earlier one
  disagrees,           // with its oracle
  too_fast,            // for the device
  unusable_row,        // of another tool's file: it has no time, or one that no run takes
  error,               // that the device, a library or the system reported
};
inline constexpr Named<ReasonKind> reason_names[] = {
    {ReasonKind::other, "other"},
    {ReasonKind::meaningless, "meaningless"},
    {ReasonKind::not_on_this_device, "not_on_this_device"},
    {ReasonKind::refused, "refused"},
    {ReasonKind::too_large, "too_large"},
    {ReasonKind::too_slow, "too_slow"},
    {ReasonKind::budget_spent, "budget_spent"},
    {ReasonKind::device_lost, "device_lost"},
    {ReasonKind::disagrees, "disagrees"},
    {ReasonKind::too_fast, "too_fast"},
    {ReasonKind::unusable_row, "unusable_row"},
    {ReasonKind::error, "error"},
};
constexpr std::string_view name(ReasonKind id) { return name_of(reason_names, id); }
constexpr std::optional<ReasonKind> reason_named(std::string_view text) { return id_of(reason_names, text); }

}  // namespace gpupeak
