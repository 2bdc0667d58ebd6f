#!/usr/bin/env python3
"""A test binary that holds a kernel with a planted fault must fail because results are wrong. Usage: caught.py BINARY SOURCE_OF_KERNEL"""
import re
import subprocess
import sys

run = subprocess.run([sys.argv[1], "--gtest_color=no", "--gtest_fail_fast"], capture_output=True, text=True, timeout=550)
rung = re.sub(r"^\d+_", "", sys.argv[2].rsplit("/", 1)[1].removesuffix(".cu"))
blamed = [line for line in run.stdout.splitlines() if re.search(rf"\b{rung}\b", line)]
if run.returncode == 1 and blamed:
    print("caught:", blamed[0])
    sys.exit(0)
print(run.stdout[-3000:], run.stderr[-1000:], f"exit {run.returncode}: no failed expectation names the rung '{rung}'", sep="\n")
sys.exit(1)
