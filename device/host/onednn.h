// What the forwarding stubs of oneDNN offer beside its own C interface.
#pragma once

namespace gpupeak::host {

// How many threads the library's next primitive runs on when this thread executes it. Does nothing for a build that has
// no OpenMP.
void onednn_set_threads(int threads);

}  // namespace gpupeak::host
