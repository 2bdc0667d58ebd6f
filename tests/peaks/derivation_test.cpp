#include "peaks/derivation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/catalogue.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;

DeviceInfo gpu(const char* name, int units, double memory_gib, const char* architecture) {
  DeviceInfo info;
  info.backend = "cuda";
  info.name = name;
  info.units = units;
  info.unit_name = "SM";
  info.memory = Bytes(memory_gib * 0x1p30);
  info.rated_clock = Hertz(1.98e9);
  info.features = {architecture};
  return info;
}

// What such a card reports of itself: 139.8 GiB of the 141 GB that it is sold with.
DeviceInfo h200() { return gpu("NVIDIA H200", 132, 139.8, "sm_90"); }

Peak peak_of(const DeviceInfo& info) { return derived_peak(info, catalogue()); }

TEST(DerivedPeak, IsTheDatasheetsOfACardThatTheCatalogueKnows) {
  const Peak peak = peak_of(h200());
  const Rate& fp32 = peak.rates.at(Resource::fp32);
  EXPECT_EQ(fp32.source, Source::datasheet);
  EXPECT_DOUBLE_EQ(fp32.per_second, 66.9e12);
  EXPECT_EQ(fp32.scope, Scope::per_unit);
  EXPECT_EQ(fp32.rated_clock, Hertz(1.98e9));
  EXPECT_EQ(peak.rates.at(Resource::bf16_tensor).rated_clock, Hertz(1.83e9))
      << "matrix units are quoted at another clock";
  EXPECT_DOUBLE_EQ(peak.rates.at(Resource::dram).per_second, 4.8e12);
  EXPECT_FALSE(peak.rates.at(Resource::dram).rated_clock) << "memory does not follow the SMs' clock";
}

TEST(DerivedPeak, HasEveryUnitOfTheDatasheet) {
  const Peak peak = peak_of(h200());
  for (const auto& [resource, rate, clock] : {
           std::tuple{Resource::fp64_tensor, 66.9e12, 1.98e9},
           std::tuple{Resource::tf32_tensor, 494.7e12, 1.83e9},
           std::tuple{Resource::fp16_tensor, 989.4e12, 1.83e9},
           std::tuple{Resource::fp16_tensor_f16, 989.4e12, 1.83e9},
           std::tuple{Resource::fp8_tensor, 1978.9e12, 1.83e9},
           std::tuple{Resource::int8_tensor, 1978.9e12, 1.83e9},
       }) {
    ASSERT_TRUE(peak.rates.contains(resource)) << row(resource).name;
    EXPECT_NEAR(peak.rates.at(resource).per_second / rate, 1, 0.01) << row(resource).name;
    EXPECT_EQ(peak.rates.at(resource).rated_clock, Hertz(clock)) << row(resource).name;
  }
  EXPECT_THAT(peak.unknown.at(Resource::int8).text(), HasSubstr("neither the datasheet of H200 SXM 141GB"))
      << "of dp4a";
}

TEST(DerivedPeak, HasNoMatrixUnitsThatADatasheetDoesNotList) {
  const Peak peak = peak_of(gpu("NVIDIA L4", 58, 22.5, "sm_89"));
  EXPECT_TRUE(peak.rates.contains(Resource::bf16_tensor));
  EXPECT_FALSE(peak.rates.contains(Resource::fp64_tensor) || peak.unknown.contains(Resource::fp64_tensor));
}

TEST(DerivedPeak, IsUnitsTimesRateTimesClockOfACardThatItDoesNotKnow) {
  const Peak peak = peak_of(gpu("NVIDIA Future 1", 100, 48, "sm_90"));
  const Rate& fp32 = peak.rates.at(Resource::fp32);
  EXPECT_EQ(fp32.source, Source::attributes);
  EXPECT_DOUBLE_EQ(fp32.per_second, 100 * 256 * 1.98e9);
  EXPECT_THAT(fp32.derivation, HasSubstr("100 SMs x 256 flop per clock (compute capability 9.0) x 1.98 GHz"));
  EXPECT_THAT(peak.unknown.at(Resource::bf16_tensor).text(), HasSubstr("NVIDIA Future 1"))
      << "rates of matrix units differ by product";
}

TEST(DerivedPeak, OfACardWithOtherUnitsOrMemoryThanTheDatasheetIsNotTheDatasheets) {
  for (const DeviceInfo& other : {gpu("NVIDIA H200", 114, 139.8, "sm_90"), gpu("NVIDIA H200", 132, 70, "sm_90")})
    EXPECT_EQ(peak_of(other).rates.at(Resource::fp32).source, Source::attributes);
}

TEST(DerivedPeak, OfAnUnknownArchitectureIsUnknownAndSaysSo) {
  const Peak peak = peak_of(gpu("NVIDIA Future 2", 100, 48, "sm_199"));
  EXPECT_TRUE(peak.rates.empty());
  EXPECT_THAT(peak.unknown.at(Resource::fp32).text(), HasSubstr("compute capability 19.9"));
  EXPECT_THAT(peak.unknown.at(Resource::dram).text(), HasSubstr("--peak dram="));
}

TEST(DerivedPeak, KeepsWhatTheDriverToldWhereTheCatalogueIsSilent) {
  DeviceInfo unknown = gpu("NVIDIA Future 3", 100, 48, "sm_90");
  unknown.peak.rates[Resource::dram] = {
      .per_second = 1e12, .rated_clock = {}, .source = Source::attributes, .derivation = "d"};
  EXPECT_DOUBLE_EQ(peak_of(unknown).rates.at(Resource::dram).per_second, 1e12);
  DeviceInfo known = h200();
  known.peak = unknown.peak;
  EXPECT_DOUBLE_EQ(peak_of(known).rates.at(Resource::dram).per_second, 4.8e12);
}

