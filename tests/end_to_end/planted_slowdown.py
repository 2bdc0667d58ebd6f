#!/usr/bin/env python3
"""A case of the real program is made slower on purpose: run, baseline and gate --confirm must say so, and must not
where nothing was.

planted_slowdown.py GPUPEAK SLOWED [--percent 100] [--gates 1] [--jobs 4] [--case GLOB] [--set S.A=V]
Runs as a test with a slowdown that no busy machine hides; by hand with --percent 5 --gates 30 it counts.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("gpupeak")
parser.add_argument("slowed")
parser.add_argument("--percent", type=float, default=100)
parser.add_argument("--gates", type=int, default=1)
parser.add_argument("--jobs", type=int, default=4)
parser.add_argument("--case", default="throughput/dtype=f64/cores=one/*/rung=scalar*")
parser.add_argument("--budget", default="20s")
options = parser.parse_args()

environment = {k: v for k, v in os.environ.items() if not k.startswith("GPUPEAK_")}
scratch = tempfile.TemporaryDirectory(prefix="gpupeak-planted-")
folder = Path(scratch.name)
suite = options.case.split("/")[0]


def call(program, *args, slower=None):
    variables = dict(environment, **({"GPUPEAK_SLOWED": f"{options.case}={slower}"} if slower else {}))
    done = subprocess.run([program, *map(str, args)], env=variables, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def run(program, name, slower=None):
    code, text = call(program, "run", suite, "--filter", options.case, "--repeat", 5, "--budget", options.budget, "--quiet",
                      "--out", folder / name, slower=slower)
    if code not in (0, 3):  # a busy machine makes a clock look too slow for a result: implausible
        sys.exit(f"run ended with {code}\n{text}")
    return folder / name


def gate(name, slower=None):
    """The exit code of a gate of the slowed program, whose confirmation takes turns with the program as it is."""
    report = run(options.slowed, name, slower)
    return call(options.slowed, "gate", report, "--baseline", folder / "baseline.json", "--confirm", "--baseline-binary",
                options.gpupeak, "--out", folder / "confirm", slower=slower)


for job in range(options.jobs):
    code, text = call(options.gpupeak, "baseline", "add", run(options.gpupeak, f"job-{job}"), "--baseline", folder / "baseline.json")
    if code:
        sys.exit(f"baseline add ended with {code}\n{text}")

caught = cried = 0
for number in range(options.gates):
    code, text = gate(f"slower-{number}", options.percent)
    caught += code == 1
    sys.stdout.flush()
    if code != 1:
        print(f"slower by {options.percent} %: exit code {code}\n{text}")
    code, text = gate(f"unchanged-{number}")
    cried += code != 0  # whatever the code, a CI would be red
    if code != 0:
        print(f"unchanged: exit code {code}\n{text}")
print(f"{caught} of {options.gates} slower by {options.percent} % were caught; {cried} of {options.gates} unchanged failed")
sys.exit(0 if caught == options.gates and cried * 30 <= max(options.gates, 30) else 1)
