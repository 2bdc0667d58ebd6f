// Ctrl-C and kill ask a run to end after the case at hand; a second time ends the process at once. Only what measures
// catches them: everything else may end where it stands, because files are replaced in one step.
#pragma once

namespace gpupeak::cli {

void catch_interrupts();  // SIGINT, SIGTERM, SIGHUP
bool interrupted();       // one of them has arrived

}  // namespace gpupeak::cli
