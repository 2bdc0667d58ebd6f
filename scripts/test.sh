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

fuzz() {
  local target name
  configure fuzz && build fuzz --target fuzzers || return
  for target in build/fuzz/tests/fuzz/*_fuzz; do
    name=$(basename "$target" _fuzz)
    mkdir -p "build/fuzz/found/$name"
    quietly "build/fuzz/$name.log" "$target" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
      -artifact_prefix="build/fuzz/found/$name-" "build/fuzz/found/$name" "tests/fuzz/corpus/$name" || return
    # What is reached: edges of the code ("cov"), and how often each was taken ("ft").
    say "$name: $(grep -o 'cov: [0-9]* ft: [0-9]*' "build/fuzz/$name.log" | tail -n 1), $(grep -c . < <(ls "build/fuzz/found/$name")) inputs kept, $(grep -o 'stat::number_of_executed_units.*\|Done [0-9]* runs.*' "build/fuzz/$name.log" | tail -n 1)"
  done
}

stage 'set-up' scripts/setup.sh "$([ $all = 1 ] && echo all || echo test)"
if [ ${#failed[@]} != 0 ]; then exit 2; fi
stage 'build (dev)' build_tests
if [ ${#failed[@]} != 0 ]; then exit 1; fi

if [ $all = 1 ]; then
  stage 'format' scripts/format.sh --check
  stage 'clang-tidy' scripts/tidy.sh build/dev
  stage 'fuzzing' fuzz
  stage 'address and undefined-behaviour sanitizers' tested_with asan
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
