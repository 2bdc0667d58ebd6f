#include "kernels/optimizer/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "kernels/common/operand_faults.h"
#include "kernels/common/operand_set_list.h"
#include "kernels/optimizer/oracle.h"

namespace gpupeak::optimizer {
namespace {

enum Label : uint64_t { label_weights, label_gradients, label_m, label_v, label_sample };

constexpr int64_t first_steps = 9;        // taken before the first launch: neither moment is unbiased by much
constexpr double most_replayed = 0x1p24;  // parameter steps of a check: about 0.3 s on one core
constexpr int64_t chunk = 4096;           // parameters that are read and replayed at a time
constexpr int64_t end = 16;               // of a tensor, that is always compared

double start_of_v(DataKind kind, uint64_t seed, int64_t index) {  // a mean of squares: in (0, 1), on a grid of 2^-21
  return 0.5 * (1 + generated(kind, seed, static_cast<uint64_t>(index)));
}

template <class T>
class TypedSet : public OperandSet<Operands> {
 public:
  static constexpr bool writes_parameters = sizeof(T) < sizeof(float);

  TypedSet(Device& device, const Problem& problem, DataKind data)
      : problem_(problem),
        count_(count(problem)),
        data_(data),
        gradients_(device, count_),
        weights_(device, count_),
        steps_(device, 1) {
    if (writes_parameters) parameters_.emplace(device, count_);
    if (row(problem.rule).remembered > 0) m_.emplace(device, count_);
    if (row(problem.rule).remembered > 1) v_.emplace(device, count_);
  }

  Operands operands() override {
    return {parameters_ ? parameters_->data() : nullptr,
            gradients_.data(),
            weights_.data(),
            m_ ? m_->data() : nullptr,
            v_ ? v_->data() : nullptr,
            steps_.data()};
  }

  void reset(uint64_t seed) override {
    seed_ = seed;
    launches = 0;
    weights_.generate(data_, mix(seed, label_weights));
    gradients_digest_ = gradients_.generate(data_, mix(seed, label_gradients));
    if (m_) m_->generate(data_, mix(seed, label_m));
    if (v_) draw_v();
    if (parameters_) parameters_->poison();
    steps_.write(0, std::array{first_steps});
    each_buffer([](auto& buffer, const char*) { buffer.draw_red_zones(); });
  }

  Check check(double steps) const override {
    Comparison comparison;
    each_buffer([&](const auto& buffer, const char* name) { report_damage(comparison, buffer, name); });
    report_overwritten(comparison, gradients_, "gradients", gradients_digest_);
    if (launches == 0) comparison.fault("no step was taken");
    if (const int64_t taken = steps_.all().front() - first_steps; taken != launches)
      comparison.fault(fmt::format("steps were counted as {} after {} launches", taken, launches));
    std::vector<ExactScalars> scalars;
    for (int64_t step = 0; step < launches; ++step) scalars.push_back(exact_scalars(problem_, first_steps + step));
    for (const Part& part : compared(steps)) compare(comparison, part, scalars);
    return comparison.result([this](int64_t index) { return name_of(index); });
  }

 private:
  template <class Use>
  void each_buffer(Use use) {
    if (parameters_) use(*parameters_, "parameters");
    use(gradients_, "gradients");
    use(weights_, "weights");
    if (m_) use(*m_, "m");
    if (v_) use(*v_, "v");
    use(steps_, "steps");
  }
  template <class Use>
  void each_buffer(Use use) const {
    const_cast<TypedSet*>(this)->each_buffer([&](const auto& buffer, const char* name) { use(buffer, name); });
  }

  void draw_v() {
    std::vector<float> values;
    for (int64_t first = 0; first < count_; first += chunk) {
      values.clear();
      for (int64_t i = first; i < std::min(first + chunk, count_); ++i)
        values.push_back(static_cast<float>(start_of_v(data_, mix(seed_, label_v), i)));
      v_->write(first, values);
    }
  }

  // All, or both ends of every tensor and as many blocks between as the number of steps leaves room for.
  std::vector<Part> compared(double steps) const {
    if (static_cast<double>(count_) * static_cast<double>(launches) <= steps) return {{0, count_}};
    std::vector<Part> parts;
    for (const Part& tensor : problem_.tensors) {
      const int64_t length = std::min(end, tensor.count);
      parts.push_back({tensor.first, length});
      parts.push_back({tensor.first + tensor.count - length, length});
    }
    double left = steps / static_cast<double>(launches) -
                  2 * static_cast<double>(end) * static_cast<double>(std::ssize(problem_.tensors));
    for (uint64_t draw = 0; left > 0; ++draw, left -= static_cast<double>(end)) {
      const uint64_t at = mix(mix(seed_, label_sample), draw) % static_cast<uint64_t>(count_);
      parts.push_back({static_cast<int64_t>(at), std::min(end, count_ - static_cast<int64_t>(at))});
    }
    return parts;
  }

