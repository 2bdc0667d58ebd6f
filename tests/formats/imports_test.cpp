#include "formats/imports.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/compare/compare.h"
#include "analysis/gate/baseline.h"
#include "formats/report_json.h"
#include "method/metrics.h"
#include "tests/formats/message_of.h"
#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::StartsWith;

Report read(std::string_view text) { return read_any_report(text, "file.json"); }
std::string imports_error(std::string_view text) {
  return message_of([&] { read(text); });
}

constexpr std::string_view google_benchmark = R"({
  "context": {"date": "2026-08-02T17:44:46+00:00", "host_name": "bench", "executable": "./b", "num_cpus": 4,
              "mhz_per_cpu": 3500, "cpu_scaling_enabled": true, "caches": [
                {"type": "Data", "level": 1, "size": 49152, "num_sharing": 2},
                {"type": "Instruction", "level": 1, "size": 32768, "num_sharing": 2},
                {"type": "Unified", "level": 3, "size": 33554432, "num_sharing": 4}], "load_avg": [1.5],
              "library_version": "v1.9.4", "library_build_type": "release", "json_schema_version": 1},
  "benchmarks": [
    {"name": "BM_copy/64/real_time", "run_name": "BM_copy/64/real_time", "run_type": "iteration", "repetitions": 2,
     "repetition_index": 0, "threads": 1, "iterations": 1000, "real_time": 2.0, "cpu_time": 2.1, "time_unit": "us",
     "bytes_per_second": 1e9, "label": "warm"},
    {"name": "BM_copy/64/real_time", "run_name": "BM_copy/64/real_time", "run_type": "iteration", "repetitions": 2,
     "repetition_index": 1, "threads": 1, "iterations": 900, "real_time": 4.0, "cpu_time": 4.1, "time_unit": "us"},
    {"name": "BM_copy/64/real_time_mean", "run_name": "BM_copy/64/real_time", "run_type": "aggregate",
     "aggregate_name": "mean", "aggregate_unit": "time", "real_time": 3.0, "cpu_time": 3.1, "time_unit": "us"},
    {"name": "BM_only_mean", "run_name": "BM_only", "run_type": "aggregate", "aggregate_name": "mean",
     "aggregate_unit": "time", "real_time": 7.0, "time_unit": "ms"},
    {"name": "BM_only_median", "run_name": "BM_only", "run_type": "aggregate", "aggregate_name": "median",
     "aggregate_unit": "time", "real_time": 6.0, "time_unit": "ms"},
    {"name": "BM_broken", "run_name": "BM_broken", "run_type": "iteration", "error_occurred": true,
     "error_message": "no file", "iterations": 0, "real_time": 0.0, "cpu_time": 0.0, "time_unit": "ns"},
    {"name": "BM_skipped", "run_name": "BM_skipped", "run_type": "iteration", "skipped": true,
     "skip_message": "no GPU", "iterations": 0, "real_time": 0.0, "time_unit": "ns"},
    {"name": "BM_copy_BigO", "run_name": "BM_copy", "run_type": "aggregate", "aggregate_name": "BigO",
     "cpu_coefficient": 1.0, "real_coefficient": 1.0, "big_o": "N", "time_unit": "ns"}
  ]
})";

