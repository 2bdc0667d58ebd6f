// Which pairs of devices are joined by a fast link? The bandwidth of copies from each device of a report to each other
// one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/units.h"
#include "method/report.h"

namespace gpupeak {

struct PeerMatrix {
  std::string copies;        // id of its cases without the route: the size and who copies
  std::vector<int> devices;  // indices as their backend counts them, ascending: rows send, columns receive
  std::vector<std::vector<std::optional<BytesPerSecond>>> rates;  // none where nothing was measured, as on the diagonal
};

// One for every way of copying, of the largest size that was measured. None where fewer than two devices send.
std::vector<PeerMatrix> peer_matrices(const Report&);

}  // namespace gpupeak
