#!/usr/bin/env bash
# What a GPU has to show, on a machine that has one for a few minutes, offline, from a build that was made there or carried there:
#
#   scripts/gpu_acceptance.sh OUT_DIR [STAGE[=SECONDS]...]      all stages, or those named, each with a longest time of its own
#   scripts/gpu_acceptance.sh --rehearse OUT_DIR                the same on the double of the tests, where there is no GPU
#
# --seconds N: of this call (540); --total N: of all calls with this OUT_DIR, by the script's own clock (660). A second call with the same
# OUT_DIR, or what was brought back of it, goes on where the first ended, however that was.
#
# Stages in the order of their worth, each with its longest time:
#
#   smoke      20 s   what the program and the driver say of the machine: where this fails nothing else can be right
#   quick     100 s   the preset quick: every family once, verified before and after it is timed. If nothing else comes back, this says
#                     which kernels are right on this GPU and how fast they are
#   tests      60 s   the tests of the kernels on ragged shapes, each failure in a process of its own: what a first GPU most likely breaks
#   probe      20 s   what no document says of this GPU: steps of its clocks, cost of a launch, operations per clock of each unit
#   peers     120 s   copies and products beside PyTorch's, clpeak, nvbandwidth: what docs/results/README.md asks for
#   standard  180 s   of the preset standard what the stages before have not shown: products, launches, transfers, atomics, shared memory,
#                     latencies. Goes on for as long as any time is left when all others are done
#   counters   70 s   the counters of Nsight Compute against our own count of work
#   sanitizer  60 s   compute-sanitizer over the tests of every rung: slow, and seldom the first to find something
#
# What is absent or refused is a skip with the reason, never a pass; what no longer fits is dropped, with the time it needs. OUT_DIR
# receives six files at most: summary.txt, log.txt, quick.json, standard.json, beside.json (what probe, peers and counters say, and what
# the next call has to know), and at times one that is being written. GPUPEAK_BUILD names the build folder (default build/release, which
# needs the targets gpupeak, gpu_tests and gpu_probe). Exit code: 0, 1 where a stage failed or took
# too long, 4 where no GPU can be used.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if ! command -v python3 > /dev/null; then
  echo "scripts/gpu_acceptance.sh: python3 is not on the path; install it" >&2
  exit 2
fi
exec python3 -B "$root/bench/gpu_acceptance.py" "$@"
