// How GoogleTest prints a convolution in messages and test names.
#pragma once

#include <ostream>

#include "kernels/conv/conv.h"

namespace gpupeak::conv {

inline void PrintTo(const Problem& p, std::ostream* out) {
  *out << row(p.dtype).name << " " << row(p.direction).name << " " << row(p.layout).name << " " << p.n << " of " << p.h
       << "x" << p.w << "x" << p.c << "-" << p.k << "-" << p.r << "x" << p.s << "-s" << p.stride << "-p" << p.pad
       << "-d" << p.dilation << "-g" << p.groups;
}

}  // namespace gpupeak::conv
