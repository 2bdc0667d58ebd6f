#!/usr/bin/env python3
"""The grown program measures each toy of a device, verified. Usage: measures.py BINARY host|cuda"""
import json
import pathlib
import subprocess
import sys
import tempfile

SMALL = ["--filter", "*rung=toy*", "--set", "memory.size=64KiB", "--set", "memory.op=triad", "--set", "memory.cores=one"]
RUNS = {  # device: what is run there, a suite and a part of an id that must have been measured
    "host": (["memory", "toy", "--filter", "toy/*", *SMALL], {"memory": "rung=toy", "toy": "rung=plain"}),
    "cuda": (["memory", *SMALL], {"memory": "rung=toy"}),
}


def problems(binary, device):
    args, expected = RUNS[device]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([binary, "run", *args, "--device", device, "--budget", "5s", "--quiet", "--format", "json", "--out", folder],
                              capture_output=True, text=True, timeout=100)
        if done.returncode != 0:
            return [f"exit {done.returncode}: {done.stderr.strip()[-2000:]}"]
        report = json.loads((pathlib.Path(folder) / "report.json").read_text())
    ids = [case["id"] for case in report["measurements"] if case["outcome"] == "measured"]
    return [f"no case of {suite} with {part} was measured, only {ids}" for suite, part in expected.items()
            if not any(id.startswith(suite + "/") and part in id for id in ids)]


if __name__ == "__main__":
    wrong = problems(sys.argv[1], sys.argv[2])
    print("\n".join(wrong) or "every toy was measured and is right")
    sys.exit(bool(wrong))
