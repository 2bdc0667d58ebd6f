#include "kernels/launch/launch.h"

#include <gtest/gtest.h>

#include "device/host/host_device.h"
#include "kernels/families.h"

namespace gpupeak::host {
namespace {

TEST(HostLaunch, EveryRungRaisesEveryCounterOnce) {
  const auto device = open_host({.probe = false});
  for (const launch::Rung* rung : kernels::host_kernels().of<launch::Rung>())
    for (const int64_t count : {1, 2, 7, 1000, 65537}) {
      const launch::Problem problem{launch::Op::round_trip, count};
      launch::Data data(*device, problem, *rung, 9);
      data.reset(0);
      const Launch launch = data.counting(rung->bind(*device, problem, data.operands()));
      for (int i = 0; i < 3; ++i) launch(device->queue());
      EXPECT_TRUE(data.check().ok) << rung->name << " " << count << ": " << data.check().where;
    }
}

}  // namespace
}  // namespace gpupeak::host
