// What a measurement of a report that was written before measurements carried it would have been given.
#pragma once

#include "method/measurement.h"

namespace gpupeak {

// Sets the headline and the views by the name of the suite, which is all that such a report tells of them: as the rows
// of suites/ had them then, and the latency where accesses depend on one another. Nothing of a suite of another tool.
void complete_by_suite_name(Measurement& measurement);

}  // namespace gpupeak
