// Copies between GPUs, on a machine of the double that has several.
#include <gmock/gmock.h>

#include "kernels/families.h"
#include "kernels/transfer/transfer.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Peers : public OnDouble {
 protected:
  static const transfer::Rung& engine() { return *kernels::cuda_kernels().of<transfer::Rung>().front(); }
  static void play(size_t gpus, bool reach_each_other = true) {
    cuda_double::Scenario machine;
    machine.gpus.resize(gpus);
    machine.peer_access = reach_each_other;
    cuda_double::play(machine);
  }
  static transfer::Problem to(int peer) { return {.route = transfer::Route::to_peer, .bytes = 4104, .peer = peer}; }
};

TEST_F(Peers, AreAllOtherGpus) {
  play(3);
  EXPECT_THAT(engine().peers(gpu().info()), ElementsAre(1, 2));
  EXPECT_FALSE(engine().refuses(gpu().info(), to(2)));
  EXPECT_THAT(engine().refuses(gpu().info(), to(3)).value_or(""), HasSubstr("no such GPU"));
}

TEST_F(Peers, AreNoneOfASingleGpuAndThatIsASkip) {
  EXPECT_THAT(engine().peers(gpu().info()), IsEmpty());
  EXPECT_THAT(engine().refuses(gpu().info(), to(-1)).value_or(""), HasSubstr("one GPU only"));
}

TEST_F(Peers, ReceiveEveryWord) {
  play(2);
  transfer::Data data(gpu(), to(1), engine(), 3);
  transfer::Data again(gpu(), to(1), engine(), 4);  // access is enabled already
  for (transfer::Data* copies : {&data, &again}) {
    copies->reset(0);
    copies->launch()(gpu().queue());
    EXPECT_TRUE(copies->check().ok) << copies->check().where;
    EXPECT_FALSE(copies->note());
  }
}

TEST_F(Peers, ThatAreNotReachedDirectlyAreNoted) {
  play(2, false);
  transfer::Data data(gpu(), to(1), engine(), 3);
  data.reset(0);
  data.launch()(gpu().queue());
  EXPECT_TRUE(data.check().ok);
  EXPECT_THAT(text(data.note().value()), HasSubstr("through the host"));
}

}  // namespace
}  // namespace gpupeak::cuda
