// The name of a processor as people say it.
#pragma once

#include <string>
#include <vector>

namespace gpupeak::host {

// "Intel Xeon Platinum 8481C" of "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz". A virtual machine may hide the model
// ("Intel Xeon Processor") or give none: then the strongest feature is added, so that unlike machines do not share a
// name.
std::string cpu_name(std::string model, const std::vector<std::string>& features);

}  // namespace gpupeak::host
