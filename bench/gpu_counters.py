#!/usr/bin/env python3
"""The GPU's own counters beside what gpupeak counts: for one kernel of each family, Nsight Compute (ncu) counts the instructions and the
bytes of one launch, and the report says what that launch is charged with. Prints one JSON object, or keeps it in a file that holds what
was counted so far at any moment; the exit code is 1 where they differ by more than the row allows, 77 where nothing could be counted.

    python3 bench/gpu_counters.py build/release/gpupeak [--only PART_OF_A_NAME] [--seconds 600] [--out FILE]
"""
import argparse
import collections
import csv
import json
import pathlib
import re
import sys
import tempfile
import time

import limited

Row = collections.namedtuple("Row", "name case kernel metric resource each allowed sets")
# resource: what is charged, the first of those that is. each: flop or bytes that one count stands for; allowed: largest
# |counted / charged - 1|. Instructions are exact but for those at edges of tiles; bytes of DRAM are what the caches did not catch, so
# sizes are far beyond them. None is a finding, which no figure contradicts: of a gather a sector of 32 bytes may be fetched as one of 64.
# Names of metrics: ncu --query-metrics.
FFMA = "smsp__sass_thread_inst_executed_op_ffma_pred_on.sum"
DFMA = "smsp__sass_thread_inst_executed_op_dfma_pred_on.sum"
DRAM = "dram__bytes.sum"
BF16 = "sm__ops_path_tensor_src_bf16_dst_fp32.sum"
LARGE = ("memory.size=1GiB",)
SQUARE = ("matmul.n=2048",)
LONGEST = 60  # seconds for one row
ROWS = [
    Row("fma f32", "throughput/dtype=f32/cores=all/pattern=three_sources/rung=threads*", "turn_pairs", FFMA, "fp32", 2, 0.01, ()),
    Row("fma f64", "throughput/dtype=f64/cores=all/pattern=three_sources/rung=threads*", "turn_pairs", DFMA, "fp64", 2, 0.01, ()),
    Row("dot bf16 mma", "throughput/dtype=bf16/cores=all/pattern=three_sources/rung=mma_sync*", "tiles", BF16, "bf16_tensor", 1, 0.01, ()),
    Row("dot bf16 wgmma", "throughput/dtype=bf16/cores=all/pattern=three_sources/rung=wgmma*", "tiles", BF16, "bf16_tensor", 1, 0.01, ()),
    Row("stream copy", "memory/op=copy*cores=all/rung=vectors*", "walk", DRAM, "dram", 1, 0.05, LARGE),
    Row("stream triad", "memory/op=triad*cores=all/rung=vectors*", "walk", DRAM, "dram", 1, 0.05, LARGE),
    Row("gather", "memory/op=gather*cores=all/rung=plain*", "by_index", DRAM, "dram", 1, None, ("memory.op=gather", *LARGE)),
    Row("matmul vectors", "matmul/dtype=f32/m=2048*rung=vectors*", "multiply_vectors", FFMA, "fp32", 2, 0.01, SQUARE),
    Row("matmul async_copy", "matmul/dtype=f32/m=2048*rung=async_copy*", "multiply_async", FFMA, "fp32", 2, 0.01, SQUARE),
    Row("matmul naive f64", "matmul/dtype=f64/m=2048*rung=naive*", "dot_products", DFMA, "fp64_tensor|fp64", 2, 0.01, SQUARE + ("matmul.rung=naive",)),
]


class Uncounted(Exception):
    """No figure, and why."""


