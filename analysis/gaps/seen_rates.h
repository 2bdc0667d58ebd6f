// What if no source tells the rate of a level of memory? Then the fastest traffic that was seen there bounds how much
// it may take: the true rate is no lower. Never a ceiling; it tells which ceilings apply and what could be gained.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/ceiling.h"
#include "core/resource.h"
#include "method/report.h"

namespace gpupeak {

class SeenRates {
 public:
  explicit SeenRates(const Report&);  // of precise measurements alone

  // Byte per second; nothing where nothing precise moved a byte there.
  std::optional<double> of(int device, Resource) const;

  // The shortest time of this case that seems possible, beside `ceiling` (of the case, none where no rate is known):
  // it, unless what it leaves out takes longer at the rates seen. Nothing where neither is known, or the rate of its
  // arithmetic is not: then traffic alone would say how fast a product may be.
  std::optional<Ceiling> shortest(const Measurement&, const std::optional<Ceiling>& ceiling) const;

  // Whether nothing that the ceiling leaves out can bind the case instead.
  bool applies(const Measurement&, const Ceiling&) const;

  // For a reader: the ceiling at the clock seen / the time. Nothing where the case is not precise, where what the
  // ceiling leaves out may bind it, or above `most_shown` (reliability.h).
  std::optional<double> share_of_ceiling(const Measurement&) const;
  // The resource that gives that ceiling, by its name; empty where no share of it is told.
  std::string_view bound_by(const Measurement&) const;

 private:
  std::map<std::pair<int, Resource>, double> fastest_;
};

}  // namespace gpupeak
