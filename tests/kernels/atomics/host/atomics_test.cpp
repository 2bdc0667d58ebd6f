#include "kernels/atomics/atomics.h"

#include <gtest/gtest.h>

#include "device/host/host_device.h"
#include "kernels/families.h"

namespace gpupeak::host {
namespace {

TEST(HostAtomics, EveryRungCountsEveryUpdateInEverySharing) {
  const auto device = open_host({.probe = false});
  const int all = device->info().units;
  for (const atomics::Rung* rung : kernels::host_kernels().of<atomics::Rung>())
    for (const atomics::SharingRow& sharing : atomics::sharings)
      for (const atomics::NumberRow& number : atomics::numbers) {
        if (!rung->applies(sharing.id)) continue;
        const atomics::Problem problem{sharing.id, number.id, all, 10'000, rung->shape};
        atomics::Data data(*device, problem);
        data.reset();
        const Launch launch = data.counting(rung->bind(*device, problem, data.counters()));
        for (int i = 0; i < 2; ++i) launch(device->queue());
        const Check check = data.check();
        EXPECT_TRUE(check.ok) << rung->name << " " << sharing.name << " " << number.name << ": " << check.where;
      }
}

TEST(HostAtomics, AThreadOfACoreHasNoGroup) {
  const atomics::Rung& rung = *kernels::host_kernels().of<atomics::Rung>().front();
  EXPECT_FALSE(rung.applies(atomics::Sharing::warp));
  EXPECT_TRUE(rung.refuses({}, {.sharing = atomics::Sharing::warp}));
}

}  // namespace
}  // namespace gpupeak::host
