#include "tests/support/simt/simt.h"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <memory>
#include <new>
#include <numeric>
#include <vector>

#include "core/buffer.h"
#include "tests/support/simt/fiber.h"
#include "tests/support/simt/launcher.h"
#include "tests/support/simt/races.h"

namespace gpupeak::simt {
namespace {

constexpr size_t stack_bytes = size_t{64} << 10;
constexpr unsigned char poison = 0xff;  // every float and double of such bytes is a NaN
constexpr unsigned warp = 32;
constexpr size_t most_brought = 96;  // bytes of a lane

enum class State { ready, at_barrier, in_collective, ended };

struct Copy {
  void* to;
  std::vector<unsigned char> bytes;
};

struct Thread {
  Here here;
  unsigned index = 0;  // in the block
  State state = State::ready;
  Fiber fiber;
  // Of a collective.
  Collective kind{};
  uint32_t mask = 0;
  uint64_t brought = 0, taken = 0;
  int from = 0;
  uint32_t votes = 0;
  std::deque<std::vector<Copy>> groups{{}};  // asynchronous copies, the open group last
};

constexpr std::align_val_t shared_alignment{1024};  // what device_code.h promises

struct Freed {
  void operator()(unsigned char* memory) const {
    races::Unseen unseen;
    ::operator delete[](memory, shared_alignment);
  }
};
using Shared = std::unique_ptr<unsigned char[], Freed>;

// Heap memory of exactly that size, so that AddressSanitizer sees its ends.
Shared poisoned(size_t bytes) {
  races::Unseen unseen;
  Shared memory(static_cast<unsigned char*>(::operator new[](bytes, shared_alignment)));
  std::memset(memory.get(), poison, bytes);
  return memory;
}

struct Known {
  Call call;
  Keep keep;
};

std::map<const void*, Known>& known() {
  static std::map<const void*, Known> kernels;
  return kernels;
}

class Block;
Block* running = nullptr;

class Block {
 public:
  Block(const void* kernel, void** arguments, const dim3& blocks, const dim3& threads, uint3 at, size_t shared_bytes,
        uint64_t seed, const Machine& machine, std::vector<std::unique_ptr<unsigned char[]>>& stacks)
      : kernel_(kernel), arguments_(arguments), machine_(machine), dynamic_(poisoned(shared_bytes)) {
    const unsigned linear = at.x + blocks.x * (at.y + blocks.y * at.z);
    sm_ = linear % static_cast<unsigned>(machine.sms);
    for (unsigned z = 0; z < threads.z; ++z)
      for (unsigned y = 0; y < threads.y; ++y)
        for (unsigned x = 0; x < threads.x; ++x) {
          threads_.push_back(std::make_unique<Thread>());
          Thread& thread = *threads_.back();
          thread.here = {{x, y, z}, at, threads, blocks};
          thread.index = static_cast<unsigned>(threads_.size() - 1);
        }
    {
      races::Unseen unseen;
      while (stacks.size() < threads_.size()) stacks.emplace_back(new unsigned char[stack_bytes]);
    }
    for (size_t i = 0; i < threads_.size(); ++i) threads_[i]->fiber.start(body, stacks[i].get(), stack_bytes);
    order_.resize(threads_.size());
    std::iota(order_.begin(), order_.end(), size_t{0});
    if (seed % 4 == 1) std::reverse(order_.begin(), order_.end());
    if (seed % 4 >= 2)
      for (size_t left = order_.size(); left > 1; --left) std::swap(order_[left - 1], order_[mix(seed, left) % left]);
  }

  // `over` is what the end of every thread releases.
  std::string run(void* over) {
    running = this;
    over_ = over;
    races::release(&begun_);
    while (wrong_.empty() && !all(State::ended)) {
      bool moved = false;
      for (const size_t i : order_) {
        Thread& thread = *threads_[i];
        if (thread.state != State::ready) continue;
        current_ = &thread;
        thread.fiber.resume();
        moved = true;
        if (!wrong_.empty()) break;
      }
      if (!moved && wrong_.empty()) release_barrier();
    }
    running = nullptr;
    if (!wrong_.empty()) races::acquire(over_);
    return wrong_;
  }

  Thread& current() { return *current_; }
  const Machine& machine() const { return machine_; }
  uint32_t sm() const { return sm_; }
  void* dynamic() { return dynamic_.get(); }
  void* fixed(const void* key, size_t bytes) {
    races::Unseen unseen;  // by whom it is first named means nothing
    auto& memory = fixed_[key];
    if (!memory) memory = poisoned(bytes);
    return memory.get();
  }

