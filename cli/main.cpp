// The program: everything it does is in cli::run.
#include "cli/process/process.h"
#include "suites/suites.h"

int main(int argc, char** argv) { return gpupeak::cli::run_process(argc, argv, gpupeak::suites()); }
