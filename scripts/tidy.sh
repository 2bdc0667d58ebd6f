#!/usr/bin/env bash
# clang-tidy (.clang-tidy) over the sources of the layers: tidy.sh <build folder with compile_commands.json>.
# Warnings of the compiler count too, as they do in CI. A file that passed is not read again until it, a header, the checks or
# its compile command change.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
folder=${1:-build/dev}
passed=build/tidy
mkdir -p "$passed"

layers='core analysis device kernels suites formats reporters cli'
shared=$({ clang-tidy --version; cat .clang-tidy "$folder/compile_commands.json"; find $layers -name '*.h' | sort | xargs cat; } | sha256sum)

check() {
  local stamp
  stamp="$passed/$(sha256sum "$1" | cut -c 1-16)-$(printf '%s %s' "$1" "$shared" | sha256sum | cut -c 1-16)"
  if [ -f "$stamp" ]; then return; fi
  clang-tidy --quiet --extra-arg=-Werror --extra-arg=-Wreserved-identifier -p "$folder" "$1" 2> /dev/null && touch "$stamp"
}
export -f check
export folder passed shared

find $layers -name '*.cpp' | sort | while read -r file; do
  if grep -qF "$root/$file\"" "$folder/compile_commands.json"; then printf '%s\0' "$file"; fi
done | xargs -0 -P "$(nproc)" -n 1 bash -c 'check "$1"' tidy
