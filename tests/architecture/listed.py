#!/usr/bin/env python3
"""What the sources define is what the program lists, in `gpupeak list`. Usage: listed.py ROOT BINARY"""
import pathlib
import re
import subprocess
import sys

import rows

LISTS = {"Suite": "suites", "Rung": "rungs", "Reporter": "formats", "GateReporter": "formats", "Metric": "metrics", "Backend": "devices"}


def problems(root, binary):
    found = []
    said = {}
    for kind, what in LISTS.items():
        done = subprocess.run([binary, "list", what], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            found.append(f"gpupeak list {what}: exit {done.returncode}: {done.stderr.strip()}")
        said[kind] = set(re.findall(r"[\w.+-]+", done.stdout))
    # What another twin is linked for: its rungs are not in this program.
    devices = " ".join(subprocess.run([binary, "list", "devices"], capture_output=True, text=True, timeout=60).stdout.split())
    absent = "/cuda/" if "built without CUDA" in devices else None
    for kind, file, _, name, _ in rows.rows(root):
        if absent and absent in file:
            continue
        if kind in LISTS and name not in said[kind]:  # what a gate can be told as stands in `gate --help`
            found.append(f"gpupeak list {LISTS[kind]}: does not name '{name}' of {file}")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]), sys.argv[2])
    print("\n".join(wrong) or "the program lists every row")
    sys.exit(bool(wrong))
