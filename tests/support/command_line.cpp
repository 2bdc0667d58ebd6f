#include "tests/support/command_line.h"

#include <stdlib.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace gpupeak::testing {
namespace {

// A backend's row is made of plain functions, so the machine that a test scripts is found here.
CommandLine* running = nullptr;

cli::Discovery discover() {
  if (running->absent) return {{}, *running->absent};
  return {std::vector<std::string>(static_cast<size_t>(running->devices), running->info.name), ""};
}

std::unique_ptr<Device> open(int index, const Opening& opening) {
  if (running->broken) throw std::runtime_error(*running->broken);
  if (index == running->broken_device) throw std::runtime_error("it fell off the bus");
  ++running->opened;
  running->probed += opening.probe;
  DeviceInfo info = running->info;
  info.index = index;
  auto device = std::make_unique<FakeDevice>(described(info, opening));
  device->before_window = [](int64_t window, const Window&) { running->before_window(window); };
  device->launch_time = [opened = running->opened](int64_t) { return Seconds(running->launch_s(opened)); };
  return device;
}

const kernels::Ladders& no_kernels() {
  static const kernels::Ladders set;
  return set;
}

std::vector<Diagnosis> diagnose(const Inspector&) { return running->diagnoses; }

constinit const cli::Backend backend{.name = "fake",
                                     .summary = "a script",
                                     .discover = discover,
                                     .open = open,
                                     .describe = [](int) { return running->info; },
                                     .kernels = no_kernels,
                                     .diagnose = diagnose};
constinit const cli::Backend absent_backend{
    .name = "ghost",
    .summary = "never there",
    .discover =
        [] {
          return cli::Discovery{{}, "built without ghosts", {}, running->ghost_in_machine};
        },
    .open = [](int, const Opening&) -> std::unique_ptr<Device> { throw std::logic_error("opened though absent"); },
    .describe = [](int) -> DeviceInfo { throw std::logic_error("described though absent"); },
    .kernels = no_kernels,
    .diagnose = diagnose};
constexpr std::array<const cli::Backend*, 2> backends{&absent_backend, &backend};

Trial trial_of(double flops) {
  Trial trial;
  trial.work.add(Resource::fp32, FlopCount(flops));
  trial.launches = {[](Queue&) {}};
  trial.reset = [](uint64_t) {};
  trial.check = [] { return Check{.ok = true, .compared = 1, .worst_error = 0, .allowed = 1, .where = "x[0]"}; };
  return trial;
}

Prepared prepare_alpha(const Target&, const Case& id) {
  return trial_of(1e6 * static_cast<double>(id.integer("n")) / 64);
}

Prepared prepare_faulty(const Target&, const Case& id) {
  const std::string& kind = id.text("kind");
  if (kind == "throws") throw std::runtime_error("the script ends here");
  if (kind == "skips") return Skip{ReasonKind::too_large, "needs 40 GiB, device has 24 GiB"};
  Trial trial = trial_of(1e6);
  if (kind == "wrong")
    trial.check = [] {
      return Check{.ok = false, .compared = 1, .worst_error = 2, .allowed = 1, .where = "x[7] is 3"};
    };
  return trial;
}

bool always(const Case&, const kernels::Ladders&) { return true; }

constinit const Suite alpha{
    .name = "alpha",
    .summary = "two rungs at two sizes",
    .headline = "median_s",
    .ladder = "rung",
    .axes =
        [](const DeviceInfo&, const kernels::Ladders&) {
          return std::vector<Axis>{{"n", AxisKind::count, {"64", "128"}, {}, "elements"},
                                   {"rung", AxisKind::word, {"slow", "fast"}, {"slow", "fast"}, "how it is done"}};
        },
    .applies = always,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = prepare_alpha,
};

constinit const Suite faulty{
    .name = "faulty",
    .summary = "everything that can happen to a case",
    .headline = "median_s",
    .ladder = "",
    .axes =
        [](const DeviceInfo&, const kernels::Ladders&) {
          const std::vector<std::string> kinds{"right", "wrong", "throws", "skips"};
          return std::vector<Axis>{{"kind", AxisKind::word, kinds, kinds, "what happens"}};
        },
    .applies = always,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = prepare_faulty,
};
constexpr std::array<const Suite*, 2> suites{&alpha, &faulty};

constexpr std::string_view preset_text = R"({
  // both rungs at both sizes
  "schema": 1,
  "summary": "a script",
  "stop": {"min_samples": 5, "max_samples": 5, "precision": 0.01, "case_budget_s": 1, "min_window_s": 0.001, "warmup_s": 0.01},
  "cold_cap_bytes": 1048576,
  "selections": [{"suite": "alpha"}]
})";

}  // namespace

CommandLine::CommandLine() {
  std::string name = (std::filesystem::temp_directory_path() / "gpupeak-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no folder can be made for the test");
  folder = name;
  preset = write("script.json", preset_text);
  out = path("report");
  variables["TMPDIR"] = path("tmp");
  std::filesystem::create_directory(path("tmp"));
  run_self = [this](const std::vector<std::string>& args) { return run(args).code; };
  run_program = [this](const std::string&, const std::vector<std::string>& args) { return run(args).code; };
}

CommandLine::~CommandLine() {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

Ran CommandLine::run(std::vector<std::string> args) {
  running = this;
  std::ostringstream out_stream, err_text;
  std::ofstream err_file;
  if (!stream_err.empty()) err_file.open(stream_err, std::ios::app);
  std::ostream& err_stream = stream_err.empty() ? static_cast<std::ostream&>(err_text) : err_file;
  if (full_stdout) out_stream.setstate(std::ios::badbit);
  double clock = 0;
  cli::Environment environment{
      .backends = backends,
      .suites = suites,
      .out = out_stream,
      .err = err_stream,
      .out_is_terminal = terminal,
      .err_is_terminal = terminal,
      .getenv =
          [this](const char* name) {
            const auto found = variables.find(name);
            return found == variables.end() ? nullptr : found->second.c_str();
          },
      .utc_now = [] { return std::string("2025-01-31T12:00:00Z"); },
      .seconds = [clock]() mutable { return clock += 1; },
      .interrupted = [this] { return interrupted; },
      .run_self =
          [this](const std::vector<std::string>& child) {
            processes.push_back(child);
            return run_self(child);
          },
      .run_program =
          [this](const std::string& program, const std::vector<std::string>& child) {
            processes.push_back(child);
            return run_program(program, child);
          },
      .others = others,
      .host =
          [] {
            return HostFacts{"hostname", "os", "kernel", "cpu", 2};
          },
      .tool = tool,
  };
  const int code = cli::run(args, environment);
  return {code, out_stream.str(), err_text.str()};
}

Ran CommandLine::measure(std::vector<std::string> more) {
  std::vector<std::string> args{"run", "--preset", preset, "--out", out};
  args.insert(args.end(), more.begin(), more.end());
  return run(args);
}

std::string CommandLine::write(std::string_view name, std::string_view text) const {
  std::ofstream(folder / name, std::ios::binary) << text;
  return path(name);
}

std::string CommandLine::read(std::string_view name) const {
  std::ifstream file(folder / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace gpupeak::testing
