#include "kernels/matmul/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "kernels/common/operand_set_list.h"
#include "kernels/matmul/oracle.h"

namespace gpupeak::matmul {
namespace {

enum Label : uint64_t { label_a, label_b, label_signs, label_grid, label_grid_columns, label_c };

constexpr int64_t most_elements_compared = int64_t{1} << 16;  // of C, each against its own sum
constexpr double products_per_check = 0x1p27;                 // multiply-adds: about 0.1 s on one core
constexpr int64_t most_read_at_once = int64_t{1} << 20;       // of C, for all comparisons of a check
constexpr int64_t grid_edge = 36;                             // sampled rows and columns: 1296 elements

// Whether every element of a product is compared with its own sum, or some of them and signed sums of all.
bool compares_every(const Problem& p, double products) {
  return p.m * p.n <= most_elements_compared / p.batch + 1 &&
         static_cast<double>(p.m) * static_cast<double>(p.n) * static_cast<double>(p.k) <= products;
}

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

template <class T, class Sum>
class TypedSet : public OperandSet<Operands> {
 public:
  TypedSet(Device& device, const Problem& problem, DataKind data)
      : problem_(problem),
        data_(data),
        a_(device, problem.batch * problem.m * problem.k),
        b_(device, problem.batch * problem.k * problem.n),
        c_(device, problem.batch * problem.m * problem.n) {}

  Operands operands() override { return {a_.data(), b_.data(), c_.data()}; }

  void reset(uint64_t seed) override {
    seed_ = seed;
    launches = 0;
    digest_a_ = a_.generate(data_, mix(seed, label_a));
    digest_b_ = b_.generate(data_, mix(seed, label_b));
    if (row(problem_.update).beta == 0)
      c_.poison();
    else
      c_.generate(data_, mix(seed, label_c));
    a_.draw_red_zones(), b_.draw_red_zones(), c_.draw_red_zones();
  }

  Check check(double products) const override {
    std::optional<std::string> fault = damaged();
    if (!fault && row(problem_.update).beta != 0 && launches == 0) fault = "C was not launched";
    if (fault) {
      Comparison spoiled;
      spoiled.fault(*fault);
      return spoiled.result([](int64_t) { return std::string(); });
    }
    std::optional<Check> all;
    for (int64_t item = 0; item < problem_.batch; ++item) {
      Check one = check_item(item, products / static_cast<double>(problem_.batch));
      if (problem_.batch > 1) one.where += fmt::format(" of product {}", item);
      all = all ? both(std::move(*all), std::move(one)) : std::move(one);
    }
    return *all;
  }