constexpr std::string_view nvbench = R"({
  "devices": [{"id": 3, "name": "GPU X", "sm_default_clock_rate": 1500000000, "number_of_sms": 108,
               "global_memory_size": 85899345920, "l2_cache_size": 41943040}],
  "meta": {"argv": ["./bench", "--json", "x"], "version": {"json": {"major": 1, "minor": 0, "patch": 0, "string": "1.0.0"},
           "nvbench": {"string": "0.1.0", "git_sha": "66212f1"}}},
  "benchmarks": [{"name": "copy", "axes": [], "states": [
    {"name": "Device=0 T=I32", "device": 3, "is_skipped": false,
     "axis_values": [{"name": "T", "type": "string", "value": "I32"}, {"name": "Elements", "type": "int64", "value": "1024"}],
     "summaries": [
       {"tag": "nv/cold/time/gpu/mean", "data": [{"name": "value", "type": "float64", "value": "2e-05"}]},
       {"tag": "nv/cold/time/gpu/median", "data": [{"name": "value", "type": "float64", "value": "1e-05"}]},
       {"tag": "nv/cold/sm_clock_rate/mean", "data": [{"name": "value", "type": "float64", "value": "1.4e9"}]},
       {"tag": "nv/cold/bw/global/bytes_per_second", "data": [{"name": "value", "type": "float64", "value": "5e11"}]},
       {"tag": "nv/json/bin:nv/cold/sample_times", "data": [{"name": "filename", "type": "string", "value": "x.bin"}]}]},
    {"name": "Device=0 T=F64", "device": 3, "is_skipped": true, "skip_reason": "too large", "axis_values":
     [{"name": "T", "type": "string", "value": "F64"}]},
    {"name": "Device=0 T=none", "device": 3, "is_skipped": false, "axis_values":
     [{"name": "T", "type": "string", "value": "none"}], "summaries": []}]}]
})";

constexpr std::string_view hyperfine = R"({"results": [
  {"command": "sleep 0.1", "mean": 0.101, "stddev": null, "median": 0.101, "user": 0.0, "system": 0.0, "min": 0.1,
   "max": 0.102, "times": [0.1, 0.101, 0.102], "exit_codes": [0, 0, 0], "parameters": {"n": "1"}},
  {"command": "false", "mean": 0.001, "median": 0.001, "times": [0.001, 0.001], "exit_codes": [0, 1]},
  {"command": "killed", "mean": 0.001, "median": 0.001, "times": [0.001], "exit_codes": [null]},
  {"command": "short", "mean": 0.003, "median": 0.002, "exit_codes": [0]}]})";

constexpr std::string_view llama_test =
    R"({"build_commit": "8cf427ff", "build_number": 5163, "cpu_info": "CPU Y", "gpu_info": "GPU X", "backends": "CUDA", "model_filename": "models/m.gguf", "model_type": "qwen2 7B Q4_K - Medium", "n_batch": 2048, "flash_attn": false, "type_k": "f16", "n_prompt": 512, "n_gen": 0, "n_depth": 0, "test_time": "2025-04-24T11:58:50Z", "avg_ns": 72135640, "stddev_ns": 1453752, "avg_ts": 7100.0, "samples_ns": [ 74601900, 71632900 ], "samples_ts": [ 6863.1, 7147.55 ]})";

std::string llama_json() { return "[\n  " + std::string(llama_test) + "\n]\n"; }

const Measurement& case_of(const Report& report, const std::string& id) {
  for (const Measurement& m : report.measurements)
    if (m.id.id() == id) return m;
  throw std::out_of_range(id);
}

TEST(Imports, OfGoogleBenchmarkTakeRepetitionsAsSamples) {
  const Report report = read(google_benchmark);
  const Measurement& m = case_of(report, "google-benchmark/name=BM_copy%2F64%2Freal_time");
  ASSERT_EQ(m.outcome, Outcome::measured);
  ASSERT_EQ(m.samples.size(), 2u) << "the aggregate is none";
  EXPECT_DOUBLE_EQ(m.samples[0].time.value, 2e-6);
  EXPECT_EQ(m.samples[0].launches, 1000);
  EXPECT_DOUBLE_EQ(m.stats->median, 3e-6);
  EXPECT_EQ(texts(m.notes), std::vector<std::string>{"label: warm"});
  EXPECT_EQ(report.tool.version, "google-benchmark v1.9.4");
  EXPECT_EQ(report.run.host.hostname, "bench");
  EXPECT_EQ(report.run.processes, 1);
  EXPECT_DOUBLE_EQ(m.work.amounts.at(Resource::dram), 2000) << "its rates are over the real time";
}

TEST(Imports, OfGoogleBenchmarkFallBackToTheMedianOfAnAggregate) {
  const Report report = read(google_benchmark);
  const Measurement& m = case_of(report, "google-benchmark/name=BM_only");
  EXPECT_DOUBLE_EQ(m.stats->median, 6e-3);
  EXPECT_THAT(text(m.notes.at(0)), HasSubstr("median"));
}

