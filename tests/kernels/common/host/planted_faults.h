// Planted faults: a real kernel's right result is spoilt in one way at a time, and the check must see each.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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
template <class T, class Input = T>
struct Subject {
  std::function<void(uint64_t round)> reset;
  std::function<void()> launch;
  std::function<Check()> check;
  Operand<T> out{"", nullptr, 0};
  std::vector<Operand<Input>> inputs;
  T nudge{};
};

// Applies `spoil` to a right result and expects a check that fails and whose message names `place`.
template <class T, class Input>
void expect_caught(const Subject<T, Input>& subject, const std::string& fault, const std::string& place,
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

// Element types without arithmetic of their own move as doubles do, which do not hold every word.
template <class T>
T moved(T value, T by) {
  if constexpr (sizeof(T) == 8) return static_cast<T>(value + by);
  return static_cast<T>(static_cast<double>(value) + static_cast<double>(by));
}

template <class T, class Input>
void expect_every_fault_caught(const Subject<T, Input>& subject) {
  T* out = subject.out.data;
  const int64_t last = subject.out.count - 1;
  const std::string& name = subject.out.name;
  expect_caught(subject, "one wrong element at the end", "", [&] { out[last] = moved(out[last], subject.nudge); });
  expect_caught(subject, "all zero", "", [&] { std::fill(out, out + last + 1, static_cast<T>(0)); });
  if constexpr (!std::is_integral_v<T>) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    expect_caught(subject, "NaN", "", [&] { out[last] = static_cast<T>(std::nan("")); });
    expect_caught(subject, "Inf", "", [&] { out[last / 2] = static_cast<T>(infinity); });
    expect_caught(subject, "-Inf", "", [&] { out[0] = static_cast<T>(-infinity); });
  }
  expect_caught(subject, "a store one past the end", "'" + name + "'", [&] { out[last + 1] = static_cast<T>(1); });
  expect_caught(subject, "a store one before the start", "'" + name + "'", [&] { out[-1] = static_cast<T>(1); });
  for (const Operand<Input>& in : subject.inputs) {
    expect_caught(subject, "an overwritten input", "'" + in.name + "'", [&] {
      Input& end = in.data[in.count - 1];
      end = moved(end, static_cast<Input>(1));
    });
    expect_caught(subject, "a store one past an input", "'" + in.name + "'",
                  [&] { in.data[in.count] = static_cast<Input>(1); });
  }
  expect_caught(subject, "a stale result", "", [&] { subject.reset(7); });  // the second launch does nothing

  subject.reset(8);
  subject.launch();
  // Where they are alike, as all are in `write`, order means nothing.
  if (std::abs(static_cast<double>(out[0]) - static_cast<double>(out[last])) > static_cast<double>(subject.nudge))
    expect_caught(subject, "two elements in each other's place", "", [&] { std::swap(out[0], out[last]); });
}

}  // namespace gpupeak::testing
