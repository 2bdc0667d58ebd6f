#include "kernels/stream/stream.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "kernels/common/host/isa.h"
#include "kernels/common/word_sum.h"
#include "kernels/families.h"
#include "kernels/stream/host/walks.h"
#include "tests/kernels/common/host/planted_faults.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Operand;
using gpupeak::testing::Subject;
using gpupeak::testing::this_host;

// Calls use(rung, op, units) for all that means something.
template <class Use>
void each_host_stream_case(Use use) {
  for (const stream::Rung* rung : kernels::host_kernels().of<stream::Rung>()) {
    for (const stream::OpRow& op : stream::ops) {
      if (!rung->applies(op.id) || rung->refuses(this_host().info(), {op.id, 1, 1, 1})) continue;
      for (int units = 1; units <= this_host().info().units; ++units) {
        SCOPED_TRACE(std::string(rung->name) + " " + std::string(op.name) + " units " + std::to_string(units));
        use(*rung, op.id, units);
      }
    }
  }
}

void host_stream_expect_right(const stream::Rung& rung, const stream::Problem& problem, int sets) {
  stream::Data data(this_host(), problem, sets, DataKind::random, 3);
  data.reset(0);
  for (int set = 0; set < sets; ++set) rung.bind(this_host(), problem, data.operands(set))(this_host().queue());
  const Check check = data.check();
  EXPECT_TRUE(check.ok) << problem.count << " elements: " << check.where;
}

TEST(HostStream, EveryRungIsRightOnRaggedCounts) {
  each_host_stream_case([](const stream::Rung& rung, stream::Op op, int units) {
    for (const int64_t count : {1, 7, 33, 127, 129, 1000003}) host_stream_expect_right(rung, {op, count, units, 1}, 1);
  });
}

TEST(HostStream, EveryRungIsRightOverManyPassesAndSets) {
  each_host_stream_case([](const stream::Rung& rung, stream::Op op, int units) {
    host_stream_expect_right(rung, {op, 1031, units, 7}, 1);
    host_stream_expect_right(rung, {op, 1031, units, 1}, 3);
  });
}

TEST(HostStream, EveryPlantedFaultIsCaught) {
  each_host_stream_case([](const stream::Rung& rung, stream::Op op, int units) {
    const stream::Problem problem{op, 1003, units, 2};
    stream::Data data(this_host(), problem, 1, DataKind::random, 5);
    const stream::Operands o = data.operands(0);
    const Launch launch = rung.bind(this_host(), problem, o);
    std::vector<Operand<double>> inputs;
    if (o.b && op != stream::Op::init) inputs.emplace_back("b", o.b, problem.count);
    if (o.c && op != stream::Op::init) inputs.emplace_back("c", o.c, problem.count);
    const auto expect_caught_in = [&]<class T>(const Operand<T>& out, T nudge) {
      expect_every_fault_caught(Subject<T, double>{
          .reset = [&](uint64_t round) { data.reset(round); },
          .launch = [&] { launch(this_host().queue()); },
          .check = [&] { return data.check(); },
          .out = out,
          .inputs = inputs,
          .nudge = nudge,
      });
    };
    if (o.a)
      expect_caught_in(Operand<double>("a", o.a, problem.count), 0x1p-20);
    else if (op == stream::Op::dot)
      expect_caught_in(Operand<double>("sums", reinterpret_cast<double*>(o.sums), units), 0x1p-20);
    else
      expect_caught_in(Operand<uint64_t>("sums", o.sums, units), uint64_t{1});
  });
}

TEST(HostStream, AnElementThatALaunchLeftOutIsCaught) {
  each_host_stream_case([](const stream::Rung& rung, stream::Op op, int units) {
    const stream::Problem whole{op, 1003, units, 1}, short_of_one{op, 1002, units, 1};
    stream::Data data(this_host(), whole, 1, DataKind::random, 5);
    data.reset(0);
    rung.bind(this_host(), short_of_one, data.operands(0))(this_host().queue());
    EXPECT_FALSE(data.check().ok);
  });
}

struct NamedWalks {
  const char* feature;
  const Walks* walks;
};
constexpr NamedWalks all_walks[] = {
    {"", &walks_vector128},
    {"avx2", &walks_avx2},
    {"avx512f", &walks_avx512},
};

// What element i of `a` holds after a walk over `count` elements from `offset`, that began with all elements -7.
double expected_element(stream::Op op, size_t i, size_t offset, size_t count, const std::vector<double>& b,
                        const std::vector<double>& c) {
  constexpr double untouched = -7;
  if (i < offset || i >= offset + count) return untouched;
  const size_t at = i - offset;
  switch (op) {
    case stream::Op::read:
      return untouched;
    case stream::Op::write:
      return stream::scalar;
    case stream::Op::copy:
      return b[at + 1];
    case stream::Op::scale:
      return stream::scalar * b[at + 1];
    case stream::Op::add:
      return b[at + 1] + c[at + 2];
    case stream::Op::triad:
      return b[at + 1] + stream::scalar * c[at + 2];
    case stream::Op::dot:
      return untouched;
    case stream::Op::init:
      return stream::fills[0];
  }
  return untouched;
}