TEST(Imports, OfGoogleBenchmarkTellErrorsAndSkipsApart) {
  const Report report = read(google_benchmark);
  EXPECT_EQ(report.measurements.size(), 4u) << "a fit of complexity is no case";
  EXPECT_EQ(case_of(report, "google-benchmark/name=BM_broken").outcome, Outcome::failed);
  EXPECT_EQ(case_of(report, "google-benchmark/name=BM_broken").reason, "no file");
  EXPECT_EQ(case_of(report, "google-benchmark/name=BM_skipped").reason, "no GPU");
}

TEST(Imports, OfGoogleBenchmarkKnowTheMachine) {
  const Report report = read(google_benchmark);
  const DeviceInfo& device = report.devices.at(0);
  EXPECT_EQ(device.name, "processor with l1 48 KiB, l3 32 MiB");
  EXPECT_EQ(device.units, 4);
  EXPECT_EQ(report.run.host.logical_cpus, 4);
  EXPECT_DOUBLE_EQ(device.rated_clock->value, 3.5e9);
  ASSERT_EQ(device.caches.size(), 2u) << "code lies in none of them";
  EXPECT_EQ(device.caches[0].instances, 2);
  EXPECT_EQ(device.caches[1].name, "l3");
  std::string text(google_benchmark);
  const Report elsewhere = read(text.replace(text.find("\"bench\""), 7, "\"other\""));
  EXPECT_TRUE(class_of(device, report) == class_of(elsewhere.devices.at(0), elsewhere))
      << "each job may have a new name";
  const Report other = read(text.replace(text.find("\"num_cpus\": 4"), 13, "\"num_cpus\": 8"));
  EXPECT_FALSE(class_of(device, report) == class_of(other.devices.at(0), other));
}

TEST(Imports, ThatAreRedactedDoNotNameTheirHost) {
  EXPECT_EQ(write_report(redacted(read(google_benchmark))).find("\"bench\""), std::string::npos);
}

TEST(Imports, OfNvbenchTakeTheMedianTheClockAndTheBytes) {
  const Report report = read(nvbench);
  const Measurement& m = case_of(report, "nvbench/name=copy/T=I32/Elements=1024");
  EXPECT_DOUBLE_EQ(m.stats->median, 1e-5);
  EXPECT_DOUBLE_EQ(m.clock->value, 1.4e9);
  EXPECT_DOUBLE_EQ(m.work.amounts.at(Resource::dram), 1e7) << "the tool's rate is over its mean";
  EXPECT_THAT(text(m.notes.at(0)), HasSubstr("median of cold launches"));
  EXPECT_EQ(m.device, 0);
  EXPECT_EQ(report.devices.at(0).name, "GPU X");
  EXPECT_EQ(report.devices.at(0).units, 108);
  EXPECT_EQ(report.tool.version, "nvbench 0.1.0");
  EXPECT_EQ(case_of(report, "nvbench/name=copy/T=F64").reason, "too large");
  EXPECT_EQ(case_of(report, "nvbench/name=copy/T=none").outcome, Outcome::skipped);
}

TEST(Imports, OfNvbenchReadBackThoughNothingCountsTheSms) {
  std::string text(nvbench);
  const size_t at = text.find("number_of_sms");
  text.replace(at, 6, "absent");
  const std::string ours = write_report(read(text));
  EXPECT_EQ(write_report(read_report(ours, "again")), ours);
}

TEST(Imports, OfGoogleBenchmarkTakeNoImpossibleClock) {
  const Report report = read(R"({"context": {"mhz_per_cpu": 1e305}, "benchmarks": [{"name": "a", "real_time": 1}]})");
  EXPECT_FALSE(report.devices.at(0).rated_clock);
  EXPECT_NO_THROW(write_report(report));
}

