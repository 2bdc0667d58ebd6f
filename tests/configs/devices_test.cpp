// The catalogue's figures held against each other: units x rate x clock against the peaks, bus x pin rate against the
// bandwidth.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <set>

#include "formats/catalogue.h"
#include "formats/embedded.h"
#include "formats/json_input.h"

namespace gpupeak {
namespace {

constexpr double tolerance = 0.02;

// Figures that disagree with their factors for a reason. An entry that is no longer needed fails the test.
struct Known {
  std::string_view device, figure, reason;
};
constexpr std::array exceptions{
    Known{"L20", "int8_tensor", "sold with half the INT8 rate of its architecture"},
    Known{"L40", "int8_tensor", "sold with half the INT8 rate of its architecture"},
    Known{"A10G", "int8_tensor", "sold with half the INT8 rate of its architecture"},
    Known{"B200 SXM", "tf32_tensor", "the datasheet rounds down: 1.1 PFLOP/s, half of its own BF16 figure is 1.125"},
    Known{"B300 SXM", "tf32_tensor", "the datasheet rounds down: 1.1 PFLOP/s, half of its own BF16 figure is 1.125"},
    Known{"B300 SXM", "fp32", "the datasheet says 75 TFLOP/s; the 2032 MHz of secondary tables would give 77"},
    Known{"B300 SXM", "int8_tensor", "the datasheet rounds to 0.15 Pop/s, and at another clock than the FP4 peak"},
    Known{"GB10", "fp4_tensor", "half of a claim rounded to 1000 AI TOPS"},
};

const Known* exception_for(std::string_view device, std::string_view figure) {
  for (const Known& one : exceptions)
    if (one.device == device && one.figure == figure) return &one;
  return nullptr;
}

// A peak, and the rate in the architecture's row that it follows.
struct PeakRow {
  std::string_view peak, rate;
  bool tensor;
  bool tensor_clock;  // FP64 keeps the boost clock even in the matrix units
};
constexpr std::array peak_rows{
    PeakRow{"fp64", "fp64", false, false},
    PeakRow{"fp32", "fp32", false, false},
    PeakRow{"fp16", "fp16", false, false},
    PeakRow{"bf16", "bf16", false, false},
    PeakRow{"fp64_tensor", "fp64", true, false},
    PeakRow{"tf32_tensor", "tf32", true, true},
    PeakRow{"fp16_tensor", "fp16_fp32acc", true, true},
    PeakRow{"fp16_tensor_fp16acc", "fp16_fp16acc", true, true},
    PeakRow{"bf16_tensor", "bf16", true, true},
    PeakRow{"fp8_tensor", "fp8_fp32acc", true, true},
    PeakRow{"fp8_tensor_fp16acc", "fp8_fp16acc", true, true},
    PeakRow{"int8_tensor", "int8", true, true},
    PeakRow{"fp4_tensor", "fp4", true, true},
};

class Devices : public ::testing::Test {
 protected:
  const Json file = parse_json(embedded("devices.json"), "devices.json", {"the catalogue", "-"});
  std::set<std::pair<std::string, std::string>> disagreeing;
  int compared = 0;

  void compare(const std::string& device, const std::string& figure, double published, double computed) {
    ++compared;
    if (std::abs(computed / published - 1) <= tolerance) return;
    disagreeing.emplace(device, figure);
    EXPECT_TRUE(exception_for(device, figure))
        << device << " " << figure << ": " << published << " published, " << computed << " computed";
  }

