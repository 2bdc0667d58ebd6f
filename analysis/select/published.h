// What others measured and published, one figure a row, with the conditions that it holds under.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/names.h"

namespace gpupeak {

enum class PublishedKind {
  gemm_rate,                // flop/s of one accelerator
  copy_rate,                // byte/s
  allreduce_rate,           // byte/s, bus bandwidth
  train_hours,              // GPU-hours of a whole run
  train_utilisation,        // model FLOP / (time x dense peak): a ratio
  train_tokens,             // tokens/s of one accelerator
  train_images,             // images/s of all accelerators
  infer_tokens,             // tokens/s of one accelerator
  infer_first_token,        // s
  infer_next_token,         // s
  joules,                   // of a whole run
  joules_per_output_token,  // of one token
};
inline constexpr Named<PublishedKind> published_kind_names[] = {
    {PublishedKind::gemm_rate, "gemm_flop_per_s"},
    {PublishedKind::copy_rate, "copy_bytes_per_s"},
    {PublishedKind::allreduce_rate, "allreduce_bytes_per_s"},
    {PublishedKind::train_hours, "train_gpu_hours"},
    {PublishedKind::train_utilisation, "train_mfu"},
    {PublishedKind::train_tokens, "train_tokens_per_s"},
    {PublishedKind::train_images, "train_images_per_s"},
    {PublishedKind::infer_tokens, "infer_tokens_per_s"},
    {PublishedKind::infer_first_token, "infer_ttft_s"},
    {PublishedKind::infer_next_token, "infer_tpot_s"},
    {PublishedKind::joules, "joules"},
    {PublishedKind::joules_per_output_token, "joules_per_output_token"},
};
constexpr std::string_view name(PublishedKind id) { return name_of(published_kind_names, id); }

// Whether prompts are read, tokens generated one by one, or both as they come.
enum class PublishedPhase { mixed, prefill, decode };

struct Published {
  std::string device;  // a name of the catalogue of accelerators
  PublishedKind kind = {};
  double value = 0;   // in the unit of its kind
  std::string dtype;  // "bf16", "fp8", "fp4", "int8", "int4", "fp16", "fp32", …; empty where nobody tells
  std::string model;
  std::optional<double> parameters, active_parameters;  // numbers of them
  std::optional<double> layers, width, sequence;        // sequence: tokens
  std::optional<double> gpus, nodes, tokens;            // tokens: trained on in all
  std::optional<double> global_batch, micro_batch;      // sequences or images
  std::optional<double> batch;                          // requests at once
  std::optional<double> input_tokens, output_tokens;    // of a request
  std::optional<double> utilisation;  // model FLOP utilisation as its source tells it, beside another value: a ratio
  std::optional<double> model_flop_per_s;               // of one accelerator, as its source tells it
  std::optional<double> power_w;                        // of one accelerator while it ran
  std::optional<double> message_bytes;                  // of an all-reduce
  std::string parallelism, recompute, mode, algorithm;  // as the source words them
  PublishedPhase phase = PublishedPhase::mixed;
  bool lora = false;        // few weights are trained
  bool to_quality = false;  // a run to a target of quality, not a number of tokens (MLPerf)
  bool doubtful = false;    // its source has a known defect, told in the note
  std::string software, note, source, date, confidence;
};

}  // namespace gpupeak