TEST(Imports, OfHyperfineFailWhereACommandDid) {
  const Report report = read(hyperfine);
  EXPECT_EQ(case_of(report, "hyperfine/name=sleep 0.1/n=1").samples.size(), 3u);
  EXPECT_EQ(case_of(report, "hyperfine/name=false").outcome, Outcome::failed);
  EXPECT_EQ(case_of(report, "hyperfine/name=false").reason, "run 2 ended with exit code 1");
  EXPECT_EQ(case_of(report, "hyperfine/name=killed").reason, "run 1 was ended by a signal");
  EXPECT_DOUBLE_EQ(case_of(report, "hyperfine/name=short").stats->median, 0.002);
}

TEST(Imports, OfLlamaBenchCountTokens) {
  const Report report = read(llama_json());
  const Measurement& m = report.measurements.at(0);
  EXPECT_EQ(m.id.id(),
            "llama-bench/name=qwen2 7B Q4_K - Medium/n_prompt=512/n_gen=0/n_depth=0/n_batch=2048/type_k=f16/"
            "flash_attn=false/backends=CUDA");
  EXPECT_DOUBLE_EQ(m.samples.at(1).time.value, 0.0716329);
  EXPECT_DOUBLE_EQ(*metric_named("sample_rate_samples_per_s")->value(m), 512 / m.stats->median);
  EXPECT_EQ(report.devices.at(0).name, "GPU X");
  EXPECT_EQ(report.tool.commit, "8cf427ff");
}

TEST(Imports, OfLlamaBenchReadOneObjectPerLineToo) {
  const std::string one(llama_test);
  EXPECT_EQ(read(one).measurements.size(), 1u);
  const Report two = read(one + "\n" + one + "\n\n");
  ASSERT_EQ(two.measurements.size(), 1u) << "the same test again is a further run of it";
  EXPECT_EQ(two.measurements[0].samples.size(), 4u);
  EXPECT_EQ(two.run.processes, 2);
}

TEST(Imports, OfOurOwnReportsReadThemAsEver) {
  const std::string ours = write_report(testing::example_report());
  EXPECT_EQ(write_report(read(ours)), ours);
}

TEST(Imports, BecomeReportsThatReadBack) {
  for (const std::string& text :
       {std::string(google_benchmark), std::string(nvbench), std::string(hyperfine), llama_json()}) {
    const std::string ours = write_report(read(text));
    EXPECT_EQ(write_report(read_report(ours, "again")), ours);
  }
}

struct Bad {
  const char *text, *place, *what;
};

class BadImport : public ::testing::TestWithParam<Bad> {};

TEST_P(BadImport, SaysWhereAndWhat) {
  EXPECT_THAT(imports_error(GetParam().text), StartsWith(GetParam().place));
  EXPECT_THAT(imports_error(GetParam().text), HasSubstr(GetParam().what));
}

