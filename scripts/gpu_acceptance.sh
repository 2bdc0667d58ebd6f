#!/usr/bin/env bash
# What a GPU has to show, on any machine that has one, offline, from a build that was made there or carried there:
#
#   scripts/gpu_acceptance.sh OUT_DIR [STAGE...]      all stages, or those named; each takes less than 8 minutes
#   scripts/gpu_acceptance.sh --rehearse OUT_DIR      the same on the double of the tests, where there is no GPU
#
# Stages: tests, sanitizer, probe, standard, matmul, peers, counters. What is absent or refused is a skip with the reason, never a pass.
# The preset standard is run in two parts: "matmul" has its cases of matmul and launch, "standard" all others, of the loops of memory
# those on all SMs. OUT_DIR receives six files at most: summary.txt, probe.json, standard.json, matmul.json, beside.json (what peers
# and ncu say), log.txt. GPUPEAK_BUILD names the build folder (default build/release, which needs the targets gpupeak, gpu_tests and
# gpu_probe).
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rehearse=0
if [ "${1:-}" = --rehearse ]; then rehearse=1; shift; fi
if [ $# = 0 ]; then sed -n 's/^# \{0,1\}//p' "${BASH_SOURCE[0]}" | sed -n 2,11p; exit 2; fi
mkdir -p "$1" || exit 2
out=$(cd "$1" && pwd)
shift
stages=("$@")
if [ $# = 0 ]; then stages=(tests sanitizer probe standard matmul peers counters); fi

build=${GPUPEAK_BUILD:-$root/build/release}
gpupeak=$build/gpupeak tests=$build/tests/gpu_tests probe=$build/gpu_probe
if [ $rehearse = 1 ]; then
  build=${GPUPEAK_BUILD:-$root/build/dev}
  gpupeak=$build/tests/gpupeak_on_double tests=$build/tests/cuda_tests probe=
  export GPUPEAK_CUDA_SCENARIO=$out/.scenario GPUPEAK_BINARY=$gpupeak
  printf 'name = Rehearsal\nsms = 2\nlaunch_s = 0.02\n' > "$GPUPEAK_CUDA_SCENARIO"
fi

failed=0
say() { printf '%s\n' "$*" | tee -a "$out/summary.txt"; }
skip() { say "$stage: SKIPPED, $*"; }
# stage_runs <command>...: passed, failed or (77) skipped by its exit code, with what it printed in log.txt.
stage_runs() {
  local begin=$SECONDS code=0
  printf '\n== %s: %s\n' "$stage" "$*" >> "$out/log.txt"
  timeout 480 "$@" >> "$out/log.txt" 2>&1 || code=$?
  if [ $code = 0 ]; then
    say "$stage: passed, $((SECONDS - begin)) s"
  elif [ $code = 77 ]; then
    skip "nothing could be looked at, see log.txt"
  else
    say "$stage: FAILED (exit $code), $((SECONDS - begin)) s, see log.txt"
    failed=1
  fi
}
has() { command -v "$1" > /dev/null; }

# The preset release by itself leaves out gpu_tests and gpu_probe.
how_built='cmake --preset release -DGPUPEAK_TESTS=ON && cmake --build --preset release --target gpupeak gpu_tests gpu_probe'
not_built() { skip "$1 is not built: $how_built (or GPUPEAK_BUILD=DIR for another build folder)"; }
# beside <key> <command>...: keeps the JSON that a command prints as one entry of beside.json.
beside() {
  python3 - "$out/beside.json" "$@" << 'END'
import json, pathlib, subprocess, sys
file, key, *command = sys.argv[1:]
done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
if done.stdout:
    path = pathlib.Path(file)
    entries = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**entries, key: json.loads(done.stdout)}, indent=1) + "\n")
sys.exit(done.returncode)
END
}
export -f beside
export out

