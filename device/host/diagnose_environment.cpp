// Variables of the environment that steer the threads and kernels of vendor libraries.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "device/host/diagnose.h"

namespace gpupeak::host {
namespace {

using Severity = Diagnosis::Severity;

std::string diagnose_environment_lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

bool always(std::string_view) { return true; }
bool is_active(std::string_view value) { return diagnose_environment_lower(value) == "active"; }
bool is_on(std::string_view value) { return diagnose_environment_lower(value) != "false" && value != "0"; }

struct Variable {
  std::string_view name;
  Severity severity;
  bool (*matters)(std::string_view value);
  std::string_view what;  // it distorts
};

constexpr std::string_view spins =
    "has the threads of oneDNN go on spinning after their work and slow down whoever is measured next";
constexpr std::string_view pins =
    "pins the threads of oneDNN, and perhaps the one that starts them, to places that our own pool does not know of";
constexpr std::string_view fewer =
    "lets oneDNN start fewer threads than there are cores: its figures are then of fewer cores";
constexpr std::string_view ignored =
    "is not obeyed: a vendor library is given as many threads as this process has cores (choose cores with taskset)";
constexpr std::string_view kernels =
    "has the library use other kernels than it would choose for this processor: its figures are of those";

// clang-format off
constexpr Variable variables[] = {
    {"OMP_WAIT_POLICY",      Severity::warn, is_active, spins},
    {"GOMP_SPINCOUNT",       Severity::warn, always,    spins},
    {"KMP_BLOCKTIME",        Severity::warn, is_on,     spins},
    {"OMP_PROC_BIND",        Severity::warn, is_on,     pins},
    {"OMP_PLACES",           Severity::warn, always,    pins},
    {"GOMP_CPU_AFFINITY",    Severity::warn, always,    pins},
    {"KMP_AFFINITY",         Severity::warn, always,    pins},
    {"OMP_THREAD_LIMIT",     Severity::warn, always,    fewer},
    {"OMP_DYNAMIC",          Severity::warn, is_on,     fewer},
    {"OMP_NUM_THREADS",      Severity::note, always,    ignored},
    {"OPENBLAS_NUM_THREADS", Severity::note, always,    ignored},
    {"GOTO_NUM_THREADS",     Severity::note, always,    ignored},
    {"OPENBLAS_CORETYPE",    Severity::warn, always,    kernels},
    {"DNNL_MAX_CPU_ISA",     Severity::warn, always,    kernels},
    {"ONEDNN_MAX_CPU_ISA",   Severity::warn, always,    kernels},
};
// clang-format on

}  // namespace

std::vector<Diagnosis> diagnose_environment(const HostState& state) {
  if (!state.variables) return {};
  std::vector<Diagnosis> diagnoses;
  for (const Variable& variable : variables) {
    const auto set = state.variables->find(std::string(variable.name));
    if (set == state.variables->end() || set->second.empty() || !variable.matters(set->second)) continue;
    const Note fact{NoteKind::variable_set, {}, {set->first, set->second, std::string(variable.what)}};
    Diagnosis found{variable.severity, set->first, text(fact), "unset " + set->first};
    if (variable.severity == Severity::warn) found.lasting = fact;
    diagnoses.push_back(std::move(found));
  }
  if (diagnoses.empty())
    diagnoses.push_back(
        {Severity::ok, "environment", "no variable steers the threads or kernels of vendor libraries", ""});
  return diagnoses;
}

}  // namespace gpupeak::host
