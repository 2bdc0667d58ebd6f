// What a training step begins with, for a peer that shall take the same: writes the set, the labels and the weights of
// a model into a folder, takes ten steps with our own products, and prints their losses and the constants of the rule.
//   training_start MODEL DTYPE BATCH FOLDER
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include "core/dtype.h"
#include "device/host/host_device.h"
#include "kernels/families.h"
#include "kernels/training/training.h"

namespace {

using namespace gpupeak;

template <class T>
void write(const std::string& path, const T* values, int64_t count) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(count * sizeof(T)));
  file.flush();
  if (!file) throw std::runtime_error("cannot write " + path);
}

void start(const std::string& name, const std::string& dtype, int64_t batch, const std::string& folder) {
  const training::Model* model = training::model_named(name);
  if (!model) throw std::invalid_argument("no model " + name);
  const training::Problem problem{.model = model,
                                  .dtype = dtype_named(dtype).value(),
                                  .rule = model->usual,
                                  .settings = settings_of(*model, model->usual),
                                  .batch = batch,
                                  .batches = std::max<int64_t>(1, 1024 / batch)};
  const auto device = host::open_host({.probe = false});
  training::Data data(*device, problem, DataKind::random, 1);
  data.reset(0);
  const training::Operands o = data.operands();
  const int64_t samples = batch * problem.batches;
  write(folder + "/images.f32", o.images, samples * inputs_of(*model));
  write(folder + "/labels.i32", o.labels, samples);
  write(folder + "/weights.f32", o.weights, parameters_of(*model));

  const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
  if (auto reason = own.refuses(device->info(), problem)) throw std::runtime_error(*reason);
  const training::Launches parts = own.bind(*device, problem, o);
  constexpr int steps = 10;
  for (int step = 0; step < steps; ++step)
    for (const Launch& part : parts) device->time({.sets = {&part, 1}});
  fmt::print("{{\"rule\": \"{}\", \"learning_rate\": {}, \"momentum\": {}, \"losses\": [{}]}}\n",
             row(problem.rule).name, problem.settings.learning_rate, problem.settings.momentum,
             fmt::join(o.losses, o.losses + steps, ", "));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 5) throw std::invalid_argument("usage: training_start MODEL DTYPE BATCH FOLDER");
    start(argv[1], argv[2], std::stoll(argv[3]), argv[4]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "training_start: {}\n", error.what());
    return 1;
  }
}
