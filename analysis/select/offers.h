// What accelerators are rented for: one row for each kind of machine that a provider offers.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gpupeak {

struct Offer {
  std::string provider, instance, region;
  std::string device;  // a name of the catalogue of accelerators
  int gpus = 1;        // of the instance, which the prices are of
  std::optional<double> on_demand_usd_per_hour, spot_usd_per_hour;
  std::optional<std::string> date;  // when the price was read: "2026-09-17", "2026-09" or "2026"
  std::vector<std::string> sources;
  std::string note;
};

// "the price is 120 days old": prices of accelerators change within months.
inline constexpr int fresh_price_days = 90;

// Days from the date of a price to `today` ("2026-12-01"); a month or a year alone counts from its first day. Nothing
// where there is no date.
std::optional<int> age_in_days(const std::optional<std::string>& date, const std::string& today);

}  // namespace gpupeak
