// Family `pages`: what the system charges for memory. `allocate` maps a region and touches nothing, `touch` writes to
// each page of it for the first time, `free` gives a region back that was touched, where touching is a price of its
// own. One thread; each region is used once.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/device.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::pages {

enum class Op { allocate, touch, free };

struct OpRow {
  Op id;
  std::string_view name;
};
inline constexpr std::array ops{OpRow{Op::allocate, "allocate"}, OpRow{Op::touch, "touch"}, OpRow{Op::free, "free"}};
std::optional<Op> op_named(std::string_view);

inline constexpr int64_t huge_page = int64_t{2} << 20;

struct Problem {
  Op op = Op::touch;
  int64_t huge_pages = 1;  // size of a region
};

// A rung's regions. Indices count from 0.
class Regions {
 public:
  virtual ~Regions() = default;
  virtual void map(int64_t region) = 0;
  virtual bool unmap(int64_t region) = 0;     // whether the system took it back
  virtual std::byte* at(int64_t region) = 0;  // null: not mapped
  virtual int64_t page_bytes() const = 0;     // that one first touch brings; the region where a call brings all of it
  virtual bool fresh_is_zero() const { return true; }
  // For checks: a word of a mapped region, wherever it lies.
  virtual uint64_t load(int64_t region, int64_t offset) { return *reinterpret_cast<uint64_t*>(at(region) + offset); }
  virtual void store(int64_t region, int64_t offset, uint64_t value) {
    *reinterpret_cast<uint64_t*>(at(region) + offset) = value;
  }
};

struct Rung {
  static constexpr std::string_view family = "pages";
  static Problem smallest() { return {.op = Op::touch, .huge_pages = 1}; }

  std::string_view name;
  std::string_view idea;
  bool (*applies)(Op);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  std::unique_ptr<Regions> (*make)(Device&, const Problem&, int64_t regions);
};

// Most regions that a window may use, so that they total 512 MiB.
int64_t most_regions(const Problem&);
// Steps are pages for `touch` and `free`, one for `allocate`; `used` is the region that `touch` clears.
Work work(const Problem&, int64_t page_bytes);

class Data {
 public:
  Data(Device&, const Rung&, const Problem&, uint64_t seed);
  // Untimed: so many regions as the next launches expect them, one each.
  void arm(int64_t launches);
  Launch launch();
  Check check();  // of the launches since arm
  int64_t page_bytes() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::pages
