#include "kernels/pages/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "core/buffer.h"
#include "core/names.h"

namespace gpupeak::pages {
namespace {

constexpr int64_t most_bytes = int64_t{512} << 20;

int64_t region_bytes(const Problem& problem) { return problem.huge_pages * huge_page; }

}  // namespace

std::optional<Op> op_named(std::string_view name) { return id_of(ops, name); }

int64_t most_regions(const Problem& problem) { return std::max<int64_t>(1, most_bytes / region_bytes(problem)); }

Work work(const Problem& problem, int64_t page_bytes) {
  Work work;
  work.units = 1;
  work.working_set = Bytes(static_cast<double>(region_bytes(problem)));
  if (problem.op == Op::touch) work.used = work.working_set;
  const int64_t page_count = region_bytes(problem) / page_bytes;
  work.steps = problem.op == Op::allocate ? 1 : static_cast<double>(page_count);
  return work;
}

struct Data::Body {
  Problem problem;
  uint64_t seed;
  std::unique_ptr<Regions> regions;
  bool touches = true;  // pages before they are freed
  uint64_t round = 0;
  int64_t armed = 0, next = 0;
  std::vector<int> freed;  // by region: 1 the system took it back, 0 it did not, -1 not tried

  uint64_t tag(int64_t region) const { return mix(mix(seed, round), static_cast<uint64_t>(region)) | 1; }

  void touch(int64_t region) const {
    const uint64_t value = tag(region);
    const int64_t step = regions->page_bytes();
    for (int64_t at = 0; at < region_bytes(problem); at += step)
      *reinterpret_cast<volatile uint64_t*>(regions->at(region) + at) = value + static_cast<uint64_t>(at);
  }

  void run() {
    if (next >= armed) throw std::logic_error("pages: more launches than regions were armed");
    const int64_t region = next++;
    if (problem.op == Op::allocate) regions->map(region);
    if (problem.op == Op::touch) touch(region);
    if (problem.op == Op::free) freed[static_cast<size_t>(region)] = regions->unmap(region) ? 1 : 0;
  }

  // Every touched page holds its tag, and all between is the zeros of fresh memory.
  void check_touched(Comparison& comparison, int64_t region) const {
    if (!regions->at(region)) return comparison.fault(fmt::format("region {} is not mapped", region));
    for (int64_t at = 0; at < region_bytes(problem); at += static_cast<int64_t>(sizeof(uint64_t))) {
      const bool tagged = at % regions->page_bytes() == 0;
      const uint64_t expected = tagged ? tag(region) + static_cast<uint64_t>(at) : 0;
      if (regions->load(region, at) != expected)
        return comparison.fault(fmt::format("region {} holds a wrong value at byte {}", region, at));
      if (tagged) comparison.element(0, 0, 0, region);
    }
  }

  void check_one(Comparison& comparison, int64_t region) const {
    if (problem.op == Op::touch) return check_touched(comparison, region);
    if (problem.op == Op::free) {
      comparison.element(freed[static_cast<size_t>(region)], 1, 0, region);
      return;
    }
    if (!regions->at(region)) return comparison.fault(fmt::format("region {} is not mapped", region));
    const int64_t last = region_bytes(problem) - static_cast<int64_t>(sizeof(uint64_t));
    for (const int64_t at : {int64_t{0}, last}) {  // it is memory: zeros at first, and keeps what is written
      if (regions->fresh_is_zero() && regions->load(region, at) != 0)
        return comparison.fault(fmt::format("region {} is not fresh", region));
      regions->store(region, at, tag(region) + static_cast<uint64_t>(at));
    }
    for (const int64_t at : {int64_t{0}, last})
      if (regions->load(region, at) != tag(region) + static_cast<uint64_t>(at))
        return comparison.fault(fmt::format("region {} keeps nothing", region));
    comparison.element(0, 0, 0, region);
  }
};

Data::Data(Device& device, const Rung& rung, const Problem& problem, uint64_t seed)
    : body_(std::make_shared<Body>(Body{
          problem, seed, rung.make(device, problem, most_regions(problem)), rung.applies(Op::touch), 0, 0, 0, {}})) {}

void Data::arm(int64_t launches) {
  Body& body = *body_;
  for (int64_t region = 0; region < body.armed; ++region) body.regions->unmap(region);
  if (launches > most_regions(body.problem)) throw std::logic_error("pages: a window of too many launches");
  ++body.round;
  body.armed = launches;
  body.next = 0;
  body.freed.assign(static_cast<size_t>(launches), -1);
  if (body.problem.op == Op::allocate) return;
  for (int64_t region = 0; region < launches; ++region) {
    body.regions->map(region);
    if (body.problem.op == Op::free && body.touches) body.touch(region);
  }
}

Launch Data::launch() {
  return [body = body_](Queue&) { body->run(); };
}

Check Data::check() {
  Comparison comparison;
  for (int64_t region = 0; region < body_->armed; ++region) body_->check_one(comparison, region);
  return comparison.result([](int64_t region) { return fmt::format("region {}", region); });
}

int64_t Data::page_bytes() const { return body_->regions->page_bytes(); }

}  // namespace gpupeak::pages
