#!/usr/bin/env bash
# Sets up, builds and runs the tests. With --all also the format, the sources with CUDA 12, a fixed list of clang-tidy checks, the tests
# under address, undefined-behaviour and thread sanitizers, and every fuzz target for a while. The last line is the summary of ctest; the exit
# code is 0 only when every stage passed and kept its budget of CPU seconds (tests/budget.txt).
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
log=build/dev/ctest.log

# children_cpu: sets `cpu` to the CPU seconds, user and system, of every process that this shell waited for.
children_cpu() {
  times > build/times  # of this shell: $( ) would be another
  cpu=$(awk 'NR == 2 { for (i = 1; i <= 2; ++i) { split($i, t, /[ms]/); sum += 60 * t[1] + t[2] } printf "%.0f", sum }' build/times)
}

# stage <name> <command>...: says what it took, beside its line in the budget. Exit 77: skipped, the command said why.
stage() {
  local name=$1 begin=$SECONDS code=0 before
  shift
  say "== $name"
  children_cpu
  before=$cpu
  "$@" >&2 || code=$?
  children_cpu
  echo "$name $((cpu - before))" >> build/spent
  say "== $name: $(case $code in 0) echo passed ;; 77) echo SKIPPED ;; *) echo "FAILED (exit $code)" ;; esac), $((SECONDS - begin)) s, $((cpu - before)) CPU s$(
    awk -F'|' -v name="$name" '{ gsub(/ /, "", $1) } $1 == name { printf " of a budget of %d", $2 }' tests/budget.txt); $((SECONDS / 60)) min in all"
  if [ $code != 0 ] && [ $code != 77 ]; then failed+=("$name"); fi
}

# What one fixed file costs to compile here and now: the budget's seconds are those of a machine where it costs `reference`.
reference_compile() {
  local i
  for i in 1 2 3; do c++ -std=c++20 -O1 -c tests/budget_reference.cpp -o build/budget_reference.o; done
}

build_tests() { configure dev -DGPUPEAK_WERROR=$werror && build dev; }

# told: of what ctest says, all but the tests that passed; of those every two hundredth, so that one sees it go on.
told() { awk '/ Start +[0-9]+: / { next } / Passed / { if (++n % 200 == 0) { print n " tests passed so far"; fflush() } next } NF { gsub(/\.\.\.+/, "..."); print; fflush() }'; }

# run_tests <preset> [ctest arguments]
run_tests() {
  local preset=$1
  shift
  ctest --test-dir "build/$preset" -j "$jobs" --output-on-failure --no-tests=error --no-label-summary "$@" 2>&1 |
    tee "build/$preset/ctest.log" | told
}

# tested_with <preset> [<folder>...]: builds and runs the tests of these folders, or all of them.
tested_with() {
  local preset=$1
  shift
  local targets=("${@/%/_tests}") select=()
  if [ $# != 0 ]; then
    targets=(--target "${targets[@]}")
    select=(-L "^($(IFS='|' && printf '%s' "$*"))\$")
  fi
  configure "$preset" -DGPUPEAK_WERROR=$werror && build "$preset" "${targets[@]}" && run_tests "$preset" "${select[@]}"
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

# Each source is compiled alone there, those of GPUs by the emulator's build.
races() { configure tsan -DGPUPEAK_WERROR=$werror && build tsan --target gpupeak_cuda_emulated && tested_with tsan core statistics method peaks device cli; }

stages=(build tests)
if [ $all = 1 ]; then stages+=(format older-cuda clang-tidy asan fuzzing tsan); fi
say "== $(git describe --always --dirty 2> /dev/null || echo 'no git'), $jobs cores: set-up, $(printf '%s, ' "${stages[@]}")then the summary"
mkdir -p build
rm -f build/spent
stage 'set-up' scripts/setup.sh "$([ $all = 1 ] && echo all || echo test)"
if [ ${#failed[@]} != 0 ]; then exit 2; fi
if [ $all = 1 ]; then scripts/junit_schema.sh || say 'no schema of JUnit: its test will skip'; fi
stage reference reference_compile
stage build build_tests
if [ ${#failed[@]} != 0 ]; then exit 1; fi
stage tests run_tests dev
if [ $all = 1 ]; then
  stage format scripts/format.sh --check
  stage older-cuda scripts/older_cuda.sh
  stage clang-tidy scripts/tidy.sh build/dev
  stage asan tested_with asan                      # and undefined behaviour
  stage fuzzing fuzz
  stage tsan races
fi
python3 -B tests/architecture/budget.py . build/spent >&2 || failed+=('the budget')

if [ ${#failed[@]} != 0 ]; then printf 'failed stage: %s\n' "${failed[@]}"; fi
grep 'tests passed' "$log" | tail -n 1
[ ${#failed[@]} = 0 ]
