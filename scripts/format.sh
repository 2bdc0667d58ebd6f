#!/usr/bin/env bash
# Formats every C++ file of the tree with .clang-format; --check only says which ones differ, and fails.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
how=-i
if [ "${1:-}" = --check ]; then how='--dry-run -Werror'; fi
find . -path ./build -prune -o -path './build-*' -prune -o \( -name '*.h' -o -name '*.cpp' -o -name '*.cu' -o -name '*.cuh' \) -print0 |
  xargs -0 -P "$(nproc)" -n 16 clang-format $how
