#include "kernels/training/inference.h"

#include <gtest/gtest.h>

#include <cstring>

#include "device/host/host_device.h"
#include "kernels/families.h"
#include "kernels/training/training.h"

namespace gpupeak::host {
namespace {

Device& host_inference_machine() {
  static const std::unique_ptr<Device> device = open_host({.probe = false});
  return *device;
}

TEST(HostInference, EveryRungOfTrainingIsRightForEveryModelTypeAndRaggedBatch) {
  for (const training::Rung* rung : kernels::host_kernels().of<training::Rung>())
    for (const training::Model& model : training::models)
      for (const DType dtype : {DType::f32, DType::bf16})
        for (const int64_t batch : {1, 3, 17}) {
          const inference::Problem problem{.model = &model, .dtype = dtype, .batch = batch};
          if (batch > 3 && training::activations_of(model) > 1000) continue;  // enough for the oracle to follow
          if (!rung->takes(dtype) || rung->refuses(host_inference_machine().info(), inference::step_of(problem)))
            continue;
          inference::Data data(host_inference_machine(), problem, DataKind::random, 3);
          const Launch forward = data.bind(*rung);
          for (const uint64_t round : {0, 1}) {
            data.reset(round);
            host_inference_machine().time({.sets = std::span(&forward, 1),
                                           .launches = 2,
                                           .threads = !rung->vendor.empty() ? Threads::vendors : Threads::ours});
            const Check check = data.check();
            EXPECT_TRUE(check.ok) << rung->name << ' ' << model.name << ' ' << row(dtype).name << ' ' << batch << ": "
                                  << check.where;
            EXPECT_EQ(check.compared, batch * training::activations_of(model));
          }
        }
}

}  // namespace
}  // namespace gpupeak::host
