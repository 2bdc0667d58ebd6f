#include "device/cuda/cuda_device.h"

#include <gmock/gmock.h>

#include <array>

#include "core/buffer.h"
#include "device/cuda/launch.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CudaDevice : public OnDouble {};

void cuda_device_nothing() {}
Launch a_launch() {
  return [](Queue& queue) { launch(queue, {.blocks = 1, .threads = 1}, cuda_device_nothing); };
}

TEST_F(CudaDevice, DescribesItself) {
  const DeviceInfo& info = gpu().info();
  EXPECT_EQ(info.backend, "cuda");
  EXPECT_EQ(info.name, "Double 1");
  EXPECT_EQ(info.uuid, "GPU-01234567-89ab-cdef-0123-456789abcdef");
  EXPECT_EQ(info.units, 4);
  EXPECT_EQ(info.unit_name, "SM");
  EXPECT_EQ(info.rated_clock, Hertz(1e9));
  EXPECT_THAT(info.features, ElementsAre("sm_90"));
  ASSERT_EQ(info.caches.size(), 2u);
  EXPECT_EQ(info.caches[0].instances, 4);
  EXPECT_EQ(info.caches[1].units_sharing, 4);
  EXPECT_DOUBLE_EQ(info.peak.rates.at(Resource::dram).per_second, 2 * 1e9 * 512 / 8);
  EXPECT_THAT(info.driver, HasSubstr("13.0"));
  EXPECT_TRUE(info.notes.empty());
}

TEST_F(CudaDevice, WarnsOfMemoryWithoutErrorCorrection) {
  cuda_double::Scenario machine;
  machine.gpus[0].ecc = false;
  cuda_double::play(machine);
  EXPECT_THAT(texts(gpu().info().notes), ElementsAre(HasSubstr("ECC is off")));
}

TEST_F(CudaDevice, MemoryIsAlignedAndReadsBackWhatWasWritten) {
  const auto memory = gpu().allocate(Bytes(10000));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(memory->data()) % 4096, 0u);
  const std::array<std::byte, 3> in{std::byte{1}, std::byte{2}, std::byte{3}};
  std::array<std::byte, 3> out{};
  gpu().write(*memory, 9997, in);
  gpu().read(*memory, 9997, out);
  EXPECT_EQ(out, in);
  EXPECT_THROW(gpu().write(*memory, 9998, in), std::out_of_range);
  EXPECT_THROW(gpu().read(*memory, 10001, out), std::out_of_range);
}

TEST_F(CudaDevice, GivesItsMemoryBack) {
  const Bytes before = gpu().free_memory();
  {
    const auto memory = gpu().allocate(mib(8));
    EXPECT_LT(gpu().free_memory(), before);
  }
  EXPECT_EQ(gpu().free_memory(), before);
}

TEST_F(CudaDevice, SaysHowMuchMemoryIsMissing) {
  cuda_double::Scenario machine;
  machine.most_memory = size_t{64} << 20;
  cuda_double::play(machine);
  try {
    gpu().allocate(mib(100));
    FAIL() << "there was memory enough";
  } catch (const OutOfMemory& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("100 MiB"), HasSubstr("free")));
  }
  EXPECT_NO_THROW(gpu().allocate(mib(8))) << "running out once is no reason to stop";
}

TEST_F(CudaDevice, TimesTheLaunchesAloneAndSeesTheirClock) {
  cuda_double::Scenario machine;
  machine.clock_factor = 0.75;
  cuda_double::play(machine);
  const std::array sets{a_launch()};
  const Sample sample = gpu().time({.sets = sets, .launches = 8});
  EXPECT_NEAR(sample.time.value, 1e-3, 1e-8) << "stamps stand outside of the window";
  EXPECT_EQ(sample.launches, 8);
  ASSERT_TRUE(sample.clock);
  EXPECT_NEAR(sample.clock->value, 0.75e9, 1e3);
}

TEST_F(CudaDevice, StartsTheHostsClockOnceTheStreamIsIdle) {
  int64_t before = -1;
  const std::array sets{Launch([&](Queue&) { before = cuda_double::pending(); })};
  gpu().time({.sets = sets, .launches = 1, .timer = Timer::host});
  EXPECT_EQ(before, 0) << "of stamps and events that the window would have paid for";
  gpu().time({.sets = sets, .launches = 1});
  EXPECT_GT(before, 0) << "events tell the length: nothing needs to wait";
}

TEST_F(CudaDevice, TakesOperandSetsInTurn) {
  std::string order;
  const std::array<Launch, 2> sets{Launch([&](Queue&) { order += 'a'; }), Launch([&](Queue&) { order += 'b'; })};
  gpu().time({.sets = sets, .first = 3, .launches = 4});
  EXPECT_EQ(order, "baba");
  EXPECT_THROW(gpu().time({.sets = sets, .launches = 0}), std::invalid_argument);
}

TEST_F(CudaDevice, ThatIsLostSaysSoEverAfter) {
  cuda_double::Scenario machine;
  machine.lost_at = 5;
  cuda_double::play(machine);
  const std::array sets{a_launch()};
  EXPECT_THROW(gpu().time({.sets = sets, .launches = 8}), DeviceLost);
  EXPECT_THROW(gpu().allocate(mib(1)), DeviceLost);
  EXPECT_THROW(gpu().queue().wait(), DeviceLost);
}

TEST_F(CudaDevice, ThatIsNotThereCannotBeOpened) { EXPECT_THROW(open_device(7, {}), std::runtime_error); }

TEST_F(CudaDevice, HasThePeaksOfTheCatalogue) {
  const DeviceInfo found = gpu().info();
  Accelerator listed;
  listed.name = found.name;
  listed.units = found.units;
  listed.memory = found.memory;
  listed.boost_clock = Hertz(1e9);
  listed.peaks = {{"fp32", 5e12}};
  const auto device = open_device(0, {}, {.accelerators = {listed}, .architectures = {}});
  EXPECT_EQ(device->info().peak.rates.at(Resource::fp32).source, Source::datasheet);
  EXPECT_EQ(device->info().peak.rates.at(Resource::fp32).per_second, 5e12);
  EXPECT_TRUE(device->info().peak.rates.contains(Resource::dram));
  EXPECT_FALSE(device->info().libraries.empty());
}

TEST_F(CudaDevice, DescribedAsBeforeIsStillTheDeviceThatItIs) {
  DeviceInfo before = gpu().info();
  before.name = "as it was";
  before.units *= 1000;
  const auto device = open_device(0, {.as_before = before});
  EXPECT_EQ(device->info().name, "as it was");
  const std::array sets{a_launch()};
  EXPECT_NO_THROW(device->time({.sets = sets})) << "no more SMs are stamped than there are";
}

}  // namespace
}  // namespace gpupeak::cuda