  void refuse_copy(int bytes) {
    fail(*current_,
         fmt::format("copies {} bytes asynchronously from or to an address that is no multiple of them", bytes));
    current_->fiber.back(true);
  }

  void wait_at_barrier() {
    void* const tag = &barriers_[passed_ % 2];
    current_->state = State::at_barrier;
    races::release(tag);
    current_->fiber.back(false);
    races::acquire(tag);
  }

  void collect(Collective kind, uint32_t mask, uint64_t value, int from) {
    Thread& own = *current_;
    own.kind = kind;
    own.mask = mask;
    own.brought = value;
    own.from = from;
    own.state = State::in_collective;
    // Of the operations of a warp only __syncwarp orders memory (CUDA C++ Programming Guide, warp shuffle functions).
    Warp& warp_of_it = warps_[own.index / warp];
    void* const tag = &warp_of_it.syncs[warp_of_it.passed % 2];
    if (kind == Collective::sync) races::release(tag);
    const bool together = meet(own);
    if (!wrong_.empty()) return own.fiber.back(true);  // nothing on this stack owns memory: it is left for good
    if (!together) own.fiber.back(false);
    if (kind == Collective::sync) races::acquire(tag);
  }

  // Two turns of what lanes bring: one may be at the next instruction before another has read what was brought to this.
  const std::byte* together(Collective kind, const void* own, size_t bytes) {
    Warp& warp_of_it = [&]() -> Warp& {
      races::Unseen unseen;  // by whom it is first named means nothing
      return warps_[current_->index / warp];
    }();
    std::byte* const brought = warp_of_it.brought[warp_of_it.passed % 2];
    if (bytes > most_brought) {
      fail(*current_, "brings more to a warp operation than the emulator has room for");
      current_->fiber.back(true);
    }
    {
      races::Unseen unseen;
      std::memcpy(brought + bytes * (current_->index % warp), own, bytes);
    }
    collect(kind, 0xffffffffu, 0, static_cast<int>(current_->index % warp));
    return brought;
  }

 private:
  static void body() {
    Block& block = *running;
    Thread& own = *block.current_;
    own.fiber.entered();
    races::acquire(&block.begun_);
    known().at(block.kernel_).call(block.kernel_, block.arguments_);
    own.state = State::ended;
    races::release(block.over_);
    own.fiber.back(true);
  }

  bool all(State state) const {
    return std::ranges::all_of(threads_, [&](const auto& thread) { return thread->state == state; });
  }
  size_t count(State state) const {
    return static_cast<size_t>(std::ranges::count_if(threads_, [&](const auto& t) { return t->state == state; }));
  }

  bool fail(const Thread& thread, const std::string& what) {
    wrong_ = fmt::format("thread {} of block ({},{},{}) {}", thread.index, thread.here.block.x, thread.here.block.y,
                         thread.here.block.z, what);
    races::release(over_);
    return false;
  }

  // Nobody can move: either all wait at the barrier, or the kernel hangs.
  void release_barrier() {
    if (all(State::at_barrier)) {
      for (auto& thread : threads_) thread->state = State::ready;
      ++passed_;
      return;
    }
    const Here& here = threads_.front()->here;
    wrong_ = fmt::format("block ({},{},{}) hangs: of {} threads {} wait at a barrier, {} in a warp operation, {} ended",
                         here.block.x, here.block.y, here.block.z, threads_.size(), count(State::at_barrier),
                         count(State::in_collective), count(State::ended));
  }

  // When the last lane of the mask has come, all of them go on; false as long as some are missing, or the kernel is
  // wrong.
  bool meet(const Thread& last) {
    if ((last.mask >> last.index % warp & 1) == 0) return fail(last, "is not in the mask of its own warp operation");
    const unsigned first = last.index / warp * warp;
    std::vector<Thread*> lanes;
    for (unsigned lane = 0; lane < warp; ++lane) {
      if ((last.mask >> lane & 1) == 0) continue;
      if (first + lane >= threads_.size()) continue;  // a block's last warp may be short; hardware has no such lane
      Thread& other = *threads_[first + lane];
      if (other.state != State::in_collective) return false;
      if (other.kind != last.kind || other.mask != last.mask)
        return fail(last, fmt::format("meets lane {} in another warp operation, or with another mask", lane));
      lanes.push_back(&other);
    }
    if (last.kind == Collective::matrix && lanes.size() != warp)
      return fail(last, fmt::format("uses a matrix unit with {} lanes instead of 32", lanes.size()));
    uint32_t votes = 0;
    for (const Thread* lane : lanes) votes |= static_cast<uint32_t>(lane->brought & 1) << lane->index % warp;
    for (Thread* lane : lanes) {
      const auto from = first + static_cast<unsigned>(lane->from);
      if ((last.mask >> lane->from & 1) == 0 || from >= threads_.size())
        return fail(last, fmt::format("takes a value from lane {}, which takes no part", lane->from));
      lane->taken = threads_[from]->brought;
      lane->votes = votes;
    }
    for (Thread* lane : lanes) lane->state = State::ready;
    ++warps_[last.index / warp].passed;
    return true;
  }

