// Names of the enumerations that reports carry, each a table read both ways.
#include "core/names.h"

#include "core/peak.h"
#include "method/measurement.h"
#include "method/schedule.h"
#include "method/suite.h"

namespace gpupeak {
namespace {

// clang-format off
constexpr Named<Source> sources[] = {
    {Source::datasheet,  "datasheet"},
    {Source::attributes, "attributes"},
    {Source::configured, "configured"},
    {Source::calibrated, "calibrated"},
};
constexpr Named<Scope> scopes[] = {
    {Scope::per_unit, "per_unit"},
    {Scope::shared,   "shared"},
};
constexpr Named<Cache> cache_names[] = {
    {Cache::hot,  "hot"},
    {Cache::cold, "cold"},
};
constexpr Named<DataKind> data_kinds[] = {
    {DataKind::random, "random"},
    {DataKind::zeros,  "zeros"},
    {DataKind::ones,   "ones"},
};
constexpr Named<Order> orders[] = {
    {Order::schedule,   "plan"},
    {Order::random, "random"},
};
constexpr Named<Outcome> outcome_names[] = {
    {Outcome::measured,    "measured"},
    {Outcome::skipped,     "skipped"},
    {Outcome::wrong,       "wrong"},
    {Outcome::failed,      "failed"},
    {Outcome::implausible, "implausible"},
};
// clang-format on

}  // namespace

std::string_view name(Source id) { return name_of(sources, id); }
std::optional<Source> source_named(std::string_view text) { return id_of(sources, text); }
std::string_view name(Scope id) { return name_of(scopes, id); }
std::optional<Scope> scope_named(std::string_view text) { return id_of(scopes, text); }
std::string_view name(Cache id) { return name_of(cache_names, id); }
std::optional<Cache> cache_named(std::string_view text) { return id_of(cache_names, text); }
std::string_view name(DataKind id) { return name_of(data_kinds, id); }
std::optional<DataKind> data_kind_named(std::string_view text) { return id_of(data_kinds, text); }
std::string_view name(Order id) { return name_of(orders, id); }
std::optional<Order> order_named(std::string_view text) { return id_of(orders, text); }
std::string_view name(Outcome id) { return name_of(outcome_names, id); }
std::optional<Outcome> outcome_named(std::string_view text) { return id_of(outcome_names, text); }

}  // namespace gpupeak
