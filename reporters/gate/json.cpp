// The whole result of a gate for programs.
#include "formats/gate_json.h"
#include "reporters/gate/gate.h"

namespace gpupeak {

extern constinit const GateReporter gate_json{
    .name = "json",
    .extension = "json",
    .summary = "every row with its figures, for programs",
    .write = [](const GateResult& result, std::ostream& out, const Style&) { out << write_gate(result); },
};

}  // namespace gpupeak
