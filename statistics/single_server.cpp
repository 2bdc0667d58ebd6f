#include "statistics/single_server.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "core/generated.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

// Number `index` of a stream, in (0, 1).
double drawn(uint64_t seed, uint64_t index) { return (static_cast<double>(mix(seed, index) >> 11) + 0.5) * 0x1p-53; }

}  // namespace

SingleServer::SingleServer(std::span<const double> service_s, uint64_t seed, int64_t requests) {
  if (service_s.empty() || requests < 1) throw std::invalid_argument("a queue needs service times and requests");
  for (const double time : service_s)
    if (!std::isfinite(time) || !(time > 0)) throw std::invalid_argument("a service time must be finite and above 0");
  services_.reserve(static_cast<size_t>(requests));
  gaps_.reserve(static_cast<size_t>(requests));
  for (int64_t i = 0; i < requests; ++i) {
    const auto at = static_cast<uint64_t>(2 * i);
    const auto which = static_cast<size_t>(drawn(seed, at) * static_cast<double>(service_s.size()));
    services_.push_back(service_s[std::min(which, service_s.size() - 1)]);
    gaps_.push_back(-std::log(drawn(seed, at + 1)));
  }
}

Seconds SingleServer::response_p99(double arrivals_per_s) const {
  std::vector<double> responses;
  responses.reserve(services_.size());
  double wait = 0;
  for (size_t i = 0; i < services_.size(); ++i) {
    responses.push_back(wait + services_[i]);
    const double gap = arrivals_per_s > 0 ? gaps_[i] / arrivals_per_s : INFINITY;
    wait = std::max(0.0, wait + services_[i] - gap);
  }
  return Seconds(percentile(responses, 0.99));
}

std::optional<double> SingleServer::p99_doubles_at() const {
  const Seconds twice = 2.0 * response_p99(0);
  const double mean = std::accumulate(services_.begin(), services_.end(), 0.0) / static_cast<double>(services_.size());
  double low = 0, high = 2 / mean;
  if (!(response_p99(high) > twice)) return std::nullopt;
  for (int step = 0; step < 40; ++step) {
    const double middle = 0.5 * (low + high);
    (response_p99(middle) > twice ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace gpupeak