def counted(text, metric):
    """The first value of a metric in what ncu --csv printed: one row per metric, or one column (its page "raw")."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith('"ID"')), None)
    if start is None:
        told = [line for line in lines if line.startswith("==")]
        raise Uncounted("; ".join(told[-3:]) or "ncu printed no table")
    for row in csv.DictReader(lines[start:]):
        if not row.get("ID"):
            continue  # units, below the titles of the page "raw"
        value = row.get("Metric Value") if row.get("Metric Name") == metric else row.get(metric)
        value = (value or "").replace(",", "")
        if re.fullmatch(r"[0-9.]+(e[+-]?[0-9]+)?", value):
            return float(value)
        if value:
            raise Uncounted(f"ncu says {value!r} for {metric}")  # n/a where a GPU has no such counter
    raise Uncounted(f"ncu counted no {metric}: no launch of that kernel was seen")


def charged(report, row):
    """What the report's one case of the row is charged with per launch."""
    for m in report["measurements"]:
        amounts = m["work"]["amounts"]
        amount = next((amounts[name] for name in row.resource.split("|") if name in amounts), None)
        if m["outcome"] in ("measured", "implausible") and amount:
            return m["id"], amount["amount"]
    reasons = "; ".join(f"{m['id']}: {m['outcome']}, {m['reason']}" for m in report["measurements"]) or "no case matches"
    raise Uncounted(reasons)


def look_at(row, gpupeak, folder, ends):
    """One row; `ends`: of time.monotonic, when it has to be over."""
    out = folder / re.sub(r"\W", "_", row.name)
    suite = row.case.partition("/")[0]
    sets = [word for each in row.sets for word in ("--set", each)]
    # By itself ncu would lock the clocks, and the report beside it is of free ones.
    command = ["ncu", "--csv", "--clock-control", "none", "--print-units", "base", "--metrics", row.metric, "-k", f"regex:{row.kernel}",
               "--launch-count", "1", gpupeak, "run", suite, "--device", "cuda", "--quiet", "--format", "json", "--out", str(out),
               "--filter", row.case, *sets]
    allowed = min(LONGEST, ends - time.monotonic() - limited.GRACE)
    if allowed <= 0:
        raise Uncounted("dropped: no time was left for it")
    done = limited.run(command, allowed)
    report = out / "report.json"
    if not report.exists():
        raise Uncounted((done.stdout + done.stderr).strip()[-300:])
    case, ours = charged(json.load(open(report)), row)
    theirs = counted(done.stdout, row.metric) * row.each
    return verdict(row, case, theirs, ours)


def verdict(row, case, theirs, ours):
    """Whether the two agree, where the row says how closely they have to."""
    found = {"name": row.name, "case": case, "metric": row.metric, "counted": theirs, "charged": ours, "ratio": theirs / ours}
    if row.allowed is None:
        return found
    return {**found, "allowed": row.allowed, "agrees": abs(theirs / ours - 1) <= row.allowed}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("gpupeak")
    parser.add_argument("--only", default="", help="rows whose name contains this")
    parser.add_argument("--set", action="append", default=[], metavar="S.A=V", help="more of gpupeak's own, after the row's")
    parser.add_argument("--seconds", type=float, default=600, help="for everything")
    parser.add_argument("--out", help="a file in the place of stdout")
    options = parser.parse_args()
    ends = time.monotonic() + options.seconds
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for row in ROWS:
            if options.only not in row.name:
                continue
            if options.set:
                row = row._replace(sets=tuple(options.set), case=row.case.replace("m=2048", "m=*"))
            try:
                found.append(look_at(row, options.gpupeak, pathlib.Path(folder), ends))
            except (Uncounted, OSError, limited.Late) as why:
                found.append({"name": row.name, "uncounted": str(why)})
            if options.out:
                limited.replace_json(options.out, {"schema": 1, "rows": found})
    if not options.out:
        print(json.dumps({"schema": 1, "rows": found}, indent=1))
    for row in found:
        text = f"{row['ratio']:.4f} of what is charged" if "ratio" in row else "SKIPPED, " + row["uncounted"]
        print(f"{row['name']}: {text}{'' if row.get('agrees', True) else ' DIFFERS'}", file=sys.stderr)
    if not all(row.get("agrees", True) for row in found):
        return 1
    return 0 if any("ratio" in row for row in found) else 77


if __name__ == "__main__":
    sys.exit(main())
