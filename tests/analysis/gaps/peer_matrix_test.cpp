#include "analysis/gaps/peer_matrix.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "method/judge.h"
#include "reporters/reporters.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

// Devices as their backend counts them: the first of the report need not be number 0.
Report several(const std::vector<int>& indices) {
  Report report;
  for (const int index : indices) {
    report.devices.push_back(testing::fake_device_info());
    report.devices.back().index = index;
  }
  return report;
}

void add_copy(Report& report, int device, const std::string& route, double bytes, double rate,
              const std::string& rung = "copy_engine") {
  Measurement m;
  m.device = device;
  m.id = Case("transfer", {{"route", route}, {"host", "none"}, {"size", fmt::format("{}", bytes)}, {"rung", rung}});
  m.views = {View::peer_matrix};
  m.work.add(Resource::link_to_peer, Bytes(bytes));
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(bytes / rate), 1, std::nullopt, 0});
  judge(m, report.devices[static_cast<size_t>(device)]);
  m.outcome = Outcome::measured;
  report.measurements.push_back(std::move(m));
}

TEST(PeerMatrices, PutEachPairOfDevicesInItsPlace) {
  Report report = several({4, 2});
  add_copy(report, 0, "to_gpu2", 1 << 20, 1e11);
  add_copy(report, 1, "to_gpu4", 1 << 20, 2e11);
  const std::vector<PeerMatrix> found = peer_matrices(report);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].devices, (std::vector{2, 4}));
  EXPECT_EQ(found[0].copies, "transfer/host=none/size=1048576/rung=copy_engine");
  EXPECT_FALSE(found[0].rates[0][0] || found[0].rates[1][1]);
  EXPECT_NEAR(found[0].rates[0][1]->value, 2e11, 1e3);
  EXPECT_NEAR(found[0].rates[1][0]->value, 1e11, 1e3);
}

TEST(PeerMatrices, ShowTheLargestSizeOfEachWayOfCopying) {
  Report report = several({0, 1});
  for (const double bytes : {4096.0, 1048576.0, 65536.0})
    for (const char* rung : {"copy_engine", "kernel"}) {
      add_copy(report, 0, "to_gpu1", bytes, bytes * 1e4, rung);
      add_copy(report, 1, "to_gpu0", bytes, bytes * 2e4, rung);
    }
  const std::vector<PeerMatrix> found = peer_matrices(report);
  ASSERT_EQ(found.size(), 2u);
  for (const PeerMatrix& matrix : found) {
    EXPECT_NE(matrix.copies.find("size=1048576"), std::string::npos);
    EXPECT_NEAR(matrix.rates[0][1]->value, 1048576e4, 1e3);
  }
}

TEST(PeerMatrices, AreNoneWhereOneDeviceSendsAlone) {
  Report report = several({0, 1, 2});
  EXPECT_TRUE(peer_matrices(report).empty());
  add_copy(report, 0, "to_gpu1", 1 << 20, 1e11);
  add_copy(report, 0, "to_gpu2", 1 << 20, 1e11);
  EXPECT_TRUE(peer_matrices(report).empty());
}

TEST(PeerMatrices, LeaveOutWhatWasNotMeasuredAndWhatNamesNoDevice) {
  Report report = several({0, 1, 2});
  add_copy(report, 0, "to_gpu1", 1 << 20, 1e11);
  add_copy(report, 1, "to_gpu2", 1 << 20, 1e11);
  add_copy(report, 2, "to_gpu0", 1 << 20, 1e11);
  report.measurements.back().outcome = Outcome::wrong;
  add_copy(report, 2, "to_gpux", 1 << 20, 1e11);
  add_copy(report, 2, "to_peer", 1 << 20, 1e11);
  report.measurements.push_back(report.measurements.front());
  report.measurements.back().device = 9;  // as only a report from elsewhere has it
  const std::vector<PeerMatrix> found = peer_matrices(report);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].devices, (std::vector{0, 1, 2}));
  EXPECT_FALSE(found[0].rates[2][0] || found[0].rates[2][1]);
}

TEST(PeerMatrices, AreShownInOneUnitWithSendersDownAndReceiversAcross) {
  Report report = several({0, 1});
  add_copy(report, 0, "to_gpu1", 1 << 20, 25e9);
  add_copy(report, 1, "to_gpu0", 1 << 20, 390e9);
  std::ostringstream out;
  reporter_named("console")->write(report, out, {});
  EXPECT_NE(out.str().find("Between devices\n  transfer/host=none/size=1048576/rung=copy_engine\n"
                           "  GB/s from  to 0  to 1\n"
                           "  ─────────────────────\n"
                           "  0             –  25.0\n"
                           "  1           390     –\n"),
            std::string::npos)
      << out.str();
}

}  // namespace
}  // namespace gpupeak
