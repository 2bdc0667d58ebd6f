// Planted faults: a real kernel's right result is spoilt in one way at a time, and the check must see each.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/verify.h"

namespace gpupeak::testing {

template <class T>
struct Operand {
  Operand(std::string called, T* at, int64_t elements) : name(std::move(called)), data(at), count(elements) {}
  std::string name;
  T* data;
  int64_t count;
};

// One family's case on a device whose memory the test can reach. `nudge` is the smallest error that must be seen.
template <class T>
struct Subject {
  std::function<void(uint64_t round)> reset;
  std::function<void()> launch;
  std::function<Check()> check;
  Operand<T> out{"", nullptr, 0};
  std::vector<Operand<T>> inputs;
  T nudge{};
};

// Applies `spoil` to a right result and expects a check that fails and whose message names `place`.
template <class T>
void expect_caught(const Subject<T>& subject, const std::string& fault, const std::string& place,
                   const std::function<void()>& spoil) {
  static uint64_t round = 100;
  subject.reset(++round);
  subject.launch();
  const Check right = subject.check();
  ASSERT_TRUE(right.ok) << fault << ", before it: " << right.where;
  spoil();
  const Check wrong = subject.check();
  EXPECT_FALSE(wrong.ok) << fault << " went unseen";
  EXPECT_NE(wrong.where.find(place), std::string::npos) << fault << ": '" << wrong.where << "' does not name " << place;
}

template <class T>
void expect_every_fault_caught(const Subject<T>& subject) {
  T* out = subject.out.data;
  const int64_t last = subject.out.count - 1;
  const std::string& name = subject.out.name;
  expect_caught(subject, "one wrong element at the end", "", [&] { out[last] += subject.nudge; });
  expect_caught(subject, "all zero", "", [&] { std::fill(out, out + last + 1, T{}); });
  if constexpr (std::is_floating_point_v<T>) {
    expect_caught(subject, "NaN", "", [&] { out[last] = std::numeric_limits<T>::quiet_NaN(); });
    expect_caught(subject, "Inf", "", [&] { out[last / 2] = std::numeric_limits<T>::infinity(); });
    expect_caught(subject, "-Inf", "", [&] { out[0] = -std::numeric_limits<T>::infinity(); });
  }
  expect_caught(subject, "a store one past the end", "'" + name + "'", [&] { out[last + 1] = T{1}; });
  expect_caught(subject, "a store one before the start", "'" + name + "'", [&] { out[-1] = T{1}; });
  for (const Operand<T>& in : subject.inputs) {
    expect_caught(subject, "an overwritten input", "'" + in.name + "'", [&] { in.data[in.count - 1] += T{1}; });
    expect_caught(subject, "a store one past an input", "'" + in.name + "'", [&] { in.data[in.count] = T{1}; });
  }
  expect_caught(subject, "a stale result", "", [&] { subject.reset(7); });  // the second launch does nothing

  subject.reset(8);
  subject.launch();
  if (out[0] != out[last])  // where all are equal, as in `write`, order means nothing
    expect_caught(subject, "two elements in each other's place", "", [&] { std::swap(out[0], out[last]); });
}

}  // namespace gpupeak::testing
