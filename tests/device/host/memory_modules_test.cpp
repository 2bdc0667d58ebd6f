// Memory modules as firmware lists them, on made-up boards.
#include "device/host/memory_modules.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

struct Slot {
  int megabytes = 16384;
  int data_bits = 64;
  int speed = 3200;
  std::string locator = "DIMM_A1", bank = "BANK 0";
};

// An SMBIOS structure of type 17 in the layout of version 3.3.
std::string structure(const Slot& slot) {
  std::string s(0x5c, '\0');
  const auto put = [&](size_t at, int value, size_t size) {
    for (size_t i = 0; i < size; ++i) s[at + i] = static_cast<char>(value >> (8 * i));
  };
  put(0x00, 17, 1);
  put(0x01, 0x5c, 1);
  put(0x08, slot.data_bits + 8, 2);
  put(0x0a, slot.data_bits, 2);
  put(0x0c, slot.megabytes, 2);
  put(0x10, 1, 1);
  put(0x11, 2, 1);
  put(0x20, slot.speed >= 0xffff ? 0xffff : slot.speed, 2);
  put(0x58, slot.speed, 4);
  return s + slot.locator + '\0' + slot.bank + '\0' + '\0';
}

DramRate rate_of(const std::vector<Slot>& slots, bool virtual_machine = false) {
  const MadeUpTree tree;
  for (size_t i = 0; i < slots.size(); ++i)
    tree.add("sys/firmware/dmi/entries/17-" + std::to_string(i) + "/raw", structure(slots[i]));
  tree.add("sys/firmware/dmi/entries/0-0/raw", "firmware");
  return read_dram_rate(virtual_machine, tree.root());
}

TEST(MemoryModules, OnTheirOwnChannelsAddUp) {
  const DramRate two = rate_of({{.locator = "DIMM_A1"}, {.locator = "DIMM_B1"}});
  ASSERT_TRUE(two.rate) << two.words;
  EXPECT_DOUBLE_EQ(two.rate->value, 2 * 8 * 3200e6);
  EXPECT_NE(two.words.find("2 channels"), std::string::npos) << two.words;
}

TEST(MemoryModules, OnOneChannelShareItsRate) {
  const DramRate four =
      rate_of({{.locator = "DIMM_A1"}, {.locator = "DIMM_A2"}, {.locator = "DIMM_B1"}, {.locator = "DIMM_B2"}});
  ASSERT_TRUE(four.rate) << four.words;
  EXPECT_DOUBLE_EQ(four.rate->value, 2 * 8 * 3200e6);
}

TEST(MemoryModules, AreToldApartByPackageAndByTheWordChannel) {
  EXPECT_DOUBLE_EQ(rate_of({{.locator = "CPU1_DIMM_A1"}, {.locator = "CPU2_DIMM_A1"}}).rate->value, 2 * 8 * 3200e6);
  EXPECT_DOUBLE_EQ(rate_of({{.locator = "DIMM 0", .bank = "P0 CHANNEL A"},
                            {.locator = "DIMM 1", .bank = "P0 CHANNEL A"},
                            {.locator = "DIMM 0", .bank = "P0 CHANNEL B"},
                            {.locator = "DIMM 0", .bank = "P1 CHANNEL A"}})
                       .rate->value,
                   3 * 8 * 3200e6);
  EXPECT_DOUBLE_EQ(
      rate_of({{.locator = "Controller0-ChannelA-DIMM0"}, {.locator = "Controller0-ChannelA-DIMM1"}}).rate->value,
      8 * 3200e6);
}

TEST(MemoryModules, RunAtTheSlowestOfTheirChannelAndEmptySlotsDoNotCount) {
  const DramRate rate = rate_of({{.speed = 3200, .locator = "DIMM_A1"},
                                 {.speed = 2400, .locator = "DIMM_A2"},
                                 {.megabytes = 0, .locator = "DIMM_B1"}});
  EXPECT_DOUBLE_EQ(rate.rate->value, 8 * 2400e6);
}

TEST(MemoryModules, GiveNoRateWhereTheFirmwareIsNotToBeBelieved) {
  EXPECT_FALSE(rate_of({{}}, true).rate);
  EXPECT_FALSE(rate_of({}).rate);
  EXPECT_FALSE(rate_of({{.speed = 0}}).rate);
  EXPECT_FALSE(rate_of({{.data_bits = 0xffff}}).rate);
  EXPECT_FALSE(rate_of({{.locator = "DIMM 0", .bank = "BANK 0"}, {.locator = "DIMM 1", .bank = "BANK 1"}}).rate);
  EXPECT_FALSE(rate_of({{.speed = 2'000'000'000}}).rate);
}

TEST(MemoryModules, SayWhyThereIsNoRateAndWhatHelps) {
  const DramRate rate = rate_of({{}}, true);
  EXPECT_NE(rate.words.find("virtual machine"), std::string::npos);
  EXPECT_NE(rate.remedy.find("--peak dram=51.2GB/s"), std::string::npos);
}

TEST(MemoryModules, ThatOnlyRootMayReadAreSaidToBe) {
  if (geteuid() == 0) {
    const MadeUpTree tree;
    tree.add("sys/firmware/dmi/entries/17-0/type", "17");  // what root cannot be shown: no file `raw`
    EXPECT_NE(read_dram_rate(false, tree.root()).words.find("root"), std::string::npos);
    return;
  }
  const MadeUpTree tree;
  tree.add("sys/firmware/dmi/entries/17-0/raw", structure({}));
  chmod((tree.root() / "sys/firmware/dmi/entries/17-0/raw").c_str(), 0);
  EXPECT_NE(read_dram_rate(false, tree.root()).words.find("root"), std::string::npos);
}

TEST(MemoryModules, CutShortOrHostileAreNotReadBeyondTheirEnd) {
  const std::string whole = structure({});
  const MadeUpTree tree;
  for (size_t length = 0; length < whole.size(); ++length) {
    tree.add("sys/firmware/dmi/entries/17-0/raw", whole.substr(0, length));
    const DramRate rate = read_dram_rate(false, tree.root());
    EXPECT_FALSE(rate.rate && length < 0x5c) << length;
  }
  std::string far_string = whole;
  far_string[0x10] = '\xff';
  tree.add("sys/firmware/dmi/entries/17-0/raw", far_string);
  EXPECT_FALSE(read_dram_rate(false, tree.root()).rate);
}

}  // namespace
}  // namespace gpupeak::host
