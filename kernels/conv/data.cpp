#include "kernels/conv/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "kernels/common/operand_faults.h"
#include "kernels/common/operand_set_list.h"
#include "kernels/conv/oracle.h"
#include "kernels/conv/sums.h"

namespace gpupeak::conv {
namespace {

enum Label : uint64_t { label_first, label_second, label_sample, label_signs };

constexpr double products_per_check = 0x1p25;  // multiply-adds: about 0.1 s on one core
constexpr int64_t fewest_sampled = 64, most_sampled = 1296;
constexpr int64_t elements_at_once = int64_t{1} << 20;

template <class T>
class TypedSet : public OperandSet<Operands> {
 public:
  TypedSet(Device& device, const Problem& problem, DataKind data)
      : problem_(problem), data_(data), result_(device, shape_of_result(problem).size()) {
    const Shape shapes[] = {shape_of_x(problem), shape_of_w(problem), shape_of_y(problem)};
    constexpr std::string_view names[] = {"x", "w", "y"};
    for (size_t i = 0; i < std::size(shapes); ++i)
      if (names[i] != result_name()) inputs_.push_back({names[i], Buffer<T>(device, shapes[i].size()), 0});
  }

  Operands operands() override {
    const auto at = [this](std::string_view name) -> void* {
      for (const Input& input : inputs_)
        if (input.name == name) return input.buffer.data();
      return result_.data();
    };
    return {at("x"), at("w"), at("y")};
  }

  void reset(uint64_t seed) override {
    seed_ = seed;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      inputs_[i].digest = inputs_[i].buffer.generate(data_, mix(seed, i == 0 ? label_first : label_second));
      inputs_[i].buffer.draw_red_zones();
    }
    result_.poison();
    result_.draw_red_zones();
  }

  Check check(double products) const override {
    Comparison comparison;
    for (const Input& input : inputs_) {
      report_damage(comparison, input.buffer, input.name);
      report_overwritten(comparison, input.buffer, input.name, input.digest);
    }
    report_damage(comparison, result_, result_name());

    const std::vector<float> first = widened(inputs_[0].buffer), second = widened(inputs_[1].buffer);
    const Shape shape = shape_of_result(problem_);
    const std::vector<int64_t> compared = worth_comparing(shape, products);
    const Inputs inputs = inputs_from(first, second);
    const std::vector<float> result = result_.all();
    for (const int64_t index : compared) {
      const Sum sum = sum_at(problem_, inputs, index);
      comparison.element(static_cast<double>(result[static_cast<size_t>(index)]), sum.exact, allowed(problem_, sum),
                         index);
    }
    const int64_t size = shape.size(), width = channels_added(problem_, products);
    if (std::ssize(compared) < size) compare_sums(problem_, inputs, result, width, mix(seed_, label_signs), comparison);
    return comparison.result([&](int64_t index) {
      if (index >= size) return name_of_sum(problem_, width, index - size);
      const Place at = place_of(shape, index);
      return fmt::format("{}[{},{},{},{}]", result_name(), at.item, at.row, at.column, at.channel);
    });
  }

 private:
  struct Input {
    std::string_view name;
    Buffer<T> buffer;
    uint64_t digest;
  };

  std::string_view result_name() const { return row(problem_.direction).result; }

  std::vector<int64_t> worth_comparing(const Shape& shape, double products) const {
    const double each = std::max(1.0, nominal(problem_).value / 2 / elements_of(shape));
    if (each * elements_of(shape) <= products) {
      std::vector<int64_t> every(static_cast<size_t>(shape.size()));
      std::iota(every.begin(), every.end(), 0);
      return every;
    }
    const auto affordable = static_cast<int64_t>(std::min(products / each, 1.0 * most_sampled));
    return sampled(shape, std::max(fewest_sampled, affordable), mix(seed_, label_sample));
  }

  Inputs inputs_from(std::span<const float> first, std::span<const float> second) const {
    switch (problem_.direction) {
      case Direction::forward:
        return {.x = first, .w = second, .y = {}};
      case Direction::backward_data:
        return {.x = {}, .w = first, .y = second};
      case Direction::backward_filter:
        break;
    }
    return {.x = first, .w = {}, .y = second};
  }

  static std::vector<float> widened(const Buffer<T>& buffer) {
    if constexpr (std::is_same_v<T, float>) return buffer.all();
    std::vector<float> values(static_cast<size_t>(buffer.size()));
    std::vector<T> some;
    for (int64_t first = 0; first < buffer.size(); first += elements_at_once) {
      some.resize(static_cast<size_t>(std::min(elements_at_once, buffer.size() - first)));
      buffer.read(first, some);
      for (size_t i = 0; i < some.size(); ++i)
        values[static_cast<size_t>(first) + i] = static_cast<float>(static_cast<double>(some[i]));
    }
    return values;
  }

  Problem problem_;
  DataKind data_;
  std::vector<Input> inputs_;
  Buffer<float> result_;
  uint64_t seed_ = 0;
};

std::unique_ptr<OperandSet<Operands>> make_set(Device& device, const Problem& problem, DataKind data) {
  if (problem.dtype == DType::bf16) return std::make_unique<TypedSet<BFloat16>>(device, problem, data);
  return std::make_unique<TypedSet<float>>(device, problem, data);
}

}  // namespace

struct Data::Body {
  OperandSetList<Operands> sets;
};

Data::Data(Device& device, const Problem& problem, int sets, DataKind data, uint64_t seed)
    : body_(std::make_shared<Body>(Body{OperandSetList<Operands>(seed)})) {
  if (auto why = why_none(problem)) throw std::invalid_argument("conv: " + *why);
  if (sets < 1) throw std::invalid_argument(fmt::format("conv: {} operand sets must be at least 1", sets));
  for (int set = 0; set < sets; ++set) body_->sets.add(make_set(device, problem, data));
  reset(0);
}

Operands Data::operands(int set) { return body_->sets.at(set).operands(); }

void Data::reset(uint64_t round) { body_->sets.reset(round); }
Check Data::check() const { return body_->sets.check(products_per_check); }

}  // namespace gpupeak::conv