  // Weights have the indices of the arena, m, v and parameters follow them.
  void compare(Comparison& comparison, const Part& part, const std::vector<ExactScalars>& scalars) const {
    const uint64_t weights = mix(seed_, label_weights), gradients = mix(seed_, label_gradients),
                   m = mix(seed_, label_m), v = mix(seed_, label_v);
    std::vector<float> is_weight, is_m, is_v;
    std::vector<T> is_parameter;
    for (int64_t first = part.first; first < part.first + part.count; first += chunk) {
      const auto n = static_cast<size_t>(std::min(chunk, part.first + part.count - first));
      is_weight.resize(n), weights_.read(first, is_weight);
      if (m_) is_m.resize(n), m_->read(first, is_m);
      if (v_) is_v.resize(n), v_->read(first, is_v);
      if (parameters_) is_parameter.resize(n), parameters_->read(first, is_parameter);
      for (size_t i = 0; i < n; ++i) {
        const int64_t at = first + static_cast<int64_t>(i);
        const auto index = static_cast<uint64_t>(at);
        const auto gradient = static_cast<double>(generated_as<T>(data_, gradients, index));
        Replayed r{.weight = generated(data_, weights, index)};
        if (m_) r.m = generated(data_, m, index);
        if (v_) r.v = start_of_v(data_, v, at);
        for (const ExactScalars& step : scalars) replay(step, gradient, r);
        comparison.element(is_weight[i], r.weight, r.weight_error, at);
        if (m_) comparison.element(is_m[i], r.m, r.m_error, at + count_);
        if (v_) comparison.element(is_v[i], r.v, r.v_error, at + 2 * count_);
        if (parameters_) {
          const double rounded = gpupeak::row(problem_.dtype).unit_roundoff * (std::abs(r.weight) + r.weight_error);
          comparison.element(static_cast<double>(is_parameter[i]), r.weight, r.weight_error + rounded, at + 3 * count_);
        }
      }
    }
  }

  std::string name_of(int64_t index) const {
    constexpr const char* names[] = {"weights", "m", "v", "parameters"};
    const int64_t at = index % count_;
    const auto tensor = std::ranges::find_if(
        problem_.tensors, [at](const Part& part) { return at >= part.first && at < part.first + part.count; });
    return fmt::format("{}[{}] of tensor {}", names[index / count_], at - tensor->first,
                       tensor - problem_.tensors.begin());
  }

  Problem problem_;
  int64_t count_;
  DataKind data_;
  std::optional<Buffer<T>> parameters_;
  Buffer<T> gradients_;
  Buffer<float> weights_;
  std::optional<Buffer<float>> m_, v_;
  Buffer<int64_t> steps_;
  uint64_t seed_ = 0, gradients_digest_ = 0;
};

std::unique_ptr<OperandSet<Operands>> make_set(Device& device, const Problem& problem, DataKind data) {
  if (problem.dtype == DType::bf16) return std::make_unique<TypedSet<BFloat16>>(device, problem, data);
  return std::make_unique<TypedSet<float>>(device, problem, data);
}

void require_tensors(const Problem& problem) {
  int64_t next = 0;
  for (const Part& tensor : problem.tensors) {
    if (tensor.first != next || tensor.count < 1)
      throw std::invalid_argument(
          fmt::format("optimizer: a tensor of {} elements at {} does not follow one that ends "
                      "at {}; tensors fill the arena without gaps",
                      tensor.count, tensor.first, next));
    next += tensor.count;
  }
  if (next == 0) throw std::invalid_argument("optimizer: there are no tensors to update");
}

}  // namespace

struct Data::Body {
  OperandSetList<Operands> sets;
};

Data::Data(Device& device, const Problem& problem, int sets, DataKind data, uint64_t seed)
    : body_(std::make_shared<Body>(Body{OperandSetList<Operands>(seed)})) {
  require_tensors(problem);
  if (!takes_f32_and_bf16(problem.dtype))
    throw std::invalid_argument(
        fmt::format("optimizer: no step of {} parameters; f32 and bf16 are known", gpupeak::row(problem.dtype).name));
  for (int set = 0; set < sets; ++set) body_->sets.add(make_set(device, problem, data));
}

Operands Data::operands(int set) { return body_->sets.at(set).operands(); }

Launch Data::counting(int set, Launch launch) {
  OperandSet<Operands>& counting = body_->sets.at(set);
  return [launch = std::move(launch), &counting, keep = body_](Queue& queue) {
    ++counting.launches;
    launch(queue);
  };
}

void Data::reset(uint64_t round) { body_->sets.reset(round); }
Check Data::check() const { return body_->sets.check(most_replayed); }

}  // namespace gpupeak::optimizer