  // Rate per clock and unit of a peak of a row, 0 when the architecture's table does not give it.
  double rate_of(const Json& device, const PeakRow& row) const {
    for (const Json& architecture : file.at("architectures")) {
      if (architecture.at("compute_capability") != device.value("compute_capability", "")) continue;
      const char* table = row.tensor ? "tensor_per_clock_and_unit" : "vector_per_clock_and_unit";
      if (!architecture.contains(table)) return 0;
      const Json& rates =
          row.tensor ? architecture.at(table).at(device.value("tensor_class", "full")) : architecture.at(table);
      return rates.value(std::string(row.rate), 0.0);
    }
    return row.peak == "fp32" ? 2 * device.value("fp32_cores_per_unit", 0.0) : 0;  // no table: lanes x multiply-add
  }
};

TEST_F(Devices, PeaksAreUnitsTimesRateTimesClock) {
  for (const Json& device : file.at("devices")) {
    const std::string name = device.at("name");
    for (const PeakRow& row : peak_rows) {
      const char* table = row.peak == "int8_tensor" ? "peak_op_per_s" : "peak_flop_per_s";
      const double published = device.value(table, Json::object()).value(std::string(row.peak), 0.0);
      const double boost = device.value("boost_clock_hz", 0.0);
      const double clock = row.tensor_clock ? device.value("tensor_clock_hz", boost) : boost;
      const double computed = device.value("units", 0.0) * rate_of(device, row) * clock;
      if (published > 0 && computed > 0) compare(name, std::string(row.peak), published, computed);
    }
  }
  EXPECT_GT(compared, 900);
  for (const Known& one : exceptions)
    EXPECT_TRUE(disagreeing.contains({std::string(one.device), std::string(one.figure)}))
        << one.device << " " << one.figure << " agrees now: remove it";
}

TEST_F(Devices, BandwidthIsBusWidthTimesPinRate) {
  for (const Accelerator& a : catalogue().accelerators)
    if (a.memory_bandwidth && a.memory_bus_bits && a.memory_pin_rate)
      compare(a.name, "memory bandwidth", a.memory_bandwidth->value, *a.memory_bus_bits / 8.0 * *a.memory_pin_rate);
  EXPECT_GT(compared, 120);
}

TEST_F(Devices, DerivedPeaksCarryTheirFormulaAndItsResult) {
  int formulas = 0;
  for (const Accelerator& a : catalogue().accelerators) {
    for (const auto& [peak, formula] : a.derived) {
      ASSERT_TRUE(a.peaks.contains(peak)) << a.name << " " << peak;
      double units = 0, rate = 0, clock = 0;
      ASSERT_EQ(std::sscanf(formula.c_str(), "%lf %*[A-Za-z ] %lf %*[a-z]/clock x %lf GHz", &units, &rate, &clock), 3)
          << formula;
      EXPECT_NEAR(units * rate * clock * 1e9 / a.peaks.at(peak), 1, tolerance)
          << a.name << " " << peak << ": " << formula;
      ++formulas;
    }
  }
  EXPECT_GT(formulas, 600);
}

TEST_F(Devices, EveryFigureHasASourceOrAFormula) {
  for (const Accelerator& a : catalogue().accelerators) {
    EXPECT_FALSE(a.sources.empty()) << a.name;
    for (const std::string& source : a.sources) EXPECT_GT(source.size(), 10u) << a.name << ": " << source;
  }
  for (const Json& row : file.at("architectures"))
    EXPECT_GE(row.at("sources").size(), 1u) << row.at("compute_capability");
}

TEST_F(Devices, NamesAreUnique) {
  std::set<std::string> names;
  for (const Accelerator& a : catalogue().accelerators) EXPECT_TRUE(names.insert(a.name).second) << a.name;
  EXPECT_GE(names.size(), 190u);
}

TEST_F(Devices, EveryNameAndAliasLeadsToItsRow) {
  for (const Accelerator& a : catalogue().accelerators) {
    std::vector<std::string> all = a.aliases;
    all.push_back(a.name);
    for (const std::string& name : all) {
      const auto found = find_accelerators(catalogue(), name);
      EXPECT_NE(std::find(found.begin(), found.end(), &a), found.end()) << name;
    }
  }
}

TEST_F(Devices, AnAliasOfSeveralRowsIsMarkedInEach) {
  for (const Accelerator& a : catalogue().accelerators) {
    std::set<std::string> others;
    for (const std::string& alias : a.aliases)
      for (const Accelerator* found : find_accelerators(catalogue(), alias))
        if (found != &a) others.insert(found->name);
    EXPECT_EQ(others, std::set<std::string>(a.shares_name_with.begin(), a.shares_name_with.end())) << a.name;
  }
}

// Boards that differ in memory or in the number of GPUs can have one chip with one id; a vendor's ids begin with its
// own.
TEST_F(Devices, APciIdIsOfOneRowOrOfRowsThatShareAChip) {
  const std::map<std::string, std::string> prefixes{{"NVIDIA", "10de:"}, {"AMD", "1002:"}, {"Intel", "8086:"}};
  std::map<std::string, const Accelerator*> first;
  for (const Accelerator& a : catalogue().accelerators)
    for (const std::string& id : a.pci_ids) {
      EXPECT_TRUE(prefixes.contains(a.vendor) && id.starts_with(prefixes.at(a.vendor))) << a.name << " " << id;
      EXPECT_EQ(first.try_emplace(id, &a).first->second->chip, a.chip) << a.name << " " << id;
    }
}

TEST_F(Devices, HaveTheFiguresOfTheirDatasheets) {
  const auto peak = [](const char* device, const char* name) {
    return find_accelerators(catalogue(), device).at(0)->peaks.at(name);
  };
  EXPECT_EQ(peak("Quadro GV100", "fp32"), 14.8e12);
  EXPECT_EQ(peak("Quadro GV100", "fp16_tensor"), 118.5e12);
  EXPECT_EQ(peak("RTX PRO 6000 Blackwell Server", "fp32"), 125e12);
  EXPECT_EQ(peak("RTX PRO 6000 Blackwell Server", "fp8_tensor"), 1000e12);
  EXPECT_EQ(peak("RTX PRO 6000 Blackwell Server", "int8_tensor"), 1000e12);
  EXPECT_EQ(peak("RTX PRO 6000 Blackwell Server", "fp4_tensor"), 2000e12);
  EXPECT_EQ(peak("GeForce RTX 4090", "fp8_tensor_fp16acc"), 660.6e12);
  EXPECT_EQ(peak("TPU v7", "bf16_tensor"), find_accelerators(catalogue(), "Ironwood").at(0)->peaks.at("bf16_tensor"));
}

TEST_F(Devices, ArchitecturesAreListedOnce) {
  std::set<std::string> seen;
  for (const Json& row : file.at("architectures")) EXPECT_TRUE(seen.insert(row.at("compute_capability")).second);
  for (const Accelerator& a : catalogue().accelerators)
    EXPECT_TRUE(a.vendor != "NVIDIA" || a.compute_capability.empty() || seen.contains(a.compute_capability)) << a.name;
}

TEST_F(Devices, FiguresHaveTheSizeOfTheirUnits) {
  const auto between = [](double low, double value, double high) { return low < value && value < high; };
  for (const Accelerator& a : catalogue().accelerators) {
    EXPECT_TRUE(between(3e8, a.boost_clock.value_or(Hertz(1e9)).value, 4e9)) << a.name;
    EXPECT_TRUE(between(3e10, a.memory_bandwidth.value_or(BytesPerSecond(1e11)).value, 3e13)) << a.name;
    EXPECT_TRUE(a.memory.value == 0 || between(0x1p31, a.memory.value, 0x1p39)) << a.name;
    for (const auto& [peak, rate] : a.peaks) EXPECT_TRUE(between(1e10, rate, 1e17)) << a.name << " " << peak;
  }
}

}  // namespace
}  // namespace gpupeak
