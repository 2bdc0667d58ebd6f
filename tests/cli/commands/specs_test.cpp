#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/catalogue.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

// An accelerator whose name is part of no other.
const Accelerator& distinct() {
  for (const Accelerator& accelerator : catalogue().accelerators)
    if (find_accelerators(catalogue(), accelerator.name).size() == 1 && accelerator.memory_bandwidth)
      return accelerator;
  throw std::logic_error("every name is ambiguous");
}

TEST(Specs, ListsTheWholeCatalogue) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"specs"});
  EXPECT_EQ(ran.code, 0);
  ASSERT_FALSE(catalogue().accelerators.empty());
  EXPECT_THAT(ran.out, HasSubstr(catalogue().accelerators.front().architecture));
  EXPECT_THAT(ran.out, HasSubstr(catalogue().accelerators.back().architecture));
}

TEST(Specs, TellsEveryFigureAndSourceOfOne) {
  CommandLine gpupeak;
  const Accelerator& one = distinct();
  const Ran ran = gpupeak.run({"specs", one.name});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("name        " + one.name));
  for (const auto& [name, rate] : one.peaks) EXPECT_THAT(ran.out, HasSubstr("\n" + name + " "));
  size_t sources = 0;
  for (size_t at = ran.out.find("\nsource "); at != std::string::npos; at = ran.out.find("\nsource ", at + 1))
    ++sources;
  EXPECT_EQ(sources, one.sources.size());
}

TEST(Specs, ShowsADashForWhatIsNotKnown) {  // a hyphen where the terminal is said to have no UTF-8
  CommandLine gpupeak;
  EXPECT_THAT(gpupeak.run({"specs", "TPU v7"}).out, HasSubstr("\nunits       -\n"));
  EXPECT_THAT(gpupeak.run({"specs", "Apple M1 Ultra"}).out, HasSubstr("\nmemory      - "));
  const std::string all = gpupeak.run({"specs"}).out;
  EXPECT_THAT(all, HasSubstr("TPU v7"));
  EXPECT_EQ(all.find(" 0 "), std::string::npos);  // units, "0 B"
}

TEST(Specs, ListsAllThatAPartOfANameFits) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"specs", "a"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("bandwidth"));
}

TEST(Specs, ANameNobodyKnowsIsAnErrorWithTheNearest) {
  CommandLine gpupeak;
  std::string wrong = distinct().name;
  wrong.back() = '#';
  const Ran ran = gpupeak.run({"specs", wrong});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("did you mean '"));
  const Ran far = gpupeak.run({"specs", "zzzzzzzzzzzzzzzzzzzz"});
  EXPECT_EQ(far.code, 2);
  EXPECT_THAT(far.err, HasSubstr("gpupeak specs lists all"));
}

TEST(Specs, NeedsNoDevice) {
  CommandLine gpupeak;
  gpupeak.absent = "none";
  EXPECT_EQ(gpupeak.run({"specs"}).code, 0);
}

}  // namespace
}  // namespace gpupeak::testing