// clang-format off
const Bad bad_files[] = {
    {"[", "file.json:1:", "ends too early"},
    {"[]", "file.json:1:1", "holds nothing that is known"},
    {"[1]", "file.json:1:1", "holds nothing that is known"},
    {"{\"results\": 3}", "file.json:1:1", "holds nothing that is known"},
    {"{\"benchmarks\": []}", "file.json:1:1", "holds nothing that is known"},
    {"", "file.json:1:1", "the file is empty: nothing was written into it; write results with gpupeak run"},
    {" \n ", "file.json:1:1", "the file is empty"},
    {"\xef\xbb\xbf", "file.json:1:1", "the file is empty"},
    {"{\"context\": {}, \"benchmarks\": []}", "file.json:1:1", "holds no result of google-benchmark: nothing ran"},
    {"{\"results\": []}", "file.json:1:1", "holds no result of hyperfine"},
    {"{\"meta\": {}, \"benchmarks\": null}", "file.json:1:1", "holds no result of nvbench"},
    {"{\"meta\": {}, \"benchmarks\": [{\"name\": \"a\", \"states\": null}]}", "file.json:1:1", "holds no result of nvbench"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": -1}]}", "file.json:1:", "is negative"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": 0}]}", "file.json:1:", "/benchmarks/0/real_time\": real_time is 0"},
    {"{\"meta\": {}, \"benchmarks\": [{\"name\": \"a\", \"states\": [{\"summaries\": [{\"tag\": \"nv/cold/time/gpu/median\", \"data\": [{\"name\": \"value\", \"value\": \"0\"}]}]}]}]}", "file.json:1:", "is 0"},
    {"{\"meta\": {}, \"benchmarks\": [{\"name\": \"a\", \"states\": [{\"summaries\": [{\"tag\": \"nv/cold/time/gpu/median\", \"data\": [{\"name\": \"value\", \"value\": \"nan\"}]}]}]}]}", "file.json:1:", "is not a finite number"},
    {"{\"results\": [{\"command\": \"a\", \"times\": [1, 0]}]}", "file.json:1:", "/results/0/times/1\": times, 2 of 2, is 0"},
    {"[{\"model_type\": \"a\", \"samples_ns\": [5, 0]}]", "file.json:1:", "/0/samples_ns/1\": samples_ns, 2 of 2, is 0"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": \"NaN\"}]}", "file.json:1:", "is not a finite number"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": \"inf\"}]}", "file.json:1:", "is not a finite number"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": NaN}]}", "file.json:1:", "has no time"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": {}}]}", "file.json:1:", "is neither a time nor a list"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": null}]}", "file.json:1:", "has no time (real_time)"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"real_time\": 1, \"time_unit\": \"h\"}]}", "file.json:1:", "expected ns, us, ms or s"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"run_type\": \"aggregate\", \"aggregate_name\": \"mean\", \"real_time\": 1, \"time_unit\": \"h\"}]}", "file.json:1:", "expected ns, us, ms or s"},
    {"{\"context\": {}, \"benchmarks\": [{\"real_time\": 1}]}", "file.json:1:", "has no \"name\""},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"\", \"real_time\": 1}]}", "file.json:1:", "has no \"name\""},
    {"{\"context\": {}, \"benchmarks\": [7]}", "file.json:1:", "is not an object"},
    {"{\"context\": {\"json_schema_version\": 2}, \"benchmarks\": []}", "file.json:1:", "is not 1"},
    {"{\"context\": {}, \"benchmarks\": [{\"name\": \"a\", \"name\": \"b\", \"real_time\": 1}]}", "file.json:1:", "key \"name\" appears twice"},
    {"{\"meta\": {\"version\": {\"json\": {\"major\": 2}}}, \"benchmarks\": []}", "file.json:1:", "is not 1"},
    {"{\"results\": [{\"times\": [1]}]}", "file.json:1:", "has no \"command\""},
    {"{\"results\": [{\"command\": \"a\", \"times\": [1, -2]}]}", "file.json:1:", "is negative"},
    {"{\"results\": [{\"command\": \"a\", \"times\": [1e308]}]}", "file.json:1:", "longer than a thousand years"},
    {"{\"results\": [{\"command\": \"a\", \"times\": [1, null]}]}", "file.json:1:", "is not a finite number"},
    {"[{\"avg_ns\": 1}]", "file.json:1:", "has no \"model_filename\""},
    {"{\"build_commit\": \"a\",\n \"model_type\": {}, \"avg_ns\": 1}", "file.json:1:", "has no \"model_filename\""},
    {"{\"build_commit\": \"a\", \"avg_ns\": 1}\n{\"x\": nul}", "file.json:2:", "not JSON"},
    {"ggml_cuda_init: found 1 CUDA devices\nerror: failed to load model\n", "file.json: ", "holds no JSON, but lines like \"ggml_cuda_init: found 1 CUDA devices\""},
    {"<!DOCTYPE html><p>404", "file.json: ", "is a page (HTML or XML)"},
    {"\x1f\x8b\x08", "file.json: ", "is compressed by gzip: unpack it first"},
    {"{\"context\": {}, \"benchmarks\": []}\n{\"context\": {}, \"benchmarks\": []}", "file.json:2:", "is the second of 2 results of google-benchmark"},
    {"{\"level\": \"info\"}\n{\"level\": \"warning\"}", "file.json:1:", "one document after the other"},
};
// clang-format on
INSTANTIATE_TEST_SUITE_P(Imports, BadImport, ::testing::ValuesIn(bad_files));

