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
  EXPECT_THAT(peak.unknown.at(Resource::int8), HasSubstr("no such rate")) << "of dp4a";
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
  EXPECT_THAT(peak.unknown.at(Resource::bf16_tensor), HasSubstr("NVIDIA Future 1"))
      << "rates of matrix units differ by product";
}

TEST(DerivedPeak, OfACardWithOtherUnitsOrMemoryThanTheDatasheetIsNotTheDatasheets) {
  for (const DeviceInfo& other : {gpu("NVIDIA H200", 114, 139.8, "sm_90"), gpu("NVIDIA H200", 132, 70, "sm_90")})
    EXPECT_EQ(peak_of(other).rates.at(Resource::fp32).source, Source::attributes);
}

TEST(DerivedPeak, OfAnUnknownArchitectureIsUnknownAndSaysSo) {
  const Peak peak = peak_of(gpu("NVIDIA Future 2", 100, 48, "sm_199"));
  EXPECT_TRUE(peak.rates.empty());
  EXPECT_THAT(peak.unknown.at(Resource::fp32), HasSubstr("compute capability 19.9"));
  EXPECT_THAT(peak.unknown.at(Resource::dram), HasSubstr("--peak dram="));
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

}  // namespace
}  // namespace gpupeak
