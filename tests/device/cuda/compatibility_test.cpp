#include "device/cuda/compatibility.h"

#include <gmock/gmock.h>

namespace gpupeak::cuda {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view for_all = "75-real,80-real,86-real,89-real,90a-real,100-real,120-real,120-virtual";

TEST(HasKernels, ForWhatMachineCodeAndPtxServe) {
  struct Row {
    std::string_view built;
    int capability;
    bool served;
  };
  for (const Row& row : {
           Row{for_all, 60, false},
           Row{for_all, 61, false},
           Row{for_all, 70, false},
           Row{for_all, 72, false},
           Row{for_all, 75, true},
           Row{for_all, 80, true},
           Row{for_all, 86, true},
           Row{for_all, 87, true},
           Row{for_all, 89, true},
           Row{for_all, 90, true},
           Row{for_all, 100, true},
           Row{for_all, 103, true},
           Row{for_all, 110, false},
           Row{for_all, 120, true},
           Row{for_all, 121, true},
           Row{for_all, 130, true},
           Row{"90a-real", 90, true},
           Row{"90a-real", 100, false},
           Row{"90a-real", 89, false},
           Row{"90a-virtual", 90, true},
           Row{"90a-virtual", 100, false},
           Row{"90a", 103, false},
           Row{"86-real", 80, false},
           Row{"80", 75, false},
           Row{"80", 120, true},
           Row{"80-virtual", 86, true},
           Row{"100f-real", 103, true},
           Row{"100f-virtual", 103, true},
           Row{"100f-virtual", 110, false},
           Row{"103-real", 100, false},
           Row{"native", 70, true},
           Row{"", 70, true},
       })
    EXPECT_EQ(has_kernels(row.built, row.capability), row.served) << row.built << " on " << row.capability;
}

TEST(HasKernels, SaysInWordsWhatThereIsAndWhatHelps) {
  EXPECT_EQ(unserved(for_all, 70).why,
            "it has compute capability 7.0, and this gpupeak has kernels for 7.5, 8.0, 8.6, 8.9, 9.0, 10.0, 12.0 and "
            "newer");
  EXPECT_THAT(unserved(for_all, 70).remedy, HasSubstr("7.5 (Turing) or newer"));
  EXPECT_EQ(unserved("90a-real", 89).why, "it has compute capability 8.9, and this gpupeak has kernels for 9.0");
  EXPECT_THAT(unserved("90a-real", 89).remedy, HasSubstr("GPUPEAK_CUDA_ARCHITECTURES=native"));
  EXPECT_THAT(unserved(for_all, 110).remedy, HasSubstr("scripts/run.sh"));
}

TEST(OldestDriver, IsThatOfTheRuntimesMajorVersion) {
  EXPECT_EQ(oldest_driver(12040), 525);
  EXPECT_EQ(oldest_driver(12090), 525);
  EXPECT_EQ(oldest_driver(13000), 580);
  EXPECT_EQ(oldest_driver(13020), 580);
  EXPECT_EQ(oldest_driver(99000), 0);
}

}  // namespace
}  // namespace gpupeak::cuda