// A row that cannot be used is a case of its own, and costs the others nothing.
TEST(Imports, KeepARowThatNobodyCanUse) {
  const Report report = read(
      R"({"context": {"num_cpus": -1}, "benchmarks": [7, {"real_time": 1}, {"name": "null", "real_time": null},
         {"name": "unit", "real_time": 1, "time_unit": "h"}, {"name": "good", "real_time": 1}]})");
  std::vector<std::string> told;
  for (const Measurement& m : report.measurements) told.push_back(m.id.text("name") + ": " + m.reason);
  EXPECT_THAT(
      told, ::testing::ElementsAre("row 1: is not an object", "row 2: has no \"name\"", "null: has no time (real_time)",
                                   "unit: time_unit is \"h\", expected ns, us, ms or s", "good: "));
  EXPECT_EQ(report.devices.at(0).units, 0);
  EXPECT_EQ(report.devices.at(0).unit_name, "");
}

TEST(Imports, NeverLetAUsersAxisTakeTheNameOfAnother) {
  const Report report = read(
      R"({"results": [{"command": "a", "times": [1], "parameters": {"name": "x", "nth": "y", "parameter:name": "z"}}]})");
  EXPECT_EQ(report.measurements.at(0).id.id(),
            "hyperfine/name=a/parameter:name=x/parameter:nth=y/parameter:parameter:name=z");
  EXPECT_EQ(*Case::of_id(report.measurements.at(0).id.id()), report.measurements.at(0).id);
}

TEST(Imports, TakeAFieldThatNobodyKnowsForOneThatDistinguishes) {
  const Report report = read(R"([{"model_type": "m", "avg_ns": 5, "cache_reuse": true},
                                 {"model_type": "m", "avg_ns": 6, "cache_reuse": false}])");
  ASSERT_EQ(report.measurements.size(), 2u);
  EXPECT_EQ(report.measurements[1].id.id(), "llama-bench/name=m/cache_reuse=false");
  const Report named =
      read(R"({"results": [{"command": "a", "times": [1], "name": "b", "parameters": {"x": "1"}, "x": "2"}]})");
  EXPECT_EQ(named.measurements.at(0).id.id(), "hyperfine/name=a/x=1/field:name=b/field:x=2");
}

TEST(Imports, OfGoogleBenchmarkDivideByTheThreadsThatATimeIsOf) {
  const auto bytes = [](const std::string& version) {
    const Report report = read(fmt::format(
        R"({{"context": {{"library_version": "{}"}}, "benchmarks": [{{"name": "a/threads:4", "threads": 4,
            "real_time": 10, "cpu_time": 8, "bytes_per_second": 1e9}}]}})",
        version));
    const auto& amounts = report.measurements.at(0).work.amounts;
    return amounts.contains(Resource::dram) ? amounts.at(Resource::dram) : 0;
  };
  EXPECT_DOUBLE_EQ(bytes("v1.9.4"), 8);
  EXPECT_DOUBLE_EQ(bytes("v1.9.5"), 2);
  EXPECT_DOUBLE_EQ(bytes("trunk"), 0) << "which of the two it was is not known";
}

TEST(Imports, OfGoogleBenchmarkNeverTakeACounterForAKeyOfTheTool) {
  const Report report = read(
      R"({"context": {}, "benchmarks": [{"name": "a", "run_type": "iteration", "iterations": 7, "real_time": 2,
          "cpu_time": 2, "time_unit": "us", "iterations": 9, "median": 5, "label": 3, "skipped": 1.0, "real_time": 4,
          "rms": 1, "label": "fast"}]})");
  const Measurement& m = report.measurements.at(0);
  EXPECT_EQ(m.id.id(), "google-benchmark/name=a");
  EXPECT_DOUBLE_EQ(m.samples.at(0).time.value, 2e-6);
  EXPECT_EQ(m.samples.at(0).launches, 7);
  EXPECT_EQ(texts(m.notes), std::vector<std::string>{"label: fast"});
}

TEST(Imports, OfGoogleBenchmarkTakeANumberForALabel) {
  const Report report = read(R"({"context": {}, "benchmarks": [{"name": "a", "real_time": 2, "label": 3}]})");
  EXPECT_EQ(texts(report.measurements.at(0).notes), std::vector<std::string>{"label: 3"});
}

