// Modules on one channel share its rate, so channels are counted, not modules; which channel a module is on is told
// only by the names that the board's maker gave to its slots.
#include "device/host/memory_modules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <vector>

#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* memory_modules_remedy = "give the figure of your modules with --peak dram=51.2GB/s";

struct Module {
  int data_bits = 0;
  int64_t transfers_per_us = 0;  // MT/s
  std::string slot, bank;        // "DIMM_A1", "P0 CHANNEL A"
};

// One structure: a formatted area whose second byte is its length, then strings that end with a zero each, counted
// from 1.
class Structure {
 public:
  explicit Structure(std::string_view bytes) : bytes_(bytes) {}
  bool is(uint8_t type) const { return byte(0) == type && length() <= bytes_.size(); }
  int64_t number(size_t at, size_t size) const {
    if (at + size > std::min(length(), bytes_.size())) return 0;
    int64_t value = 0;
    for (size_t i = size; i-- > 0;) value = value << 8 | byte(at + i);
    return value;
  }
  std::string string(size_t at) const {
    const int64_t wanted = number(at, 1);
    std::string_view rest = bytes_.substr(std::min(length(), bytes_.size()));
    for (int64_t i = 1; i < wanted && !rest.empty(); ++i)
      rest.remove_prefix(std::min(rest.find('\0'), rest.size() - 1) + 1);
    return wanted == 0 ? "" : std::string(rest.substr(0, rest.find('\0')));
  }

 private:
  uint8_t byte(size_t at) const { return at < bytes_.size() ? static_cast<uint8_t>(bytes_[at]) : uint8_t{0}; }
  size_t length() const { return byte(1); }
  std::string_view bytes_;
};

// Nothing for an empty slot.
std::optional<Module> module_in(const Structure& s) {
  if (!s.is(17) || s.number(0x0c, 2) == 0) return std::nullopt;
  constexpr int64_t see_extended = 0xffff;
  int64_t speed = s.number(0x20, 2);
  if (speed == see_extended) speed = s.number(0x58, 4);
  return Module{static_cast<int>(s.number(0x0a, 2)), speed, s.string(0x10), s.string(0x11)};
}

// The part of a slot's name that names its channel, in capitals: "P0 CHANNEL A" of "P0 CHANNEL A DIMM 1", "CPU1_DIMM_A"
// of "CPU1_DIMM_A2". Empty when the name follows neither custom.
std::string channel_in(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto is = [&](size_t i, auto kind) { return i < name.size() && kind(static_cast<unsigned char>(name[i])); };
  const auto alnum = [](unsigned char c) { return std::isalnum(c) != 0; };
  const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto alpha = [](unsigned char c) { return std::isalpha(c) != 0; };
  if (const size_t word = name.find("CHANNEL"); word != std::string::npos) {
    size_t end = word + 7;
    while (end < name.size() && !is(end, alnum)) ++end;
    const size_t key = end;
    while (is(end, alnum)) ++end;
    return end > key ? name.substr(0, end) : "";
  }
  size_t last = name.size();
  while (last > 0 && is(last - 1, digit)) --last;
  const bool letter_then_digits = last > 0 && last < name.size() && is(last - 1, alpha);
  const bool letter_stands_alone = last >= 2 && !is(last - 2, alpha);
  return letter_then_digits && letter_stands_alone ? name.substr(0, last) : "";
}

std::vector<Module> modules_under(const fs::path& entries, bool& refused) {
  std::vector<Module> modules;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(entries, failed)) {
    if (!entry.path().filename().string().starts_with("17-")) continue;
    const auto raw = read_bytes(entry.path() / "raw");
    if (!raw)
      refused = true;
    else if (const auto module = module_in(Structure(*raw)))
      modules.push_back(*module);
  }
  return modules;
}

DramRate unknown(std::string_view why) { return {std::nullopt, std::string(why), memory_modules_remedy}; }

}  // namespace

DramRate read_dram_rate(bool virtual_machine, const fs::path& root) {
  if (virtual_machine) return unknown("a virtual machine hides its memory modules");
  bool refused = false;
  const std::vector<Module> modules = modules_under(root / "sys/firmware/dmi/entries", refused);
  if (refused) return unknown("the firmware's list of memory modules can be read by root only");
  if (modules.empty()) return unknown("the firmware lists no memory modules");
  std::map<std::string, Module> channels;  // the slowest module of each
  for (const Module& module : modules) {
    if (module.data_bits < 8 || module.data_bits > 128 || module.transfers_per_us < 100 ||
        module.transfers_per_us > 50000)
      return unknown("the firmware does not tell the speed of every memory module");
    const std::string of_bank = channel_in(module.bank);
    const std::string channel = of_bank.empty() ? channel_in(module.slot) : of_bank;
    if (channel.empty())
      return unknown(fmt::format("the name of memory slot '{}' does not tell its channel", module.slot));
    const auto [at, is_new] = channels.emplace(channel, module);
    if (!is_new) at->second.transfers_per_us = std::min(at->second.transfers_per_us, module.transfers_per_us);
  }
  double bytes_per_second = 0;
  for (const auto& [channel, module] : channels)
    bytes_per_second += module.data_bits / 8.0 * static_cast<double>(module.transfers_per_us) * 1e6;
  const Module& first = channels.begin()->second;
  return {BytesPerSecond(bytes_per_second),
          fmt::format("{} channels with {} modules, the first {} bit wide at {} MT/s, as the firmware lists them",
                      channels.size(), modules.size(), first.data_bits, first.transfers_per_us)};
}

}  // namespace gpupeak::host
