#include "core/count_of.h"

namespace gpupeak {

std::string plural(std::string_view noun) {
  return std::string(noun) + (noun.ends_with('s') || noun.ends_with("ch") ? "es" : "s");
}

}  // namespace gpupeak
