#!/usr/bin/env python3
"""gbench and gbench-median, read by google-benchmark's own tools/compare.py, found by GPUPEAK_GBENCH_TOOLS (the folder `tools` of its
repository) or where Debian's libbenchmark-tools has it. It needs numpy and scipy."""
import os
import pathlib
import re
import subprocess
import sys

from exports import expect, exported, measurements, skip, strict_json

tools = os.environ.get("GPUPEAK_GBENCH_TOOLS", "/usr/share/benchmark")
compare = pathlib.Path(tools) / "compare.py"


def compared(folder, name, *reports):
    done = subprocess.run([sys.executable, compare, "--no-color", "benchmarks", *[folder / r / f"report.{name}.json" for r in reports]],
                          capture_output=True, text=True, timeout=300)
    expect(done.returncode == 0, f"compare.py: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


folder = exported()
for report in ("example", "hostile", "empty"):
    for name in ("gbench", "gbench-median"):
        json = strict_json(folder / report / f"report.{name}.json")
        names = [row["name"] for row in json["benchmarks"]]
        expect(name == "gbench" or len(set(names)) == len(names), f"{report} {name}: a name has several rows")
        # What Bencher's adapter asks of every row and of the context.
        expect(isinstance(json["context"]["caches"], list), "context.caches is no list")
        for row in json["benchmarks"]:
            expect(row["real_time"] > 0 and row["time_unit"] in ("ns", "us", "ms", "s"), f"{row['name']}: no time")
if not compare.exists():
    skip("google-benchmark's compare.py is not there: apt install libbenchmark-tools, or name its folder in GPUPEAK_GBENCH_TOOLS")
try:
    import numpy  # noqa: F401
    import scipy  # noqa: F401
except ImportError:
    skip("compare.py needs numpy and scipy (pip)")
measured = [m for m in measurements(folder, "example") if m["outcome"] == "measured"]
text = compared(folder, "gbench", "example", "slower")
for m in measured:
    tested = re.search(re.escape(m["id"]) + r"/real_time_pvalue\s+(\S+)\s.*U Test, Repetitions: (\d+) vs (\d+)", text)
    expect(tested, f"{m['id']}: compare.py made no U test of it\n{text}")
    expect(float(tested[1]) < 0.05 and tested[2] == tested[3] == "20", f"{m['id']}: p = {tested[1]}, {tested[2]} repetitions")
text = compared(folder, "gbench-median", "example", "slower")
for m in measured:
    change = re.search(re.escape(m["id"]) + r"/real_time\s+(\S+)", text)
    expect(change and abs(float(change[1]) - 0.1) < 1e-3, f"{m['id']}: compare.py does not see 10 %\n{text}")
compared(folder, "gbench", "hostile", "hostile")
