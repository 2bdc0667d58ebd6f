#include "device/host/inspection.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>

namespace gpupeak::host {
namespace {

struct Fact {
  std::string_view key;
  std::string Library::*value;
};
constexpr std::array facts{
    Fact{"version", &Library::version},
    Fact{"path", &Library::path},
    Fact{"note", &Library::note},
    Fact{"kernels", &Library::kernels},
    Fact{"instructions", &Library::instructions},
    Fact{"below", &Library::below},
    Fact{"remedy", &Library::remedy},
};
constexpr std::string_view end_of_facts = "that is all\n";

// What a library prints when it fails is for people: the first line, without what could be taken for our own
// punctuation.
std::string first_line(std::string_view text) {
  constexpr size_t longest = 200;
  std::string line(text.substr(0, std::min(text.find('\n'), longest)));
  std::ranges::replace(line, ';', ',');
  return line;
}

// What helps first where address space is limited; empty where it is not.
std::string more_address_space() {
  rlimit space = {};
  if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY) return "";
  return fmt::format("raise the limit of {} MiB of address space (ulimit -v unlimited)", space.rlim_cur >> 20);
}

// The file is there and could not be opened: too little address space is the likeliest cause, where that is limited.
void remedy_address_space(Library& library) {
  const std::string more = more_address_space();
  if (!library.version.empty() || more.empty() || library.remedy.empty()) return;
  library.remedy.insert(0, more + ", or ");
}

}  // namespace

std::string text_of(const Library& library) {
  std::string text;
  for (const Fact& fact : facts) {
    std::string value = library.*fact.value;
    std::ranges::replace(value, '\n', ' ');
    text += fmt::format("{}={}\n", fact.key, value);
  }
  return text.append(end_of_facts);
}

Library told_of(const Library& found, const Answer& answer) {
  Library library{found.name, "", "", ""};
  if (answer.out.ends_with(end_of_facts)) {
    for (size_t at = 0, end = 0; (end = answer.out.find('\n', at)) != std::string::npos; at = end + 1) {
      const std::string_view line(answer.out.data() + at, end - at);
      const auto* const fact = std::ranges::find_if(
          facts, [&](const Fact& f) { return line.starts_with(f.key) && line.substr(f.key.size()).starts_with('='); });
      if (fact != facts.end()) library.*fact->value = line.substr(fact->key.size() + 1);
    }
    remedy_address_space(library);
    return library;
  }
  const std::string said = first_line(answer.err);
  library.remedy = "install another version";
  library.note =
      fmt::format("{} cannot be used: {}{}", found.path, answer.ended.empty() ? "no whole answer" : answer.ended,
                  said.empty() ? "" : fmt::format(" ({})", said));
  remedy_address_space(library);
  return library;
}

}  // namespace gpupeak::host
