#include "kernels/chase/chase.h"

#include <gtest/gtest.h>

#include "kernels/families.h"
#include "tests/kernels/common/host/planted_faults.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Subject;
using gpupeak::testing::this_host;

TEST(HostChase, EveryRungIsRightForRaggedSizesAndHops) {
  for (const chase::Rung* rung : kernels::host_kernels().of<chase::Rung>()) {
    for (const int64_t lines : {1, 7, 33, 127, 129, 100003}) {
      for (const int64_t hops : {1, 7, 33, 127, 129, 100003}) {
        if (lines / hops > 1000) continue;
        const chase::Problem problem{lines, hops};
        chase::Data data(this_host(), problem, 3);
        data.reset(0);
        for (int64_t s = 0; s < chase::stretches(problem); ++s)
          rung->bind(this_host(), problem, data.operands(s))(this_host().queue());
        EXPECT_TRUE(data.check().ok) << rung->name << " " << lines << " lines " << hops
                                     << " hops: " << data.check().where;
      }
    }
  }
}

TEST(HostChase, EveryPlantedFaultIsCaught) {
  for (const chase::Rung* rung : kernels::host_kernels().of<chase::Rung>()) {
    const chase::Problem problem{1000, 300};
    const int64_t stretches = chase::stretches(problem);
    chase::Data data(this_host(), problem, 5);
    const chase::Operands first = data.operands(0);
    expect_every_fault_caught(Subject<chase::Address>{
        .reset = [&](uint64_t round) { data.reset(round); },
        .launch =
            [&] {
              for (int64_t s = 0; s < stretches; ++s)
                rung->bind(this_host(), problem, data.operands(s))(this_host().queue());
            },
        .check = [&] { return data.check(); },
        .out = {"end", first.end, stretches},
        .inputs = {{"next", const_cast<chase::Address*>(first.lines), int64_t{2} << 17},
                   {"start", const_cast<chase::Address*>(first.start), stretches}},
        .nudge = 8,
    });
  }
}

}  // namespace
}  // namespace gpupeak::host
