// report.json both ways. Writing what was read gives the same bytes. Schema: configs/schema/report.schema.json.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "method/report.h"

namespace gpupeak {

std::string write_report(const Report&);          // ends with a newline; never NaN or Infinity
void write_report(const Report&, std::ostream&);  // the same, case by case
Report read_report(std::string_view json,
                   std::string_view name);  // `name` is the file, for messages; throws FormatError

}  // namespace gpupeak
