#!/usr/bin/env python3
"""csv by Python's strict reader, csv and jsonl by pandas."""
import csv
import io
import sys

from exports import REPORTS, expect, exported, measurements, run, skip


def strict_rows(path):
    text = path.read_bytes().decode()
    expect(text.endswith("\r\n"), f"{path}: RFC 4180 ends every row with CR LF")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


folder = exported()
for report in REPORTS:
    cases = measurements(folder, report)
    rows = strict_rows(folder / report / "report.csv")
    expect(len(rows) == len(cases), f"{report}: {len(rows)} rows")
    for row, m in zip(rows, cases):
        expect(None not in row and row["outcome"] == m["outcome"], f"{m['id']}: {row['outcome']}")
        expect(not any(str(cell)[:1] in "=+@" for cell in row.values() if cell), f"{m['id']}: a cell is a formula")
    long = run([sys.argv[1], "report", folder / f"{report}.json", "--format", "csv", "--csv", "long"],
               exits=4 if report == "empty" else 0)
    expect(len(long.splitlines()) == 1 + sum(len(m["sample_time_s"]) for m in cases), f"{report}: one row per sample")
try:
    import pandas
except ImportError:
    skip("read by Python's csv alone; install pandas (pip) or python3-pandas")
for report in REPORTS[:3]:
    cases = measurements(folder, report)
    for frame in (pandas.read_csv(folder / report / "report.csv"),
                  pandas.read_json(folder / report / "report.jsonl", lines=True, precise_float=True)):
        expect(len(frame) == len(cases), f"{report}: pandas has {len(frame)} rows")
        medians = frame.loc[frame["outcome"] == "measured", "median_s"]
        expected = [m["metrics"]["median_s"] for m in cases if m["outcome"] == "measured"]
        expect(all(abs(a - b) <= 1e-12 * b for a, b in zip(medians, expected)), f"{report}: medians differ")
        expect(len(medians) == len(expected), f"{report}: {len(medians)} medians")
