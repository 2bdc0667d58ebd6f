// Does fmt_once.cpp hold all that this version of fmt leaves out? Linked against it by cmake/fmt.cmake.
#include <fmt/format.h>

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
  try {
    const std::string text = fmt::format("{} {:x} {:.2f} {:.{}g} {:L} {:<{}} {}", argc, argc, 0.5f, 0.25, 3, argc,
                                         argv[0], 9, std::string_view("view"));
    return std::puts(text.c_str()) < 0;
  } catch (const fmt::format_error& error) {
    return std::puts(error.what());
  }
}
