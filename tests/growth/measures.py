#!/usr/bin/env python3
"""The grown program measures each toy, verified. Usage: measures.py BINARY"""
import json
import pathlib
import subprocess
import sys
import tempfile

RUNS = {  # device: what is run there, ids that must have been measured
    "host": (["memory", "toy", "--filter", "*rung=toy*", "--filter", "toy/*", "--set", "memory.size=64KiB", "--set", "memory.op=triad",
              "--set", "memory.cores=one"], {"memory": "rung=toy", "toy": "rung=plain"}),
    "cuda": (["memory", "--filter", "*rung=toy*", "--set", "memory.size=64KiB", "--set", "memory.op=triad", "--set", "memory.cores=one"],
             {"memory": "rung=toy"}),
}


def measured(binary, device, folder):
    args, _ = RUNS[device]
    done = subprocess.run([binary, "run", *args, "--device", device, "--budget", "5s", "--quiet", "--format", "json", "--out", folder],
                          capture_output=True, text=True, timeout=100)
    if done.returncode != 0:
        return None, f"{device}: exit {done.returncode}: {done.stderr.strip()[-2000:]}"
    report = json.loads((pathlib.Path(folder) / "report.json").read_text())
    return [case["id"] for case in report["measurements"] if case["outcome"] == "measured"], ""


if __name__ == "__main__":
    binary, wrong = sys.argv[1], []
    listed = subprocess.run([binary, "list", "rungs"], capture_output=True, text=True, timeout=60).stdout
    for device, (_, expected) in RUNS.items():
        if device == "cuda" and "a rung more on GPUs" not in " ".join(listed.split()):
            print("cuda: not built, as the toolkit's headers are not there")
            continue
        with tempfile.TemporaryDirectory() as folder:
            ids, error = measured(binary, device, folder)
        wrong += [error] if error else []
        for suite, rung in expected.items() if ids is not None else []:
            if not any(id.startswith(suite + "/") and rung in id for id in ids):
                wrong.append(f"{device}: no case of {suite} with {rung} was measured, only {ids}")
    print("\n".join(wrong) or "every toy was measured and is right")
    sys.exit(bool(wrong))
