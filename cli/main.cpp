// The program: everything it does is in cli::run.
#include "cli/cli.h"
#include "suites/suites.h"

int main(int argc, char** argv) { return gpupeak::cli::run_process(argc, argv, gpupeak::suites()); }
