#include "kernels/pages/pages.h"

#include <gtest/gtest.h>

#include <cstring>

#include "kernels/families.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::this_host;

// The host's regions with one fault: of region 1, what `wrong` names is not done.
class Faulty : public pages::Regions {
 public:
  static inline std::string wrong;
  static inline Faulty* last = nullptr;
  explicit Faulty(std::unique_ptr<Regions> real) : real_(std::move(real)) { last = this; }
  void map(int64_t region) override {
    if (wrong != "map" || region != 1) real_->map(region);
  }
  bool unmap(int64_t region) override { return real_->unmap(region) && (wrong != "unmap" || region != 1); }
  std::byte* at(int64_t region) override { return real_->at(region); }
  int64_t page_bytes() const override { return real_->page_bytes(); }

 private:
  std::unique_ptr<Regions> real_;
};

constinit const pages::Rung faulty{
    .name = "faulty",
    .idea = "a planted fault",
    .applies = [](pages::Op) { return true; },
    .refuses = nullptr,
    .make = [](Device& device, const pages::Problem& problem, int64_t regions) -> std::unique_ptr<pages::Regions> {
      return std::make_unique<Faulty>(
          kernels::host_kernels().of<pages::Rung>().front()->make(device, problem, regions));
    },
};

Check after(const pages::Rung& rung, pages::Op op, int64_t armed, int64_t launches,
            const std::function<void()>& spoil = {}) {
  pages::Data data(this_host(), rung, {op, 2}, 3);
  data.arm(armed);
  const Launch launch = data.launch();
  for (int64_t i = 0; i < launches; ++i) launch(this_host().queue());
  if (spoil) spoil();
  return data.check();
}

TEST(HostPages, EveryRungDoesEveryOp) {
  for (const pages::Rung* rung : kernels::host_kernels().of<pages::Rung>()) {
    if (rung->refuses(this_host().info(), {})) continue;
    for (const pages::OpRow& op : pages::ops) {
      const Check check = after(*rung, op.id, 3, 3);
      EXPECT_TRUE(check.ok) << rung->name << " " << op.name << ": " << check.where;
    }
  }
}

TEST(HostPages, RegionsAreArmedAnewForEveryWindow) {
  pages::Data data(this_host(), *kernels::host_kernels().of<pages::Rung>().front(), {pages::Op::free, 1}, 3);
  for (int window = 0; window < 3; ++window) {
    data.arm(2);
    const Launch launch = data.launch();
    launch(this_host().queue());
    launch(this_host().queue());
    EXPECT_TRUE(data.check().ok);
    EXPECT_THROW(launch(this_host().queue()), std::logic_error);
  }
}

TEST(HostPages, ALaunchLeftOutIsCaught) {
  for (const pages::OpRow& op : pages::ops)
    EXPECT_FALSE(after(*kernels::host_kernels().of<pages::Rung>().front(), op.id, 3, 2).ok) << op.name;
}

TEST(HostPages, EveryPlantedFaultIsCaught) {
  Faulty::wrong = "map";
  EXPECT_NE(after(faulty, pages::Op::allocate, 2, 2).where.find("region 1 is not mapped"), std::string::npos);
  Faulty::wrong = "unmap";
  EXPECT_NE(after(faulty, pages::Op::free, 2, 2).where.find("region 1"), std::string::npos);
  Faulty::wrong = "";
  EXPECT_TRUE(after(faulty, pages::Op::touch, 2, 2).ok);
  for (const int64_t byte : {int64_t{0}, int64_t{4096}, int64_t{5000}, int64_t{2} * pages::huge_page - 1}) {
    const Check check = after(faulty, pages::Op::touch, 2, 2, [&] { Faulty::last->at(1)[byte] ^= std::byte{1}; });
    EXPECT_NE(check.where.find("region 1 holds a wrong value"), std::string::npos) << byte << " " << check.where;
  }
  EXPECT_NE(
      after(faulty, pages::Op::allocate, 2, 2, [] { *Faulty::last->at(0) = std::byte{1}; }).where.find("not fresh"),
      std::string::npos);
}

}  // namespace
}  // namespace gpupeak::host
