#include "kernels/gemm.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "kernels/gemm_oracle.h"

namespace gpupeak::gemm {
namespace {

enum Label : uint64_t { label_a, label_b, label_signs, label_grid };

constexpr int64_t most_elements_compared = int64_t{1} << 16;  // of C, each against its own sum
constexpr double products_per_check = 0x1p27;                 // multiply-adds: about 0.1 s on one core
constexpr int64_t grid_edge = 36;                             // sampled rows and columns: 1296 elements

double as_double(int64_t count) { return static_cast<double>(count); }

std::vector<int64_t> all_below(int64_t size) {
  std::vector<int64_t> positions(static_cast<size_t>(size));
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

// Where tiled kernels go wrong: both ends, both sides of the last multiple of common tile edges; the rest at random.
std::vector<int64_t> sampled_below(int64_t size, uint64_t seed) {
  if (size <= grid_edge) return all_below(size);
  std::vector<int64_t> positions{0, 1, size / 2, size - 2, size - 1};
  for (const int64_t tile : {6, 8, 12, 14, 16, 32, 64, 128, 256}) {
    const int64_t last = (size - 1) / tile * tile;
    for (const int64_t at : {last - 1, last})
      if (at >= 0) positions.push_back(at);
  }
  for (uint64_t draw = 0; std::ssize(positions) < grid_edge; ++draw)
    positions.push_back(static_cast<int64_t>(mix(seed, draw) % static_cast<uint64_t>(size)));
  std::ranges::sort(positions);
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

// A set of operands, whatever their type.
class Set {
 public:
  virtual ~Set() = default;
  virtual Operands operands() = 0;
  virtual void reset(uint64_t seed) = 0;
  virtual Check check(double products) const = 0;
};

template <class T>
class TypedSet : public Set {
 public:
  TypedSet(Device& device, const Problem& problem, DataKind data)
      : problem_(problem),
        data_(data),
        a_(device, problem.m * problem.k),
        b_(device, problem.k * problem.n),
        c_(device, problem.m * problem.n) {}

  Operands operands() override { return {a_.data(), b_.data(), c_.data()}; }

  void reset(uint64_t seed) override {
    seed_ = seed;
    a_.generate(data_, mix(seed, label_a));
    b_.generate(data_, mix(seed, label_b));
    c_.poison();
    for (Buffer<T>* buffer : {&a_, &b_, &c_}) buffer->draw_red_zones();
    digest_a_ = a_.digest();
    digest_b_ = b_.digest();
  }

  Check check(double products) const override {
    if (const std::optional<std::string> damage = damaged()) {
      Comparison spoiled;
      spoiled.fault(*damage);
      return spoiled.result([](int64_t) { return std::string(); });
    }
    const int64_t m = problem_.m, n = problem_.n, k = problem_.k;
    const Product product{problem_, data_, mix(seed_, label_a), mix(seed_, label_b),
                          [this](int64_t first, std::span<double> values) { read_c(first, values); }};
    const bool every = m * n <= most_elements_compared && as_double(m) * as_double(n) * as_double(k) <= products;
    Comparison elements;
    if (every)
      compare_grid(product, all_below(m), all_below(n), elements);
    else
      compare_grid(product, sampled_below(m, mix(seed_, label_grid)), sampled_below(n, mix(seed_, label_grid + 1)),
                   elements);
    const auto element_name = [n](int64_t index) { return fmt::format("C[{},{}]", index / n, index % n); };
    Check found = elements.result(element_name);
    if (every || !found.ok) return found;

    Comparison rows;
    const int64_t width = compare_rows(product, mix(seed_, label_signs), products, rows);
    return both(std::move(found), rows.result([&](int64_t index) {
      if (index < m * n) return element_name(index);
      const int64_t blocks = (n + width - 1) / width, i = (index - m * n) / blocks,
                    j = (index - m * n) % blocks * width;
      return fmt::format("the signed sum of C[{},{}..{}]", i, j, std::min(n, j + width) - 1);
    }));
  }

 private:
  void read_c(int64_t first, std::span<double> values) const {
    std::vector<T> read(values.size());
    c_.read(first, read);
    std::ranges::copy(read, values.begin());
  }

  // What a launch did to memory that is not its own.
  std::optional<std::string> damaged() const {
    struct Named {
      const char* name;
      const Buffer<T>& buffer;
    };
    for (const auto& [name, buffer] : {Named{"A", a_}, Named{"B", b_}, Named{"C", c_}}) {
      const std::optional<int64_t> byte = buffer.damage();
      if (!byte) continue;
      const int64_t end = buffer.size() * static_cast<int64_t>(sizeof(T));
      return *byte < 0 ? fmt::format("a store before the start of {} at byte {}", name, *byte)
                       : fmt::format("a store past the end of {} at byte +{}", name, *byte - end);
    }
    if (a_.digest() != digest_a_) return overwritten("A", a_, mix(seed_, label_a));
    if (b_.digest() != digest_b_) return overwritten("B", b_, mix(seed_, label_b));
    return std::nullopt;
  }

  std::string overwritten(const char* name, const Buffer<T>& input, uint64_t seed) const {
    const std::vector<T> now = input.all();
    for (size_t i = 0; i < now.size(); ++i)
      if (!(now[i] == static_cast<T>(generated(data_, seed, i))))
        return fmt::format("input {} was overwritten at byte {}", name, i * sizeof(T));
    return fmt::format("input {} was overwritten with equal values of other bits", name);  // -0 for 0
  }

  Problem problem_;
  DataKind data_;
  Buffer<T> a_, b_, c_;
  uint64_t seed_ = 0, digest_a_ = 0, digest_b_ = 0;
};

std::unique_ptr<Set> make_set(Device& device, const Problem& problem, DataKind data) {
  if (problem.dtype == DType::f32) return std::make_unique<TypedSet<float>>(device, problem, data);
  return std::make_unique<TypedSet<double>>(device, problem, data);
}

}  // namespace

Bytes working_set(const Problem& problem) {
  const double m = as_double(problem.m), n = as_double(problem.n), k = as_double(problem.k);
  return Bytes(row(problem.dtype).bytes * (m * k + k * n + m * n));
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const Bytes writes(row(problem.dtype).bytes * as_double(problem.m) * as_double(problem.n));
  Work work;
  work.working_set = working_set(problem);
  work.add(problem.dtype == DType::f32 ? Resource::fp32 : Resource::fp64,
           FlopCount(2 * as_double(problem.m) * as_double(problem.n) * as_double(problem.k)));
  charge_memory(work, device, work.working_set - writes, writes, cache);
  return work;
}

struct Data::Body {
  uint64_t seed;
  std::vector<std::unique_ptr<Set>> sets;
};

Data::Data(Device& device, const Problem& problem, int sets, DataKind data, uint64_t seed)
    : body_(std::make_shared<Body>(Body{seed, {}})) {
  if (problem.m < 1 || problem.n < 1 || problem.k < 1 || sets < 1)
    throw std::invalid_argument(fmt::format("gemm: m={}, n={}, k={} and {} operand sets must all be at least 1",
                                            problem.m, problem.n, problem.k, sets));
  if (!(working_set(problem).value < 0x1p62))  // so that no product of sizes below overflows
    throw OutOfMemory(fmt::format("gemm: m={}, n={}, k={} needs more memory than can be addressed; try smaller sizes",
                                  problem.m, problem.n, problem.k));
  for (int set = 0; set < sets; ++set) body_->sets.push_back(make_set(device, problem, data));
  reset(0);
}

Operands Data::operands(int set) { return body_->sets.at(static_cast<size_t>(set))->operands(); }

void Data::reset(uint64_t round) {
  for (size_t set = 0; set < body_->sets.size(); ++set) body_->sets[set]->reset(mix(mix(body_->seed, round), set));
}

Check Data::check() const {
  const double products = products_per_check / as_double(std::ssize(body_->sets));
  std::optional<Check> all;
  for (size_t set = 0; set < body_->sets.size(); ++set) {
    Check one = body_->sets[set]->check(products);
    if (body_->sets.size() > 1) one.where += fmt::format(" in operand set {}", set);
    all = all ? both(std::move(*all), std::move(one)) : std::move(one);
  }
  return *all;
}

}  // namespace gpupeak::gemm
