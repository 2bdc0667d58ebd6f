// One thing that is missing on a machine, will distort results on it, or is as it should be: what `gpupeak doctor` says
// of any device.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/names.h"
#include "core/note.h"

namespace gpupeak {

struct Diagnosis {
  // ok: as it should be. note: good to know, cannot or need not be changed. warn: times will scatter or be longer than
  // they could. problem: results are not to be trusted or something cannot be measured.
  enum class Severity { ok, note, warn, problem };

  Severity severity = Severity::ok;
  std::string title;                 // "clock governor"
  std::string detail;                // one sentence
  std::string remedy;                // what to do; empty when nothing can or need be done
  std::optional<Note> lasting = {};  // `detail` as a fact, where it is one of the machine and not of the moment
};

inline constexpr Named<Diagnosis::Severity> severity_names[] = {
    {Diagnosis::Severity::ok, "ok"},
    {Diagnosis::Severity::note, "note"},
    {Diagnosis::Severity::warn, "warn"},
    {Diagnosis::Severity::problem, "problem"},
};
constexpr std::string_view name(Diagnosis::Severity id) { return name_of(severity_names, id); }

}  // namespace gpupeak
