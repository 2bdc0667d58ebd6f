// What somebody wants to compute: the question of `gpupeak select`, as a file of configs/workloads/ says it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/names.h"
#include "core/units.h"

namespace gpupeak {

// A neural network as far as its cost goes. A transformer has layers, width and heads; what has none of them says what
// a sample costs.
struct NetworkShape {
  double parameters = 0;                        // all of them
  std::optional<double> active_parameters;      // that one token meets (mixture of experts); all when absent
  std::optional<double> layers, width, heads;   // width: of the residual stream
  std::optional<double> kv_heads;               // all heads when absent
  std::optional<FlopCount> forward_per_sample;  // of what is no transformer: one sample's forward pass
  std::optional<Bytes> activations_per_sample;  // kept for the backward pass of one sample, nothing recomputed
  double active() const { return active_parameters.value_or(parameters); }
};

// The element type that products are computed in, and the type that weights are kept in for inference.
enum class NumberFormat { fp64, fp32, tf32, fp16, bf16, fp8, int8, fp4, int4 };
struct NumberFormatRow {
  NumberFormat id;
  std::string_view name;
  double bytes;           // of one element in memory
  std::string_view peak;  // of the catalogue: matrix units where they have it; empty: no unit computes in it
};
inline constexpr NumberFormatRow number_formats[] = {
    {NumberFormat::fp64, "fp64", 8, "fp64"},        {NumberFormat::fp32, "fp32", 4, "fp32"},
    {NumberFormat::tf32, "tf32", 4, "tf32_tensor"}, {NumberFormat::fp16, "fp16", 2, "fp16_tensor"},
    {NumberFormat::bf16, "bf16", 2, "bf16_tensor"}, {NumberFormat::fp8, "fp8", 1, "fp8_tensor"},
    {NumberFormat::int8, "int8", 1, "int8_tensor"}, {NumberFormat::fp4, "fp4", 0.5, "fp4_tensor"},
    {NumberFormat::int4, "int4", 0.5, ""},
};
constexpr const NumberFormatRow& row(NumberFormat id) { return number_formats[static_cast<size_t>(id)]; }
constexpr std::string_view name(NumberFormat id) { return row(id).name; }

// What an optimizer keeps for each parameter that is trained, beside the weight that products read and its gradient.
enum class OptimizerKind { adam, adam_8bit, momentum, sgd };
struct OptimizerKindRow {
  OptimizerKind id;
  std::string_view name;
  double state_bytes;  // per trained parameter
  // Weights of 16 bit or fewer have an fp32 master copy beside them: 4 more.
};
inline constexpr OptimizerKindRow optimizer_kinds[] = {
    {OptimizerKind::adam, "adam", 8},            // two moments in fp32
    {OptimizerKind::adam_8bit, "adam_8bit", 2},  // two moments in 8 bit
    {OptimizerKind::momentum, "momentum", 4},
    {OptimizerKind::sgd, "sgd", 0},
};
constexpr const OptimizerKindRow& row(OptimizerKind id) { return optimizer_kinds[static_cast<size_t>(id)]; }
constexpr std::string_view name(OptimizerKind id) { return row(id).name; }

// Which activations are computed again in the backward pass instead of being kept.
enum class Recompute { none, selective, full };
inline constexpr Named<Recompute> recompute_names[] = {
    {Recompute::none, "none"}, {Recompute::selective, "selective"}, {Recompute::full, "full"}};
constexpr std::string_view name(Recompute id) { return name_of(recompute_names, id); }

struct TrainingPlan {
  NetworkShape model;
  double samples = 0;              // seen in all, epochs counted: tokens of a transformer, samples of another network
  double epochs = 1;               // that these are; only the cost per epoch asks
  std::optional<double> sequence;  // tokens; transformers only
  double global_batch = 1;         // sequences or samples in a step
  NumberFormat dtype = NumberFormat::bf16;
  OptimizerKind optimizer = OptimizerKind::adam;
  Recompute recompute = Recompute::none;
  std::optional<double> trained_parameters;  // LoRA and the like; all when absent
  Bytes data;  // to be moved to where the accelerators are, once; 0: nothing worth counting
};

struct InferencePlan {
  NetworkShape model;
  double requests_per_s = 0;
  double input_tokens = 0, output_tokens = 0;      // of a request
  std::optional<Seconds> first_token, next_token;  // targets: TTFT and TPOT
  NumberFormat weights = NumberFormat::bf16;       // as they lie in memory
  NumberFormat cache = NumberFormat::bf16;         // keys and values
  NumberFormat dtype = NumberFormat::bf16;         // that products are computed in
  Seconds duration;                                // that is paid for
};

// Cases of this tool's own suites by their share of the time on the machine that `reports` have measured.
struct MixPlan {
  struct Part {
    std::string case_id;
    double share = 0;  // of the time; they add up to 1
  };
  std::vector<Part> parts;
  Seconds duration;  // on the first machine that a report has all parts of
};

struct Workload {
  std::string name;     // "gpt2-124m"
  std::string summary;  // one sentence for listings
  std::variant<TrainingPlan, InferencePlan, MixPlan> plan;
};

}  // namespace gpupeak