  const void* kernel_;
  void** arguments_;
  const Machine& machine_;
  uint32_t sm_ = 0;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::vector<size_t> order_;
  Thread* current_ = nullptr;
  Shared dynamic_;
  std::map<const void*, Shared> fixed_;
  std::string wrong_;
  // Tags of what orders memory; two take turns, as one thread may stand at the next barrier before another has left.
  struct Warp {
    unsigned passed = 0;
    char syncs[2] = {};
    alignas(16) std::byte brought[2][warp * most_brought];
  };
  std::map<unsigned, Warp> warps_;
  unsigned passed_ = 0;
  char begun_ = 0, barriers_[2] = {};
  void* over_ = nullptr;
};

}  // namespace

const Here& here() { return running->current().here; }
int lane() { return static_cast<int>(running->current().index % warp); }
uint64_t cycles() { return running->machine().cycles; }
uint64_t nanoseconds() { return running->machine().nanoseconds; }
uint32_t sm() { return running->sm(); }
void* dynamic_shared() { return running->dynamic(); }
void* static_shared(const void* key, size_t bytes) { return running->fixed(key, bytes); }
void barrier() { running->wait_at_barrier(); }

uint64_t exchange(Collective kind, uint32_t mask, uint64_t value, int from) {
  running->collect(kind, mask, value, from);
  return running->current().taken;
}

const std::byte* together(Collective kind, const void* own, size_t bytes) {
  return running->together(kind, own, bytes);
}

uint32_t ballot(uint32_t mask, bool predicate) {
  running->collect(Collective::vote, mask, predicate ? 1 : 0, lane());
  return running->current().votes;
}

void copy_async(void* shared, const void* global, int bytes, bool there) {
  const auto size = static_cast<uintptr_t>(bytes);
  if (reinterpret_cast<uintptr_t>(shared) % size != 0 || reinterpret_cast<uintptr_t>(global) % size != 0)
    running->refuse_copy(bytes);
  Copy copy{shared, std::vector<unsigned char>(static_cast<size_t>(bytes))};
  if (there) std::memcpy(copy.bytes.data(), global, copy.bytes.size());
  std::memset(shared, poison, copy.bytes.size());  // until it is waited for
  running->current().groups.back().push_back(std::move(copy));
}

void copy_async_commit() { running->current().groups.emplace_back(); }

void copy_async_wait(int groups) {
  auto& open = running->current().groups;
  while (open.size() > static_cast<size_t>(groups) + 1) {  // the last is not committed
    for (const Copy& copy : open.front()) std::memcpy(copy.to, copy.bytes.data(), copy.bytes.size());
    open.pop_front();
  }
}

void know(const void* kernel, Call call, Keep keep) { known()[kernel] = {call, keep}; }

Parameters keep(const void* kernel, void** arguments) {
  const auto found = known().find(kernel);
  return found == known().end() ? Parameters() : found->second.keep(arguments);
}

std::string launch(const void* kernel, const dim3& blocks, const dim3& threads, void** arguments, size_t shared_bytes,
                   uint64_t seed, const Machine& machine) {
  if (!known().contains(kernel)) return "a kernel that was never announced";
  const size_t count = size_t{blocks.x} * blocks.y * blocks.z;
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  if (seed % 2 == 1) std::reverse(order.begin(), order.end());
  static std::vector<std::unique_ptr<unsigned char[]>> stacks;  // kept: a launch needs up to 1024
  char over = 0;  // blocks may run at once, so nothing orders them but the launch's end
  for (const size_t linear : order) {
    const uint3 at{static_cast<unsigned>(linear % blocks.x), static_cast<unsigned>(linear / blocks.x % blocks.y),
                   static_cast<unsigned>(linear / blocks.x / blocks.y)};
    if (races::seen) {  // what another block's thread had on a stack must not meet this one's
      races::Unseen unseen;
      stacks.clear();
    }
    auto block = std::make_unique<Block>(kernel, arguments, blocks, threads, at, shared_bytes, mix(seed, linear),
                                         machine, stacks);
    std::string wrong = block->run(&over);
    {
      races::Unseen unseen;  // its threads' memory is given back by the scheduler
      block.reset();
    }
    if (!wrong.empty()) return wrong;
  }
  races::acquire(&over);
  return "";
}

}  // namespace gpupeak::simt
