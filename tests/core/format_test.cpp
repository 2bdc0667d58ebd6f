#include "core/format.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Format, FitsTheUnitToTheFigure) {
  EXPECT_EQ(text(Seconds(1.2345e-3)), "1.234 ms");
  EXPECT_EQ(text(Seconds(9.9996e-4)), "1.000 ms");
  EXPECT_EQ(text(Seconds(3.2e-10)), "0.3200 ns");
  EXPECT_EQ(text(Seconds(12)), "12.00 s");
  EXPECT_EQ(text(Hertz(3.5e9)), "3.50 GHz");
  EXPECT_EQ(text(FlopsPerSecond(351.4e9)), "351 GFLOP/s");
  EXPECT_EQ(text(FlopsPerSecond(3.104e12)), "3.10 TFLOP/s");
  EXPECT_EQ(text(BytesPerSecond(28.34e9)), "28.3 GB/s");
  EXPECT_EQ(text(Bytes(65536)), "64 KiB");
  EXPECT_EQ(text(gib(1.5)), "1.50 GiB");
  EXPECT_EQ(text(Bytes(100)), "100 B");
  EXPECT_EQ(text(Bytes(-0.0)), "0 B") << "files do not keep its sign";
  EXPECT_EQ(text(Seconds(-0.0)), text(Seconds(0)));
  EXPECT_EQ(percent(0.9734), "97.3 %");
}

TEST(Format, ReadsWhatPeopleWrite) {
  EXPECT_EQ(parse_count("4k"), 4096);
  EXPECT_EQ(parse_count("1000"), 1000);
  EXPECT_EQ(parse_bytes("64KiB"), Bytes(65536));
  EXPECT_EQ(parse_bytes("64k"), Bytes(65536));
  EXPECT_EQ(parse_bytes("1GB"), Bytes(1e9));
  EXPECT_EQ(parse_bytes("1.5MiB"), Bytes(1572864));
  EXPECT_EQ(parse_seconds("500ms"), Seconds(0.5));
  EXPECT_EQ(parse_seconds("2m"), Seconds(120));
  EXPECT_DOUBLE_EQ(parse_rate("51.2GB/s", Unit::byte), 51.2e9);
  EXPECT_DOUBLE_EQ(parse_rate("312TFLOP/s", Unit::flop), 312e12);
}

TEST(Format, RejectsEverythingElseNamingWhatWasExpected) {
  for (const char* bad : {"", "-1", "+1", "0", "1.5", "abc", "4kk", "4 k", "1e3", "nan", "inf", "0x10",
                          "99999999999999999999", "4T", "1e999"}) {
    EXPECT_THROW(parse_count(bad), std::invalid_argument) << bad;
  }
  for (const char* bad : {"", "-1KiB", "0", "0.1", "KiB", "1KB2", "1e999", "1PiB", "nan"})
    EXPECT_THROW(parse_bytes(bad), std::invalid_argument) << bad;
  for (const char* bad : {"", "0s", "-1s", "1 s", "1d", "inf", "1e30s"})
    EXPECT_THROW(parse_seconds(bad), std::invalid_argument) << bad;
  for (const char* bad : {"", "51.2", "51.2GFLOP/s", "0GB/s", "-1GB/s", "GB/s", "51.2 GB/s"})
    EXPECT_THROW(parse_rate(bad, Unit::byte), std::invalid_argument) << bad;
  try {
    parse_bytes("many");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()),
              "'many' is not a size in whole positive bytes such as 64KiB, 1GiB, 4096 or 1GB (decimal)");
  }
}

}  // namespace
}  // namespace gpupeak
