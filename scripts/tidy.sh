#!/usr/bin/env bash
# clang-tidy (.clang-tidy) over the sources of the layers: tidy.sh <build folder with compile_commands.json>.
# It reads what the compiler reads: several files as one, where the build compiles them so. Warnings of the compiler count too, as
# they do in CI. What passed is not read again until it, a header, the checks or its compile command change.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
folder=${1:-build/dev}
passed=build/tidy
mkdir -p "$passed"

layers='core statistics method peaks analysis device kernels suites formats reporters cli'
# What clang-tidy reads: the commands of the layers, without headers that only the compiler they were precompiled with can read.
python3 - "$folder" > "$passed/compile_commands.json" << 'END'
import json, re, sys
ours = re.compile(r" -o CMakeFiles/gpupeak\w*\.dir/(?!generated/)\S+\.cpp\.o | -o CMakeFiles/gpupeak\w*\.dir/Unity/\S+\.cxx\.o ")
commands = [c for c in json.load(open(f"{sys.argv[1]}/compile_commands.json")) if ours.search(c["command"])]
for c in commands:
    c["command"] = re.sub(r" (-Winvalid-pch )?-include \S*/cmake_pch\.hxx", "", c["command"])
json.dump(commands, sys.stdout, indent=1)
END
shared=$({ clang-tidy --version; cat .clang-tidy "$passed/compile_commands.json"; find $layers -name '*.h' | sort | xargs cat; } | sha256sum)

check() {
  local stamp
  stamp="$passed/$({ cat "$1"; sed -n 's/^#include "\(.*\.cpp\)"$/\1/p' "$1" | xargs -r cat; } | sha256sum | cut -c 1-16)-$(printf '%s %s' "$1" "$shared" | sha256sum | cut -c 1-16)"
  if [ -f "$stamp" ]; then return; fi
  clang-tidy --quiet --extra-arg=-Werror --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wreserved-identifier -p "$passed" "$1" \
    2> /dev/null && touch "$stamp"
}
export -f check
export passed shared

sed -n 's/^ *"file": "\(.*\)",*$/\1/p' "$passed/compile_commands.json" | sort -u | tr '\n' '\0' |
  xargs -0 -P "$(nproc)" -n 1 bash -c 'check "$1"' tidy