# Whether the program finds a vendor's library.
opens() { "$gpupeak" info --device cuda --color never 2>> "$out/log.txt" | grep -Eq "^$1 +[0-9]"; }
# cuBLAS as a pip installation of the python3 on the path has it, where the program itself finds none and nobody named one.
find_libraries() {
  local row variable name file folder
  for row in GPUPEAK_CUBLAS:cublas:libcublas GPUPEAK_CUBLASLT:cublaslt:libcublasLt; do
    IFS=: read -r variable name file <<< "$row"
    if [ -n "${!variable:-}" ] || opens "$name"; then continue; fi
    while read -r folder; do
      export "$variable=$folder"
      if opens "$name"; then
        say "$variable=$folder, where python3 has it"
        break
      fi
      unset "$variable"
    done < <(python3 -c 'import glob, os, sys
for at in sys.path:
    for found in sorted(glob.glob(f"{at}/nvidia/*/lib/{sys.argv[1]}.so*")):
        print(os.path.dirname(found))' "$file")
  done
}

run_tests() {
  if [ ! -x "$tests" ]; then not_built "$tests"; return; fi
  local some=()
  if [ $rehearse = 1 ]; then some=(--gtest_filter='Cuda*Launch*:CudaChase*:CudaAtomics*'); fi  # ctest runs them all
  stage_runs "$tests" --gtest_brief=1 "${some[@]}"
  local skipped
  skipped=$(sed -n 's/^\[  SKIPPED \] \([0-9]*\) test.*/\1/p' "$out/log.txt" | tail -n 1)
  if [ -n "$skipped" ]; then say "$stage: $skipped of them SKIPPED, see log.txt"; fi
}
run_sanitizer() {
  if [ $rehearse = 1 ]; then skip 'there is no GPU code to look at in a rehearsal'; return; fi
  if ! has compute-sanitizer; then skip 'compute-sanitizer is not on the path'; return; fi
  if [ ! -x "$tests" ]; then not_built "$tests"; return; fi
  for tool in memcheck racecheck; do
    stage="sanitizer ($tool)" stage_runs compute-sanitizer --tool "$tool" --error-exitcode 9 "$tests" --gtest_brief=1 \
      --gtest_filter='*EveryRung*'
  done
}
run_probe() {
  if [ $rehearse = 1 ]; then skip 'there is no GPU to ask in a rehearsal'; return; fi
  if [ ! -x "$probe" ]; then not_built "$probe"; return; fi
  stage_runs bash -c '"$1" > "$2"' probe "$probe" "$out/probe.json"
}
# run_preset <name of the report> <arguments>...: a part of the preset standard.
run_preset() {
  local name=$1 folder
  shift
  folder=$(mktemp -d)
  stage_runs "$gpupeak" run --device cuda --preset standard --budget 420s --format json --out "$folder" "$@"
  if [ -f "$folder/report.json" ]; then
    cp "$folder/report.json" "$out/$name.json"
    "$gpupeak" report "$out/$name.json" --color never >> "$out/log.txt" 2>&1
  fi
  rm -rf "$folder"
}
# A rehearsal runs every kernel thread by thread on a CPU: a few small cases.
run_standard() {
  local part=(--exclude 'matmul/*' --exclude 'launch/*') rung
  for rung in elements vectors plain; do part+=(--exclude "memory/*cores=one*rung=$rung*"); done
  if [ $rehearse = 1 ]; then part+=(--set memory.size=64KiB --filter 'memory/op=copy*' --filter 'memory/op=chase*' --filter 'matmul*'); fi
  run_preset standard "${part[@]}"
}
run_matmul() {
  local part=(--filter 'matmul/*' --filter 'launch/*')
  if [ $rehearse = 1 ]; then part=(--set matmul.n=32 --filter 'matmul*n=32/k=32*rung=vectors*' --filter 'matmul*n=32/k=32*rung=naive*'); fi
  run_preset matmul "${part[@]}"
}
run_peers() {
  if [ $rehearse = 1 ]; then skip 'a rehearsal has nothing to be compared with'; return; fi
  if ! has python3; then skip 'python3 is not on the path'; return; fi
  stage_runs bash -c 'beside peers "$@"' beside python3 "$root/bench/gpu_peers.py" "$gpupeak"
}
run_counters() {
  local some=() path=$PATH
  # A rehearsal has a double of ncu, and one small case.
  if [ $rehearse = 1 ]; then some=(--only 'matmul vectors' --set matmul.n=32) path=$root/tests/support/ncu_double:$PATH; fi
  if ! PATH=$path command -v ncu > /dev/null; then skip 'ncu is not on the path'; return; fi
  if ! has python3; then skip 'python3 is not on the path'; return; fi
  PATH=$path stage_runs bash -c 'beside counters "$@"' beside python3 "$root/bench/gpu_counters.py" "$gpupeak" "${some[@]}"
}

say "gpupeak on $(has nvidia-smi && nvidia-smi --query-gpu=name,driver_version,clocks.max.sm,power.limit --format=csv,noheader 2>&1 | head -n 1 || echo 'a machine without nvidia-smi'), $(date -u +%Y-%m-%dT%H:%M:%SZ)"
if [ ! -x "$gpupeak" ]; then
  say "nothing was accepted: $gpupeak is not built: $how_built"
  exit 4
fi
if ! "$gpupeak" list devices | grep -q 'cuda:0'; then
  say "no GPU can be used here, so nothing was accepted: $("$gpupeak" list devices | tr -s ' \n' ' ')"
  exit 4
fi
if [ $rehearse = 0 ] && has python3; then find_libraries; fi
for stage in "${stages[@]}"; do
  case $stage in
    tests | sanitizer | probe | standard | matmul | peers | counters) "run_$stage" ;;
    *) say "no such stage: $stage"; failed=2 ;;
  esac
done
rm -f "$out/.scenario"
exit $failed
