#include "kernels/roofline/roofline.h"

#include <gtest/gtest.h>

#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"
#include "kernels/families.h"
#include "kernels/roofline/host/sweeps.h"
#include "tests/kernels/common/host/planted_faults.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Subject;

Device& host_roofline_machine() {
  static const std::unique_ptr<Device> device = open_host({.probe = false});
  return *device;
}

TEST(HostRoofline, IsRightOnRaggedCountsWhateverTheNumberOfSteps) {
  for (const roofline::Rung* rung : kernels::host_kernels().of<roofline::Rung>())
    for (const DType dtype : {DType::f32, DType::f64})
      for (int units = 1; units <= host_roofline_machine().info().units; ++units)
        for (const int fmas : {1, 2, 3, 17, roofline::most_fmas})
          for (const int64_t count : {1, 7, 33, 127, 129, 160, 161, 100003}) {
            const roofline::Problem problem{dtype, count, fmas, units};
            roofline::Data data(host_roofline_machine(), problem, DataKind::random, 3);
            data.reset(0);
            rung->bind(host_roofline_machine(), problem, data.operands())(host_roofline_machine().queue());
            const Check check = data.check();
            EXPECT_TRUE(check.ok) << count << " elements, " << fmas << " steps: " << check.where;
          }
}

TEST(HostRoofline, EveryWidthIsRight) {
  struct Width {
    const char* feature;
    const Sweeps& sweeps;
  };
  for (const auto& [feature, sweeps] :
       {Width{"", sweeps_vector128}, Width{"avx2", sweeps_avx2}, Width{"avx512f", sweeps_avx512}}) {
    if (*feature && !has_feature(host_roofline_machine().info(), feature)) continue;
    const roofline::Problem problem{DType::f32, 1003, 9, 1};
    roofline::Data data(host_roofline_machine(), problem, DataKind::random, 3);
    data.reset(0);
    sweeps.f32(data.operands().in, data.operands().out, problem.count, problem.fmas);
    EXPECT_TRUE(data.check().ok) << feature << data.check().where;
  }
}

TEST(HostRoofline, AMissingStepIsSeenHoweverManyThereWere) {
  for (const int fmas : {1, 2, 100, roofline::most_fmas})
    for (const int done : {fmas - 1, fmas + 1}) {
      const roofline::Problem problem{DType::f32, 1000, fmas, 1}, other{DType::f32, 1000, done, 1};
      roofline::Data data(host_roofline_machine(), problem, DataKind::random, 3);
      data.reset(0);
      kernels::host_kernels().of<roofline::Rung>()[0]->bind(host_roofline_machine(), other,
                                                            data.operands())(host_roofline_machine().queue());
      EXPECT_FALSE(data.check().ok) << done << " of " << fmas;
    }
}

TEST(HostRoofline, EveryPlantedFaultIsCaught) {
  const roofline::Problem problem{DType::f32, 1003, 8, 1};
  roofline::Data data(host_roofline_machine(), problem, DataKind::random, 5);
  const roofline::Operands operands = data.operands();
  const Launch launch =
      kernels::host_kernels().of<roofline::Rung>()[0]->bind(host_roofline_machine(), problem, operands);
  Subject<float> subject;
  subject.reset = [&](uint64_t round) { data.reset(round); };
  subject.launch = [&] { launch(host_roofline_machine().queue()); };
  subject.check = [&] { return data.check(); };
  subject.out = {"out", static_cast<float*>(operands.out), problem.count};
  subject.inputs.emplace_back("in", static_cast<float*>(const_cast<void*>(operands.in)), problem.count);
  subject.nudge = 1e-4f;
  expect_every_fault_caught(subject);
}

TEST(RooflineFamily, WorkGrowsWithTheStepsAndTrafficDoesNot) {
  const DeviceInfo& device = host_roofline_machine().info();
  const Work one = roofline::work({DType::f32, 1 << 20, 1, 1}, device, Cache::cold);
  const Work many = roofline::work({DType::f32, 1 << 20, 64, 1}, device, Cache::cold);
  EXPECT_EQ(many.amounts.at(Resource::fp32), 64 * one.amounts.at(Resource::fp32));
  EXPECT_EQ(many.amounts.at(Resource::dram), one.amounts.at(Resource::dram));
  EXPECT_EQ(one.amounts.at(Resource::dram), 8.0 * (1 << 20));
}

}  // namespace
}  // namespace gpupeak::host
