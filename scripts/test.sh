#!/usr/bin/env bash
# Sets up, builds and runs the tests. With --all also the format, a fixed list of clang-tidy checks, the tests under address,
# undefined-behaviour and thread sanitizers, and every fuzz target for a while. The last line is the summary of ctest; the exit
# code is 0 only when every stage passed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

all=0
case "${1:-}" in
  '') ;;
  --all) all=1 ;;
  *) say "usage: scripts/test.sh [--all]"; exit 2 ;;
esac
jobs=$(nproc)
werror=OFF
if [ -n "${CI:-}" ]; then werror=ON; fi
fuzz_seconds=${GPUPEAK_FUZZ_SECONDS:-20}

failed=()
stage() {
  local name=$1 begin=$SECONDS code=0
  shift
  say "== $name"
  "$@" >&2 || code=$?
  say "== $name: $([ $code = 0 ] && echo passed || echo "FAILED (exit $code)"), $((SECONDS - begin)) s"
  if [ $code != 0 ]; then failed+=("$name"); fi
}

build_tests() { configure dev -DGPUPEAK_WERROR=$werror && build dev; }

# tested_with <preset> [<folder>...]: the tests of these folders, or all of them.
tested_with() {
  local preset=$1
  shift
  local targets=("${@/%/_tests}") select=()
  if [ $# != 0 ]; then
    targets=(--target "${targets[@]}")
    select=(-L "^($(IFS='|' && printf '%s' "$*"))\$")
  fi
  configure "$preset" -DGPUPEAK_WERROR=$werror && build "$preset" "${targets[@]}" || return
  ctest --test-dir "build/$preset" -j "$jobs" --output-on-failure --no-tests=error --no-label-summary "${select[@]}" \
    > "build/$preset/ctest.log" || { cat "build/$preset/ctest.log"; return 1; }
  grep 'tests passed' "build/$preset/ctest.log"
}

# fuzz_one <target>: for a while; says what was reached: edges of the code ("cov"), and how often each was taken ("ft").
fuzz_one() {
  local target=$1 name log code=0
  name=$(basename "$target" _fuzz)
  log=build/asan/fuzz-$name.log
  mkdir -p "build/asan/found/$name"
  "$target" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix="build/asan/found/$name-" "build/asan/found/$name" "tests/fuzz/corpus/$name" > "$log" 2>&1 || code=$?
  if [ $code != 0 ]; then
    tail -n 60 "$log" >&2
    say "$name: FAILED (exit $code); the input lies in build/asan/found/$name-*"
    return 1
  fi
  say "$name: $(grep -o 'cov: [0-9]* ft: [0-9]*' "$log" | tail -n 1), $(find "build/asan/found/$name" -type f | wc -l) inputs kept, $(grep -o 'Done [0-9]* runs.*' "$log" | tail -n 1)"
}
export -f fuzz_one say
export fuzz_seconds

fuzz() { build asan --target fuzzers && printf '%s\0' build/asan/tests/fuzz/*_fuzz | xargs -0 -P "$jobs" -n 1 bash -c 'fuzz_one "$1"' fuzz; }

stage 'set-up' scripts/setup.sh "$([ $all = 1 ] && echo all || echo test)"
if [ ${#failed[@]} != 0 ]; then exit 2; fi
if [ $all = 1 ]; then scripts/junit_schema.sh || say 'no schema of JUnit: its test will skip'; fi
stage 'build (dev)' build_tests
if [ ${#failed[@]} != 0 ]; then exit 1; fi

if [ $all = 1 ]; then
  stage 'format' scripts/format.sh --check
  stage 'clang-tidy' scripts/tidy.sh build/dev
  stage 'address and undefined-behaviour sanitizers' tested_with asan
  stage 'fuzzing' fuzz
  stage 'thread sanitizer' tested_with tsan core device cli
fi

log=build/dev/ctest.log
begin=$SECONDS
code=0
say "== tests"
ctest --test-dir build/dev -j "$jobs" --output-on-failure --no-tests=error --no-label-summary 2>&1 | tee "$log" || code=$?
say "== tests: $((SECONDS - begin)) s; everything: $SECONDS s"
if [ ${#failed[@]} != 0 ]; then printf 'failed stage: %s\n' "${failed[@]}"; code=1; fi
grep 'tests passed' "$log" | tail -n 1
exit $code
