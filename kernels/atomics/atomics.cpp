#include "kernels/atomics/atomics.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/buffer.h"
#include "core/names.h"
#include "kernels/common/operand_faults.h"

namespace gpupeak::atomics {
namespace {

constexpr int64_t line = 32;                        // elements: 128 bytes at least
constexpr int bits_of_all = 20, bits_of_unit = 10;  // counters that random updates choose from

// How often one launch updates each counter.
std::vector<int64_t> updates_by_counter(const Problem& problem) {
  const Layout where = layout(problem);
  std::vector<int64_t> counts(static_cast<size_t>(elements(problem)));
  for (int64_t unit = 0; unit < problem.units; ++unit)
    for (int64_t thread = 0; thread < problem.shape.threads; ++thread) {
      if (where.random_bits == 0) {
        counts[static_cast<size_t>(where.counter(unit, thread))] += problem.updates;
        continue;
      }
      uint32_t state = first_draw(unit, problem.shape.threads, thread);
      for (int64_t update = 0; update < problem.updates; ++update) {
        state = next_draw(state);
        ++counts[static_cast<size_t>(where.drawn(unit, state))];
      }
    }
  return counts;
}

}  // namespace

std::optional<Sharing> sharing_named(std::string_view name) { return id_of(sharings, name); }

std::optional<Number> number_named(std::string_view name) { return id_of(numbers, name); }

int64_t elements_of_unit(const Problem& problem) {
  const Shape& shape = problem.shape;
  switch (problem.sharing) {
    case Sharing::one:
    case Sharing::block:
      return shape.apart ? 1 : line;
    case Sharing::warp:
      return shape.threads / shape.warp * (shape.apart ? 1 : line);
    case Sharing::thread:
      return shape.threads;
    case Sharing::random:
      return int64_t{1} << (shape.apart ? bits_of_unit : bits_of_all);
  }
  return 0;
}

Layout layout(const Problem& problem) {
  const Shape& shape = problem.shape;
  const bool together = !shape.apart && (problem.sharing == Sharing::one || problem.sharing == Sharing::random);
  const int64_t of_unit = together ? 0 : elements_of_unit(problem);
  switch (problem.sharing) {
    case Sharing::one:
    case Sharing::block:
      return {.of_unit = of_unit, .group = shape.threads};
    case Sharing::warp:
      return {.of_unit = of_unit, .group = shape.warp, .spacing = shape.apart ? 1 : line};
    case Sharing::thread:
      return {.of_unit = of_unit};
    case Sharing::random:
      return {.of_unit = of_unit, .random_bits = shape.apart ? bits_of_unit : bits_of_all};
  }
  return {};
}

int64_t elements(const Problem& problem) {
  const int64_t of_unit = layout(problem).of_unit;
  return of_unit == 0 ? elements_of_unit(problem) : of_unit * problem.units;
}

Work work(const Problem& problem) {
  Work work;
  work.units = problem.units;
  work.operations = static_cast<double>(problem.units) * problem.shape.threads * static_cast<double>(problem.updates);
  work.working_set = Bytes(static_cast<double>(elements(problem)) * (problem.number == Number::f64 ? 8.0 : 4.0));
  return work;
}

struct Data::Body {
  explicit Body(const Problem& of) : problem(of), counts(updates_by_counter(of)) {}
  virtual ~Body() = default;
  virtual void* counters() = 0;
  virtual void reset() = 0;
  virtual Check check() const = 0;

  Problem problem;
  std::vector<int64_t> counts;
  int64_t launches = 0;
};

template <class T>
struct Data::Of : Data::Body {
  Of(Device& device, const Problem& of) : Body(of), buffer(device, elements(of)) {}
  void* counters() override { return buffer.data(); }
  void reset() override {
    buffer.write(0, std::vector<T>(counts.size()));
    buffer.draw_red_zones();
  }
  Check check() const override {
    Comparison comparison;
    report_damage(comparison, buffer, "counters");
    const std::vector<T> seen = buffer.all();
    for (size_t i = 0; i < counts.size(); ++i)
      comparison.element(static_cast<double>(seen[i]), static_cast<double>(counts[i] * launches), 0,
                         static_cast<int64_t>(i));
    return comparison.result([](int64_t i) { return fmt::format("counter {}", i); });
  }

  Buffer<T> buffer;
};

Data::Data(Device& device, const Problem& problem) {
  if (problem.number == Number::i32) body_ = std::make_shared<Of<int32_t>>(device, problem);
  if (problem.number == Number::f32) body_ = std::make_shared<Of<float>>(device, problem);
  if (problem.number == Number::f64) body_ = std::make_shared<Of<double>>(device, problem);
}

void* Data::counters() { return body_->counters(); }

Launch Data::counting(Launch launch) {
  return [body = body_, launch = std::move(launch)](Queue& queue) {
    ++body->launches;
    launch(queue);
  };
}

void Data::reset() {
  body_->launches = 0;
  body_->reset();
}

Check Data::check() const { return body_->check(); }

int64_t Data::most_launches() const {
  const int64_t most = std::ranges::max(body_->counts);
  return std::clamp<int64_t>(static_cast<int64_t>(row(body_->problem.number).most) / std::max<int64_t>(1, most), 1,
                             int64_t{1} << 20);
}

}  // namespace gpupeak::atomics
