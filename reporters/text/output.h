// A row of a table of formats: what writes one kind of data as text, and to where.
#pragma once

#include <ostream>
#include <span>
#include <string_view>
#include <vector>

#include "reporters/text/text.h"

namespace gpupeak {

// One of several places that a format writes to.
template <class Data>
struct OutputPart {
  std::string_view extension;  // the file is <stem>.<extension>; empty: none, what follows says where
  std::string_view variable;   // of the environment: the file to append to, "GITHUB_OUTPUT"; else it goes to stdout
  void (*write)(const Data&, std::ostream&, const Style&);
};

template <class Data>
struct Output {
  std::string_view name;       // as in --format
  std::string_view extension;  // the file is <stem>.<extension>
  std::string_view summary;
  void (*write)(const Data&, std::ostream&, const Style&);
  std::span<const OutputPart<Data>> parts = {};  // where it goes to several places; `write` then shows what it says
};

// The files it leaves in a folder, as extensions.
template <class Data>
std::vector<std::string_view> extensions_of(const Output<Data>& output) {
  if (output.parts.empty()) return {output.extension};
  std::vector<std::string_view> all;
  for (const OutputPart<Data>& part : output.parts)
    if (!part.extension.empty()) all.push_back(part.extension);
  return all;
}

}  // namespace gpupeak