uint64_t expected_sum(stream::Op op, size_t count, const std::vector<double>& b, const std::vector<double>& c) {
  double products = 0;
  uint64_t words = 0;
  for (size_t i = 0; i < count; ++i) products += b[i + 1] * c[i + 2], words += word_of(b[i + 1]);
  return op == stream::Op::dot ? word_of(products) : op == stream::Op::read ? words : 0;
}

void expect_any_count_and_alignment(stream::Op op, Walk walk) {
  std::vector<double> a(200), b(200), c(200);
  for (size_t i = 0; i < b.size(); ++i) b[i] = generated(DataKind::random, 1, i);
  for (size_t i = 0; i < c.size(); ++i) c[i] = generated(DataKind::random, 2, i);
  const stream::OpRow& uses = stream::row(op);
  for (size_t offset = 0; offset < 9; ++offset) {
    for (size_t count = 0; count < 140; ++count) {
      std::fill(a.begin(), a.end(), -7);
      const uint64_t sum = walk(uses.writes > 0 ? a.data() + offset : nullptr, uses.reads > 0 ? b.data() + 1 : nullptr,
                                uses.reads > 1 ? c.data() + 2 : nullptr, static_cast<int64_t>(count), 1);
      for (size_t i = 0; i < a.size(); ++i)
        ASSERT_EQ(a[i], expected_element(op, i, offset, count, b, c)) << "offset " << offset << " count " << count;
      ASSERT_EQ(sum, expected_sum(op, count, b, c)) << "count " << count;
    }
  }
}

// Every width that this CPU has, not only the widest: any count from nothing up, at any alignment, and nothing beside.
TEST(HostStream, EveryWidthServesAnyCountAndAlignment) {
  for (const auto& [feature, walks] : all_walks) {
    if (*feature && !has_feature(this_host().info(), feature)) continue;
    for (const auto& kind : {walks->plain, walks->streaming, walks->prefetched}) {
      for (const stream::OpRow& op : stream::ops) {
        if (op.id == stream::Op::init) continue;  // below
        SCOPED_TRACE(std::string(feature) + " " + std::string(op.name));
        if (const Walk walk = kind[static_cast<size_t>(op.id)]) expect_any_count_and_alignment(op.id, walk);
      }
    }
  }
}

// All three arrays, at alignments that agree and that do not.
TEST(HostStream, EveryWidthFillsAnyCountAtAnyAlignment) {
  for (const auto& [feature, walks] : all_walks) {
    if (*feature && !has_feature(this_host().info(), feature)) continue;
    for (const auto& kind : {walks->plain, walks->streaming}) {
      const Walk walk = kind[static_cast<size_t>(stream::Op::init)];
      if (!walk) continue;
      for (size_t offset = 0; offset < 9; ++offset) {
        for (size_t count = 0; count < 140; ++count) {
          std::array<std::vector<double>, 3> arrays;
          for (std::vector<double>& array : arrays) array.assign(200, -7);
          const std::array<size_t, 3> from{offset, offset % 2 ? offset : 8, offset % 3 ? offset : 2};
          walk(arrays[0].data() + from[0], arrays[1].data() + from[1], arrays[2].data() + from[2],
               static_cast<int64_t>(count), 1);
          for (size_t array = 0; array < 3; ++array)
            for (size_t i = 0; i < 200; ++i)
              ASSERT_EQ(arrays[array][i], i >= from[array] && i < from[array] + count ? stream::fills[array] : -7)
                  << feature << " array " << array << " element " << i << " count " << count;
        }
      }
    }
  }
}

TEST(HostStream, AFaultInAnyArrayOfInitIsCaught) {
  each_host_stream_case([](const stream::Rung& rung, stream::Op op, int units) {
    if (op != stream::Op::init) return;
    const stream::Problem problem{op, 1003, units, 1};
    stream::Data data(this_host(), problem, 1, DataKind::random, 5);
    const stream::Operands o = data.operands(0);
    for (const auto& [array, name] : {std::pair{o.a, "a"}, {o.b, "b"}, {o.c, "c"}}) {
      for (const int64_t at : {int64_t{-1}, int64_t{0}, problem.count - 1, problem.count}) {
        data.reset(1);
        rung.bind(this_host(), problem, o)(this_host().queue());
        ASSERT_TRUE(data.check().ok);
        array[at] += 1;
        const Check check = data.check();
        EXPECT_FALSE(check.ok);
        const bool outside = at < 0 || at >= problem.count;
        const std::string place = outside ? "'" + std::string(name) + "'" : name + ("[" + std::to_string(at) + "]");
        EXPECT_NE(check.where.find(place), std::string::npos) << check.where;
      }
    }
  });
}

TEST(HostStream, StreamingSaysWhatItCannotDo) {
  for (const stream::Rung* rung : kernels::host_kernels().of<stream::Rung>())
    if (rung->name == "streaming") {
      EXPECT_FALSE(rung->applies(stream::Op::read));
      EXPECT_NE(rung->refuses(this_host().info(), {stream::Op::read, 1, 1, 1}).value_or("").find("rung=plain"),
                std::string::npos);
    }
}

}  // namespace
}  // namespace gpupeak::host