TEST(Imports, OfOldGoogleBenchmarkKeepANameThatOnlyLooksLikeAnAggregate) {
  const Report report = read(R"({"context": {}, "benchmarks": [{"name": "BM_mean", "real_time": 2},
      {"name": "BM_only_mean", "real_time": 5}, {"name": "BM_only_stddev", "real_time": 1}]})");
  ASSERT_EQ(report.measurements.size(), 2u);
  EXPECT_EQ(report.measurements[0].id.id(), "google-benchmark/name=BM_mean");
  EXPECT_EQ(report.measurements[1].id.id(), "google-benchmark/name=BM_only");
  EXPECT_DOUBLE_EQ(report.measurements[1].summary->deviation->value, 1e-9);
}

TEST(Imports, SayWhatASingleTimeStandsFor) {
  const Report hyperfine_report = read(
      R"({"results": [{"command": "a", "mean": 2, "median": 1, "stddev": 0.5, "exit_codes": [0, 0, 0]},
                      {"command": "once", "median": 1, "stddev": null, "exit_codes": [0]}]})");
  const Measurement& m = hyperfine_report.measurements.at(0);
  EXPECT_EQ(m.summary->count, 3);
  EXPECT_DOUBLE_EQ(m.summary->deviation->value, 0.5);
  EXPECT_EQ(hyperfine_report.measurements.at(1).summary->count, 1);
  EXPECT_FALSE(hyperfine_report.measurements.at(1).summary->deviation);
  const Report llama_report = read(R"([{"model_type": "m", "avg_ns": 5, "stddev_ns": 2, "samples_ts": [1, 2]},
                                       {"model_type": "one", "avg_ns": 5, "stddev_ns": 0}])");
  EXPECT_EQ(llama_report.measurements.at(0).summary->count, 2);
  EXPECT_DOUBLE_EQ(llama_report.measurements.at(0).summary->deviation->value, 2e-9);
  EXPECT_FALSE(llama_report.measurements.at(1).summary) << "0 is what the tool writes where it knows no other";
}

TEST(Imports, OfNvbenchKnowADeviceThatIsNotListedByItsNumberAlone) {
  std::string text(nvbench);
  const size_t at = text.find("\"device\": 3, \"is_skipped\": true");
  const Report report = read(text.replace(at, 11, "\"device\": 5"));
  EXPECT_EQ(case_of(report, "nvbench/name=copy/T=F64").device, 1);
  EXPECT_EQ(report.devices.at(1).name, "");
}

TEST(Imports, NoteARepetitionThatHasNoTime) {
  const Report report = read(R"({"context": {}, "benchmarks": [
      {"name": "a", "run_type": "iteration", "repetition_index": 0, "real_time": 1.0, "time_unit": "ns"},
      {"name": "a", "run_type": "iteration", "repetition_index": 1, "real_time": null, "time_unit": "ns"},
      {"name": "a", "run_type": "iteration", "repetition_index": 2, "real_time": 1.2, "time_unit": "ns"}]})");
  ASSERT_EQ(report.measurements.size(), 1u);
  EXPECT_EQ(report.measurements[0].samples.size(), 2u);
  ASSERT_TRUE(first_of(report.measurements[0].notes, {NoteKind::row_left_out}));
}

TEST(Imports, NameEveryCut) {
  for (const std::string& text :
       {std::string(google_benchmark), std::string(nvbench), std::string(hyperfine), llama_json()})
    for (size_t length = 0; length < text.find_last_of("]}"); length += 7) {
      const std::string cut = text.substr(0, length), error = imports_error(cut);
      EXPECT_THAT(error, AnyOf(StartsWith("file.json:"), "(no FormatError)")) << length;
      if (error.starts_with("(")) {
        EXPECT_THAT(read(cut).measurements.back().reason, HasSubstr("has no end")) << length;
        EXPECT_EQ(read(cut).measurements.back().reason_kind, ReasonKind::unusable_row) << length;
      }
    }
}

}  // namespace
}  // namespace gpupeak
