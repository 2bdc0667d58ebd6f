#include "kernels/dot/dot.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "device/host/host_device.h"
#include "kernels/families.h"
#include "tests/kernels/common/host/planted_faults.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Subject;

Device& host_dot_machine() {
  static const std::unique_ptr<Device> device = open_host({.probe = false});
  return *device;
}

// Calls use(rung, problem) for all that runs on this machine.
template <class Use>
void each_host_dot_case(int64_t steps, Use use) {
  int ran = 0;
  for (const dot::Rung* rung : kernels::host_kernels().of<dot::Rung>()) {
    for (const DTypeRow& dtype : dtypes) {
      if (!rung->takes(dtype.id)) continue;
      for (const bool dependent : {false, true}) {
        for (int units = 1; units <= host_dot_machine().info().units; ++units) {
          const dot::Problem problem{dtype.id, units, steps, dependent};
          if (rung->refuses(host_dot_machine().info(), problem)) continue;
          SCOPED_TRACE(fmt::format("{} {} units {} {}", rung->name, dtype.name, units, dependent));
          use(*rung, problem);
          ++ran;
        }
      }
    }
  }
  if (ran == 0) GTEST_SKIP() << "this CPU multiplies no narrow elements in dot products";
}

TEST(HostDot, EveryRungIsRightForAnyNumberOfSteps) {
  for (const int64_t steps : {0, 1, 2, 3, 127, 4096}) {
    each_host_dot_case(steps, [](const dot::Rung& rung, const dot::Problem& problem) {
      dot::Data data(host_dot_machine(), problem, rung, DataKind::random, 3);
      const Launch launch = rung.bind(host_dot_machine(), problem, data.operands());
      data.reset(0);
      launch(host_dot_machine().queue());
      EXPECT_TRUE(data.check().ok) << data.check().where;
    });
  }
}

template <class T, class Sum>
void host_dot_plant_faults(const dot::Rung& rung, const dot::Problem& problem) {
  dot::Data data(host_dot_machine(), problem, rung, DataKind::random, 5);
  const dot::Operands operands = data.operands();
  const Launch launch = rung.bind(host_dot_machine(), problem, operands);
  const dot::Shape shape = rung.shape(problem);
  const auto input = [&](const char* name, const void* at, int elements) {
    return gpupeak::testing::Operand<T>{name, static_cast<T*>(const_cast<void*>(at)),
                                        int64_t{problem.units} * elements};
  };
  Subject<Sum, T> subject;
  subject.reset = [&](uint64_t round) { data.reset(round); };
  subject.launch = [&] { launch(host_dot_machine().queue()); };
  subject.check = [&] { return data.check(); };
  subject.out = {"out", static_cast<Sum*>(operands.out), int64_t{problem.units} * shape.sums * shape.elements};
  subject.inputs = {input("a", operands.a, shape.a_elements), input("b", operands.b, shape.b_elements)};
  subject.nudge = Sum{1};
  expect_every_fault_caught(subject);
}

TEST(HostDot, EveryPlantedFaultIsCaught) {
  each_host_dot_case(1000, [](const dot::Rung& rung, const dot::Problem& problem) {
    if (problem.dtype == DType::i8) host_dot_plant_faults<int8_t, int32_t>(rung, problem);
    if (problem.dtype == DType::bf16) host_dot_plant_faults<BFloat16, float>(rung, problem);
  });
}

TEST(HostDot, ARungWithoutItsInstructionsSaysWhich) {
  DeviceInfo bare;
  bare.name = "Bare 1";
  for (const dot::Rung* rung : kernels::host_kernels().of<dot::Rung>()) {
    for (const DTypeRow& dtype : dtypes) {
      if (!rung->takes(dtype.id)) continue;
      const std::string reason = rung->refuses(bare, {.dtype = dtype.id}).value_or("");
      EXPECT_NE(reason.find("which Bare 1 does not have"), std::string::npos) << rung->name << ": " << reason;
    }
  }
}

}  // namespace
}  // namespace gpupeak::host
