#include "kernels/gather/gather.h"

#include <gtest/gtest.h>

#include <set>

#include "kernels/families.h"
#include "tests/kernels/common/host/planted_faults.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Operand;
using gpupeak::testing::Subject;
using gpupeak::testing::this_host;

template <class Use>
void each_host_gather_case(Use use) {
  for (const gather::Rung* rung : kernels::host_kernels().of<gather::Rung>()) {
    for (const gather::OpRow& op : gather::ops) {
      if (!rung->applies(op.stride)) {
        EXPECT_NE(rung->refuses(this_host().info(), {op.stride, 1, 1, 1}).value_or("").find("rung=plain"),
                  std::string::npos);
        continue;
      }
      for (int units = 1; units <= this_host().info().units; ++units) {
        SCOPED_TRACE(std::string(rung->name) + " " + std::string(op.name) + " units " + std::to_string(units));
        use(*rung, op.stride, units);
      }
    }
  }
}

TEST(HostGather, EveryRungIsRightOnRaggedCountsPassesAndSets) {
  each_host_gather_case([](const gather::Rung& rung, int64_t stride, int units) {
    for (const int64_t count : {1, 7, 33, 63, 64, 65, 127, 129, 1031, 100003}) {
      const gather::Problem problem{stride, count, units, count < 1000 ? 3 : 1};
      gather::Data data(this_host(), problem, 2, DataKind::random, 3);
      data.reset(0);
      for (int set = 0; set < 2; ++set) rung.bind(this_host(), problem, data.operands(set))(this_host().queue());
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << count << " elements: " << check.where;
    }
  });
}

TEST(HostGather, EveryPlantedFaultIsCaught) {
  each_host_gather_case([](const gather::Rung& rung, int64_t stride, int units) {
    const gather::Problem problem{stride, 1003, units, 2};
    gather::Data data(this_host(), problem, 1, DataKind::random, 5);
    const gather::Operands o = data.operands(0);
    const Launch launch = rung.bind(this_host(), problem, o);
    expect_every_fault_caught(Subject<uint64_t, double>{
        .reset = [&](uint64_t round) { data.reset(round); },
        .launch = [&] { launch(this_host().queue()); },
        .check = [&] { return data.check(); },
        .out = Operand<uint64_t>("sums", o.sums, units),
        .inputs = {{"b", const_cast<double*>(o.b), problem.count}},
        .nudge = 1,
    });
  });
}

TEST(HostGather, AnOverwrittenIndexIsCaughtAndNotFollowed) {
  const gather::Problem problem{0, 1003, 1, 1};
  gather::Data data(this_host(), problem, 1, DataKind::random, 5);
  data.reset(0);
  kernels::host_kernels().of<gather::Rung>().front()->bind(this_host(), problem, data.operands(0))(this_host().queue());
  ASSERT_TRUE(data.check().ok);
  const_cast<int64_t*>(data.operands(0).index)[500] = int64_t{1} << 60;
  EXPECT_NE(data.check().where.find("'index'"), std::string::npos);
}

TEST(HostGather, AnElementLeftOutIsCaught) {
  each_host_gather_case([](const gather::Rung& rung, int64_t stride, int units) {
    const gather::Problem whole{stride, 1001, units, 1}, short_of_one{stride, 1000, units, 1};
    gather::Data data(this_host(), whole, 1, DataKind::random, 5);
    data.reset(0);
    rung.bind(this_host(), short_of_one, data.operands(0))(this_host().queue());
    EXPECT_FALSE(data.check().ok);
  });
}

}  // namespace
}  // namespace gpupeak::host