 private:
  Check check_item(int64_t item, double products) const {
    const int64_t m = problem_.m, n = problem_.n;
    // A copy from a device costs microseconds, however short: what is small is read once.
    std::vector<double> whole(static_cast<size_t>(m * n <= most_read_at_once ? m * n : 0));
    if (!whole.empty()) read_c(item * m * n, whole);
    const Product product{.problem = problem_,
                          .data = data_,
                          .seed_a = mix(seed_, label_a),
                          .seed_b = mix(seed_, label_b),
                          .read_c =
                              [&](int64_t first, std::span<double> values) {
                                if (whole.empty())
                                  read_c(item * m * n + first, values);
                                else
                                  std::copy_n(whole.begin() + first, values.size(), values.begin());
                              },
                          .item = item,
                          .seed_c = mix(seed_, label_c),
                          .launches = launches};
    const bool every = compares_every(problem_, products);
    const uint64_t grid = mix(seed_, label_grid) + static_cast<uint64_t>(item);
    Comparison elements;
    if (every)
      compare_grid(product, all_below(m), all_below(n), elements);
    else
      compare_grid(product, sampled_below(m, grid), sampled_below(n, mix(grid, label_grid_columns)), elements);
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

  void read_c(int64_t first, std::span<double> values) const {
    std::vector<Sum> read(values.size());
    c_.read(first, read);
    std::ranges::copy(read, values.begin());
  }

  // What a launch did to memory that is not its own.
  std::optional<std::string> damaged() const {
    if (auto damage = outside("A", a_)) return damage;
    if (auto damage = outside("B", b_)) return damage;
    if (auto damage = outside("C", c_)) return damage;
    if (a_.digest() != digest_a_) return overwritten("A", a_, mix(seed_, label_a));
    if (b_.digest() != digest_b_) return overwritten("B", b_, mix(seed_, label_b));
    return std::nullopt;
  }

  template <class Element>
  static std::optional<std::string> outside(const char* name, const Buffer<Element>& buffer) {
    const std::optional<int64_t> byte = buffer.damage();
    if (!byte) return std::nullopt;
    const int64_t end = buffer.size() * static_cast<int64_t>(sizeof(Element));
    return *byte < 0 ? fmt::format("a store before the start of {} at byte {}", name, *byte)
                     : fmt::format("a store past the end of {} at byte +{}", name, *byte - end);
  }

  std::string overwritten(const char* name, const Buffer<T>& input, uint64_t seed) const {
    const std::vector<T> now = input.all();
    for (size_t i = 0; i < now.size(); ++i)
      if (!(now[i] == generated_as<T>(data_, seed, i)))
        return fmt::format("input {} was overwritten at byte {}", name, i * sizeof(T));
    return fmt::format("input {} was overwritten with equal values of other bits", name);  // -0 for 0
  }

  Problem problem_;
  DataKind data_;
  Buffer<T> a_, b_;
  Buffer<Sum> c_;
  uint64_t seed_ = 0, digest_a_ = 0, digest_b_ = 0;
};

std::unique_ptr<OperandSet<Operands>> make_set(Device& device, const Problem& problem, DataKind data) {
  switch (problem.dtype) {
    case DType::f32:
      return std::make_unique<TypedSet<float, float>>(device, problem, data);
    case DType::f64:
      return std::make_unique<TypedSet<double, double>>(device, problem, data);
    case DType::bf16:
      return std::make_unique<TypedSet<BFloat16, float>>(device, problem, data);
    case DType::i8:
      return std::make_unique<TypedSet<int8_t, int32_t>>(device, problem, data);
    case DType::tf32:
    case DType::f16:
    case DType::e4m3:
    case DType::i32:
      break;
  }
  throw std::invalid_argument(fmt::format("matmul: no product of {} elements", row(problem.dtype).name));
}

}  // namespace

struct Data::Body {
  bool accumulates;
  OperandSetList<Operands> sets;
};

Data::Data(Device& device, const Problem& problem, int sets, DataKind data, uint64_t seed)
    : body_(std::make_shared<Body>(Body{row(problem.update).beta != 0, OperandSetList<Operands>(seed)})) {
  if (problem.m < 1 || problem.n < 1 || problem.k < 1 || problem.batch < 1 || sets < 1)
    throw std::invalid_argument(
        fmt::format("matmul: m={}, n={}, k={}, batch={} and {} operand sets must all be at least 1", problem.m,
                    problem.n, problem.k, problem.batch, sets));
  if (!(working_set(problem).value < 0x1p62))  // so that no product of sizes below overflows
    throw OutOfMemory(fmt::format("matmul: m={}, n={}, k={} needs more memory than can be addressed; try smaller sizes",
                                  problem.m, problem.n, problem.k));
  for (int set = 0; set < sets; ++set) body_->sets.add(make_set(device, problem, data));
  reset(0);
}

Operands Data::operands(int set) { return body_->sets.at(set).operands(); }

Launch Data::counting(int set, Launch launch) {
  OperandSet<Operands>& counting = body_->sets.at(set);
  if (!body_->accumulates) return launch;
  return [launch = std::move(launch), &counting, keep = body_](Queue& queue) {
    ++counting.launches;
    launch(queue);
  };
}

void Data::reset(uint64_t round) { body_->sets.reset(round); }
Check Data::check() const { return body_->sets.check(products_per_check); }

Upkeep upkeep(Device& device, const Problem& problem, int sets) {
  const auto m = static_cast<double>(problem.m), n = static_cast<double>(problem.n), k = static_cast<double>(problem.k);
  const auto batch = static_cast<double>(problem.batch);
  const DTypeRow& type = row(problem.dtype);
  const Bytes c(batch * m * n * type.sum_bytes);
  Upkeep of_set{.to_host = c};
  for (const double elements : {batch * m * k, batch * k * n}) {
    const Bytes bytes(elements * type.bytes);
    if (device_fills(device, problem.dtype, bytes)) continue;
    of_set += {.generated = elements, .to_device = bytes};
    if (!device_digests(device, bytes)) of_set += {.to_host = bytes};
  }
  if (!device_digests(device, c)) of_set += {.to_device = c};

  const double products = products_per_check / (sets * batch);
  Upkeep of_product;
  if (compares_every(problem, products)) {
    of_product = {.generated = (m + n) * k, .multiplied = m * n * k};
  } else {
    const auto width = static_cast<double>(width_of_blocks(problem, products));
    of_product = {.generated = (m + n) * k + 2 * static_cast<double>(grid_edge) * k,
                  .multiplied = m * k * std::ceil(n / width) + static_cast<double>(grid_edge * grid_edge) * k + m * n};
  }
  return sets * (of_set += batch * of_product);
}

}  // namespace gpupeak::matmul
