// Ctrl-C and kill ask the run to end after the case at hand; a second time ends the process at once.
#pragma once

namespace gpupeak::cli {

void catch_interrupts();  // SIGINT, SIGTERM, SIGHUP
bool interrupted();       // one of them has arrived

}  // namespace gpupeak::cli