DeviceInfo with_memory(DeviceInfo info, double bytes_per_s, const char* doubt = "") {
  info.peak.rates[Resource::dram] = {
      .per_second = bytes_per_s, .rated_clock = {}, .source = Source::attributes, .derivation = "told", .doubt = doubt};
  return info;
}

TEST(DerivedPeak, OfMemoryIsTheLargerOfTwoThatAreNotRoundedOnes) {
  const DeviceInfo ti = gpu("NVIDIA GeForce RTX 3060 Ti", 38, 7.8, "sm_86");
  EXPECT_DOUBLE_EQ(peak_of(with_memory(ti, 608e9)).rates.at(Resource::dram).per_second, 608e9)
      << "sold with GDDR6X too";
  EXPECT_THAT(peak_of(with_memory(ti, 608e9)).rates.at(Resource::dram).derivation,
              HasSubstr("told, more than the 448 GB/s of GeForce RTX 3060 Ti"));
  EXPECT_DOUBLE_EQ(peak_of(with_memory(ti, 448e9)).rates.at(Resource::dram).per_second, 448e9);
  EXPECT_EQ(peak_of(with_memory(h200(), 4.917e12)).rates.at(Resource::dram).source, Source::datasheet)
      << "3201 MHz of 6144 bits, which are sold as 4.8 TB/s";
  EXPECT_EQ(peak_of(with_memory(h200(), 9.6e12, "counted twice")).rates.at(Resource::dram).source, Source::datasheet);
}

TEST(DerivedPeak, FitsCardsWhoseDriverKeepsASixteenthOfTheirMemory) {
  for (const DeviceInfo& card :
       {gpu("Tesla T4", 40, 14.56, "sm_75"), gpu("NVIDIA A2", 10, 14.5, "sm_86"), gpu("NVIDIA A16", 10, 14.0, "sm_86")})
    EXPECT_EQ(peak_of(card).rates.at(Resource::fp32).source, Source::datasheet) << card.name;
}

TEST(DerivedPeak, IsTheDatasheetsWithoutAClockToo) {
  const Peak peak = peak_of(gpu("NVIDIA H20", 78, 95.6, "sm_90"));
  const Rate& fp64 = peak.rates.at(Resource::fp64);
  EXPECT_DOUBLE_EQ(fp64.per_second, 1e12) << "its SMs have a fraction of the architecture's";
  EXPECT_EQ(fp64.rated_clock, Hertz(1.98e9));
  EXPECT_THAT(fp64.derivation, HasSubstr("taken to hold at 1.98 GHz"));
  EXPECT_FALSE(fp64.doubt.empty());
  EXPECT_FALSE(peak.unknown.contains(Resource::fp64));
  const Peak gb300 = peak_of(gpu("NVIDIA GB300", 152, 283, "sm_103"));  // whose row has no number of SMs either
  EXPECT_DOUBLE_EQ(gb300.rates.at(Resource::fp64).per_second, 1.3e12);
  EXPECT_THAT(gb300.rates.at(Resource::fp64).doubt, HasSubstr("at which clock"));
}

TEST(DerivedPeak, SaysWhichInstructionsAloneReachIt) {
  for (const DeviceInfo& card : {gpu("NVIDIA B200", 148, 178, "sm_100"), gpu("NVIDIA B300 SXM6 AC", 148, 268, "sm_103"),
                                 gpu("NVIDIA GB300", 152, 283, "sm_103")}) {
    const Peak peak = peak_of(card);
    EXPECT_EQ(peak.rates.at(Resource::bf16_tensor).vendor_only, "tcgen05") << card.name;
    EXPECT_EQ(peak.rates.at(Resource::int8_tensor).vendor_only, card.features[0] == "sm_100" ? "tcgen05" : "")
        << card.name;
    EXPECT_EQ(peak.rates.at(Resource::fp64_tensor).vendor_only, "") << card.name;
    EXPECT_EQ(peak.rates.at(Resource::fp32).vendor_only, "") << card.name;
  }
  EXPECT_EQ(peak_of(h200()).rates.at(Resource::bf16_tensor).vendor_only, "");
}

TEST(DerivedPeak, DoubtsWhatNoVendorPublishes) {
  const Peak b200 = peak_of(gpu("NVIDIA B200", 148, 178, "sm_100"));
  EXPECT_EQ(b200.rates.at(Resource::fp32).doubt, "");
  EXPECT_EQ(b200.rates.at(Resource::bf16_tensor).doubt, "");
  EXPECT_THAT(b200.rates.at(Resource::fp16).doubt, HasSubstr("compute capability 10.0"));
  EXPECT_THAT(peak_of(gpu("NVIDIA L20", 92, 47, "sm_89")).rates.at(Resource::dram).doubt, HasSubstr("L20"));
  EXPECT_EQ(peak_of(gpu("NVIDIA Future 1", 100, 48, "sm_90")).rates.at(Resource::fp32).doubt, "");
  EXPECT_THAT(peak_of(gpu("NVIDIA Orin", 100, 48, "sm_87")).rates.at(Resource::fp32).doubt, HasSubstr("8.7"));
}

}  // namespace
}  // namespace gpupeak
