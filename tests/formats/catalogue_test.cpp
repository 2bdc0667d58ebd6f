#include "formats/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/formats/message_of.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::StartsWith;

TEST(Catalogue, ReadsWhatAUnitOfAnArchitectureDoesPerClock) {
  const std::vector<Architecture> rows = read_catalogue(R"({"schema": 1, "architectures": [{"compute_capability": "9.9",
    "architecture": "Toy", "vector_per_clock_and_unit": {"fp32": 256}, "limits": {"unified_l1_shared_bytes": 1024},
    "confidence": "derived", "sources": ["S"]}], "devices": [{"name": "T", "vendor": "V", "aliases": [],
    "pci_ids": [], "architecture": "A", "chip": "C", "compute_capability": "9.9", "release": "2026-01", "form_factor": "PCIe",
    "units": 1, "memory_bytes": 1024, "memory_type": "HBM", "confidence": "datasheet", "note": "N", "sources": ["S"]}]})",
                                                        "f")
                                             .architectures;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].compute_capability + rows[0].name + rows[0].confidence, "9.9Toyderived");
  EXPECT_DOUBLE_EQ(rows[0].vector_rates.at("fp32"), 256);
  EXPECT_EQ(rows[0].first_level, Bytes(1024));
}

TEST(Catalogue, ReadsEveryFieldInBaseUnits) {
  const std::vector<Accelerator> rows = read_catalogue(R"({"schema": 1, "devices": [{
    "name": "Toy", "vendor": "V", "aliases": ["T1"], "pci_ids": ["1:2"], "shares_name_with": ["Other"], "architecture": "A", "chip": "C",
    "compute_capability": "9.9", "release": "2026-01", "form_factor": "PCIe", "units": 4, "base_clock_hz": 1e9, "boost_clock_hz": 2e9,
    "tensor_clock_hz": 1.5e9, "memory_bytes": 1024, "memory_type": "HBM", "memory_bus_bits": 512, "memory_pin_rate_bits_per_s": 8e9,
    "memory_bandwidth_bytes_per_s": 5e11, "l2_bytes": 64, "power_w": 300, "peak_flop_per_s": {"fp32": 1e12}, "peak_op_per_s":
    {"int8_tensor": 2e12}, "derived": {"fp32": "4 x 2"}, "confidence": "datasheet", "note": "N", "sources": ["S"]}]})",
                                                       "f")
                                            .accelerators;
  ASSERT_EQ(rows.size(), 1u);
  const Accelerator& a = rows[0];
  EXPECT_EQ(a.name + a.vendor + a.architecture + a.chip, "ToyVAC");
  EXPECT_EQ(a.compute_capability + a.release + a.form_factor + a.memory_type, "9.92026-01PCIeHBM");
  EXPECT_EQ(a.aliases.at(0) + a.pci_ids.at(0) + a.shares_name_with.at(0) + a.sources.at(0), "T11:2OtherS");
  EXPECT_EQ(a.units, 4);
  EXPECT_EQ(a.base_clock, Hertz(1e9));
  EXPECT_EQ(a.boost_clock, Hertz(2e9));
  EXPECT_EQ(a.tensor_clock, Hertz(1.5e9));
  EXPECT_EQ(a.memory, Bytes(1024));
  EXPECT_EQ(a.memory_bus_bits, 512);
  EXPECT_EQ(a.memory_pin_rate, 8e9);
  EXPECT_EQ(a.memory_bandwidth, BytesPerSecond(5e11));
  EXPECT_EQ(a.l2, Bytes(64));
  EXPECT_EQ(a.power, Watts(300));
  EXPECT_EQ(a.peaks, (std::map<std::string, double>{{"fp32", 1e12}, {"int8_tensor", 2e12}}));
  EXPECT_EQ(a.derived.at("fp32"), "4 x 2");
  EXPECT_EQ(a.confidence + a.note, "datasheetN");
}

TEST(Catalogue, LeavesUnknownFiguresUnknown) {
  const Accelerator a =
      read_catalogue(
          R"({"schema": 1, "devices": [{"name": "Toy", "vendor": "V", "memory_type": "M", "confidence": "derived",
                     "sources": ["S"]}]})",
          "f")
          .accelerators.at(0);
  EXPECT_FALSE(a.boost_clock || a.memory_bandwidth || a.l2 || a.power);
  EXPECT_EQ(a.units, 0);
  EXPECT_TRUE(a.peaks.empty());
}

TEST(Catalogue, RejectsFilesThatAreNoCatalogue) {
  const auto error_of = [](std::string_view text) { return message_of([&] { read_catalogue(text, "mine.json"); }); };
  for (const char* text :
       {"", "[]", "{\"schema\": 1}", "{\"schema\": 1, \"devices\": []}", "{\"schema\": 1, \"devices\": [{}]}"})
    EXPECT_THAT(error_of(text), StartsWith("mine.json:1:")) << text;
  EXPECT_THAT(error_of(R"({"schema": 1, "devices": [{"name": "x", "vender": "y"}]})"),
              HasSubstr("did you mean 'vendor'?"));
  EXPECT_THAT(error_of(std::string(200'000, '[')), HasSubstr("nested more than 64 deep"));
}

}  // namespace
}  // namespace gpupeak
